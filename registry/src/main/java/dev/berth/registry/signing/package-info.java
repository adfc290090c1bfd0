/**
 * Which pushes a registry signs, and with which profiles.
 *
 * <p>Decides which profiles would sign; nothing signs yet. Knows no HTTP and no AWS. Start with
 * {@link dev.berth.registry.signing.Signing}.
 */
@NullMarked
package dev.berth.registry.signing;

import org.jspecify.annotations.NullMarked;
