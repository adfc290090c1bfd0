/**
 * The policies that repositories and registries have themselves: set, shown and removed.
 *
 * <p>What they mean is decided elsewhere, by the engine in {@code dev.berth.iam.policy}; whom they
 * name is known to who keeps users and roles. Start with {@link
 * dev.berth.registry.policy.ResourcePolicies}.
 */
@NullMarked
package dev.berth.registry.policy;

import org.jspecify.annotations.NullMarked;
