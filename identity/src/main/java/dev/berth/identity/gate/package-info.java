/**
 * The decision over what is stored: collects the policy documents of a caller and of a resource,
 * the values of condition keys, and asks the engine in {@code dev.berth.iam.policy.evaluate}.
 *
 * <p>Knows no protocol, and decides nothing itself. Start with {@link
 * dev.berth.identity.gate.PolicyGate}.
 */
@NullMarked
package dev.berth.identity.gate;

import org.jspecify.annotations.NullMarked;
