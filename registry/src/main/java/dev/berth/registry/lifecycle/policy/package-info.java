/**
 * The grammar of lifecycle policies (ECR dossier 12.2): a text becomes rules, or is refused in
 * ECR's words.
 *
 * <p>Knows neither images nor time nor where policies are kept. Start with {@link
 * dev.berth.registry.lifecycle.policy.LifecyclePolicy}.
 */
@NullMarked
package dev.berth.registry.lifecycle.policy;

import org.jspecify.annotations.NullMarked;
