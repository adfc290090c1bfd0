package dev.berth.registry.image;

import dev.berth.iam.Principal;
import dev.berth.metadata.Database;
import dev.berth.metadata.Remembered;
import dev.berth.metadata.Topic;
import dev.berth.model.Arn;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.refusal.ExclusionAlreadyExists;
import dev.berth.registry.refusal.ExclusionNotFound;
import dev.berth.registry.refusal.LimitExceeded;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Users and roles whose pulls are not recorded, such as those of scanners and mirrors (ECR dossier
 * 13, CHECKLIST AR-11 to AR-13). Whether one exists is not asked: a role may be made later.
 */
public final class PullTimeExclusions {
  private static final int REMEMBERED = 1_000;

  private final Database database;
  private final SettingLimits limits;
  private final InstantSource clock;
  private final Remembered<RegistryId, Set<String>> excluded;

  public PullTimeExclusions(Database database, SettingLimits limits, InstantSource clock) {
    this.database = database;
    this.limits = limits;
    this.clock = clock;
    this.excluded =
        database.remember(
            Topic.PULL_TIMES,
            Remembered.Bound.values(REMEMBERED),
            (tx, registry) -> Optional.of(tx.pullTimeExclusions().all(registry)));
  }

  /**
   * Excludes a user or role from now on.
   *
   * @return since when
   * @throws ExclusionAlreadyExists when it is already
   * @throws LimitExceeded for one too many
   */
  public Instant register(RegistryId registry, Arn principal) {
    Instant now = clock.instant();
    return database.write(
        tx -> {
          int before = tx.pullTimeExclusions().all(registry).size();
          if (!tx.pullTimeExclusions().add(registry, principal, now)) {
            throw new ExclusionAlreadyExists(registry, principal);
          }
          if (before >= limits.pullTimeExclusions()) {
            throw new LimitExceeded(
                LimitExceeded.Kind.PULL_TIME_EXCLUSIONS,
                limits.pullTimeExclusions(),
                "The registry with id '%s' already has the maximum allowed number of pull time update exclusions which is '%d'"
                    .formatted(registry.account(), limits.pullTimeExclusions()));
          }
          return now;
        });
  }

  /**
   * Records the pulls of a user or role again.
   *
   * @throws ExclusionNotFound when they were not excluded
   */
  public void deregister(RegistryId registry, Arn principal) {
    database.write(
        tx -> {
          if (!tx.pullTimeExclusions().remove(registry, principal)) {
            throw new ExclusionNotFound(registry, principal);
          }
          return principal;
        });
  }

  /** Some of them in byte order. */
  public Page<Arn, Arn> page(RegistryId registry, Page.Request<Arn> request) {
    return database.read(tx -> tx.pullTimeExclusions().page(registry, request));
  }

  /** Whether the principal's pulls are left out; a session of a role counts as the role. */
  boolean excludes(RegistryId registry, Principal principal) {
    return named(principal)
        .filter(
            arn -> excluded.of(registry).filter(all -> all.contains(arn.toString())).isPresent())
        .isPresent();
  }

  private static Optional<Arn> named(Principal principal) {
    return switch (principal) {
      case Principal.User user -> Optional.of(user.arn());
      case Principal.RoleSession session -> Optional.of(session.role());
      case Principal.RootUser _ -> Optional.empty();
      case Principal.FederatedUser federated -> named(federated.parent());
    };
  }
}
