/**
 * Lifecycle policies (ECR dossier 12): kept and shown, previewed, explained, and carried out as a
 * job that may die anywhere.
 *
 * <p>What a text means stands in {@code policy}, which images it takes in {@code selection}; both
 * know no database. Start with {@link dev.berth.registry.lifecycle.LifecycleRuns}.
 */
@NullMarked
package dev.berth.registry.lifecycle;

import org.jspecify.annotations.NullMarked;
