/**
 * Which images the rules of a lifecycle policy take, and why each of the others stays (ECR dossier
 * 12.3, invariant I9).
 *
 * <p>Values in, values out: no database, no clock, no log, no JSON. Start with {@link
 * dev.berth.registry.lifecycle.selection.Selection}.
 */
@NullMarked
package dev.berth.registry.lifecycle.selection;

import org.jspecify.annotations.NullMarked;
