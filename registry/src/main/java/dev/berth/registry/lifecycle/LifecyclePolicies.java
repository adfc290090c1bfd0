package dev.berth.registry.lifecycle;

import dev.berth.metadata.Database;
import dev.berth.metadata.LifecyclePolicyTable.Stored;
import dev.berth.metadata.Transaction;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.event.BerthEvents;
import dev.berth.registry.event.BerthEvents.PolicyChange;
import dev.berth.registry.event.BerthEvents.PolicyType;
import dev.berth.registry.lifecycle.policy.LifecyclePolicy;
import dev.berth.registry.refusal.LifecyclePolicyNotFound;
import dev.berth.registry.refusal.RepositoryNotFound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The lifecycle policies of repositories (ECR dossier 12.1). */
public final class LifecyclePolicies {
  /**
   * How long after its last change a policy is first carried out: time to think again, and well
   * within the 24 hours of LC-36.
   */
  public static final Duration FIRST_RUN = Duration.ofHours(1);

  private final Database database;
  private final SettingLimits limits;
  private final Supplier<UUID> ids;
  private final InstantSource clock;

  /**
   * @param limits how many rules a policy may have
   * @param ids of policies, which the audit trail shows
   */
  public LifecyclePolicies(
      Database database, SettingLimits limits, Supplier<UUID> ids, InstantSource clock) {
    this.database = database;
    this.limits = limits;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A policy as it is shown.
   *
   * @param text compact, rules by priority
   * @param evaluatedAt when it was last evaluated to the end
   */
  public record Shown(String text, Optional<Instant> evaluatedAt) {}

  /**
   * Sets the policy of a repository, in the place of one that is there.
   *
   * @return as it is shown from now on (LC-21)
   * @throws RepositoryNotFound when there is no such repository
   * @throws dev.berth.registry.refusal.LifecyclePolicyInvalid when it is no policy
   */
  public String put(RepositoryAddress address, String text) {
    database.read(tx -> repository(tx, address));
    LifecyclePolicy policy = LifecyclePolicy.parse(text, limits.lifecycleRules());
    database.write(
        tx -> {
          Repository repository =
              tx.repositories().lock(address).orElseThrow(() -> new RepositoryNotFound(address));
          put(tx, repository.id(), policy);
          return policy;
        });
    return policy.text();
  }

  /**
   * Sets the policy of a repository inside a transaction that has made or locked it, as a creation
   * template does.
   *
   * @param policy that was found valid
   */
  public void put(Transaction tx, long repositoryId, LifecyclePolicy policy) {
    tx.lifecyclePolicies()
        .put(repositoryId, policy.text(), ids.get().toString(), clock.instant().plus(FIRST_RUN));
    tell(tx, repositoryId, PolicyChange.SET);
  }

  private void tell(Transaction tx, long repositoryId, PolicyChange change) {
    tx.repositories()
        .address(repositoryId)
        .map(
            address ->
                BerthEvents.policyChanged(PolicyType.LIFECYCLE, change, address, clock.instant()))
        .ifPresent(tx.outbox()::append);
  }

  /**
   * The policy of a repository.
   *
   * @throws RepositoryNotFound when there is no such repository
   * @throws LifecyclePolicyNotFound when it has none
   */
  public Shown get(RepositoryAddress address) {
    return database.read(
        tx -> {
          repository(tx, address);
          return shown(stored(tx, address));
        });
  }

  /**
   * Removes the policy of a repository.
   *
   * @return what it was (LC-42)
   * @throws RepositoryNotFound when there is no such repository
   * @throws LifecyclePolicyNotFound when it has none
   */
  public Shown delete(RepositoryAddress address) {
    return database.write(
        tx -> {
          Repository repository =
              tx.repositories().lock(address).orElseThrow(() -> new RepositoryNotFound(address));
          Stored stored = stored(tx, address);
          tx.lifecyclePolicies().delete(repository.id());
          tell(tx, repository.id(), PolicyChange.DELETE);
          return shown(stored);
        });
  }

  static Repository repository(Transaction tx, RepositoryAddress address) {
    return tx.repositories().find(address).orElseThrow(() -> new RepositoryNotFound(address));
  }

  static Stored stored(Transaction tx, RepositoryAddress address) {
    return tx.lifecyclePolicies()
        .find(address)
        .orElseThrow(() -> new LifecyclePolicyNotFound(address));
  }

  private static Shown shown(Stored stored) {
    return new Shown(stored.document(), stored.evaluatedAt());
  }
}
