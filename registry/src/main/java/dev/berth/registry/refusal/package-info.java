/**
 * What the registry refuses, one class for each reason, with the facts and ECR's text.
 *
 * <p>Knows the model and no protocol: how a refusal is coded is each door's matter. Start with
 * {@link dev.berth.registry.refusal.Refusal}.
 */
@NullMarked
package dev.berth.registry.refusal;

import org.jspecify.annotations.NullMarked;
