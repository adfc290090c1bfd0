package dev.berth.registry.lifecycle;

import dev.berth.metadata.Database;
import dev.berth.registry.SettingLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Everything about lifecycle policies, over one database.
 *
 * @param policies kept and shown
 * @param previews what they would do
 * @param explanations why
 * @param runs what they do
 * @param protections what they must not touch
 */
public record Lifecycle(
    LifecyclePolicies policies,
    LifecyclePreviews previews,
    LifecycleExplanations explanations,
    LifecycleRuns runs,
    Protections protections) {

  /**
   * Over a database.
   *
   * @param limits how many rules a policy may have
   * @param undoWindow for how long what expires can be brought back
   * @param trail words what was done for the audit trail
   * @param ids of policies
   * @param executor works on previews beside the requests that start them
   */
  public static Lifecycle over(
      Database database,
      SettingLimits limits,
      Duration undoWindow,
      LifecycleTrail trail,
      Supplier<UUID> ids,
      Executor executor,
      InstantSource clock) {
    return new Lifecycle(
        new LifecyclePolicies(database, limits, ids, clock),
        new LifecyclePreviews(database, limits, trail, executor, clock),
        new LifecycleExplanations(database, clock),
        new LifecycleRuns(database, undoWindow, trail),
        new Protections(database, clock));
  }
}
