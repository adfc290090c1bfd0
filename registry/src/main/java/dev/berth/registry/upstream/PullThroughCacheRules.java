package dev.berth.registry.upstream;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Arn;
import dev.berth.model.Page;
import dev.berth.model.PullThroughCacheRule;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.registry.Limits;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RuleAlreadyExists;
import dev.berth.registry.refusal.RuleNotFound;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The pull-through cache rules of registries (ECR dossier 17.2, CHECKLIST PT-04, PT-05, PT-08,
 * PT-09, PT-19). They touch no repository.
 */
public final class PullThroughCacheRules {
  private final Database database;
  private final Limits limits;
  private final UpstreamRoles roles;
  private final InstantSource clock;

  /**
   * @param roles as which upstream registries are pulled from
   */
  public PullThroughCacheRules(
      Database database, Limits limits, UpstreamRoles roles, InstantSource clock) {
    this.database = database;
    this.limits = limits;
    this.roles = roles;
    this.clock = clock;
  }

  /**
   * Makes a rule.
   *
   * @throws RuleAlreadyExists when the prefix has one
   * @throws LimitExceeded when the registry has {@code pullThroughCacheRules} already
   * @throws dev.berth.registry.refusal.UpstreamUnsupported when nothing can be pulled from there,
   *     or not without a credential
   * @throws dev.berth.registry.refusal.SecretNotFound for a secret of another account or Region
   * @throws dev.berth.registry.refusal.SettingInvalid when its members do not go together
   */
  public PullThroughCacheRule create(NewRule asked) {
    PullThroughCacheRule rule = asked.checked(clock.instant());
    return database.write(
        tx -> {
          if (tx.pullThroughCacheRules().find(rule.registry(), rule.prefix()).isPresent()) {
            throw new RuleAlreadyExists(rule.registry(), rule.prefix());
          }
          requireRoom(tx, rule.registry());
          if (!tx.pullThroughCacheRules().insert(rule)) {
            throw new RuleAlreadyExists(rule.registry(), rule.prefix());
          }
          return rule;
        });
  }

  private void requireRoom(Transaction tx, RegistryId registry) {
    int most = limits.settings().pullThroughCacheRules();
    if (tx.pullThroughCacheRules().count(registry) >= most) {
      throw new LimitExceeded(
          LimitExceeded.Kind.PULL_THROUGH_CACHE_RULES,
          most,
          "The registry with id '%s' already has the maximum allowed number of pull through cache rules which is '%d'"
              .formatted(registry.account(), most));
    }
  }

  /**
   * Changes how a rule logs in; what is left out stays, and an empty role is taken away.
   *
   * @throws RuleNotFound when the prefix has none
   */
  public PullThroughCacheRule update(
      RegistryId registry,
      RepositoryPrefix prefix,
      Optional<String> credential,
      Optional<String> customRole) {
    return database.write(
        tx -> {
          PullThroughCacheRule before = required(tx, registry, prefix);
          PullThroughCacheRule after =
              before.with(
                  credential.or(before::credential),
                  customRole.isPresent()
                      ? customRole.filter(role -> !role.isEmpty())
                      : before.customRole(),
                  clock.instant());
          NewRule.checkLogin(
              registry,
              after.upstream(),
              after.upstreamUrl(),
              after.credential(),
              after.customRole());
          tx.pullThroughCacheRules().update(after);
          return after;
        });
  }

  /**
   * Removes a rule; the repositories under its prefix stay (PT-19).
   *
   * @return what it was
   * @throws RuleNotFound when the prefix has none
   */
  public PullThroughCacheRule delete(RegistryId registry, RepositoryPrefix prefix) {
    return database.write(
        tx -> {
          PullThroughCacheRule rule = required(tx, registry, prefix);
          tx.pullThroughCacheRules().delete(registry, prefix);
          return rule;
        });
  }

  /**
   * The rules of those prefixes, each once, by prefix.
   *
   * @throws RuleNotFound for the first that has none: the whole call fails
   */
  public List<PullThroughCacheRule> getAll(
      RegistryId registry, Collection<RepositoryPrefix> prefixes) {
    return database.read(
        tx -> {
          List<PullThroughCacheRule> found = tx.pullThroughCacheRules().findAll(registry, prefixes);
          for (RepositoryPrefix prefix : prefixes) {
            if (found.stream().noneMatch(rule -> rule.prefix().key().equals(prefix.key()))) {
              throw new RuleNotFound(registry, prefix);
            }
          }
          return found;
        });
  }

  /** All rules of a registry, by prefix. */
  public Page<PullThroughCacheRule, String> page(
      RegistryId registry, Page.Request<String> request) {
    return database.read(tx -> tx.pullThroughCacheRules().page(registry, request));
  }

  /** The rule of a prefix, or {@link RuleNotFound}. */
  public PullThroughCacheRule get(RegistryId registry, RepositoryPrefix prefix) {
    return database.read(tx -> required(tx, registry, prefix));
  }

  /**
   * Why a rule cannot work, as far as it is known without asking anybody upstream; empty when
   * nothing stands in the way (PT-09). A secret cannot be read, so a rule that has one cannot work;
   * a role has to be there and to trust ECR.
   */
  public Optional<String> failure(PullThroughCacheRule rule) {
    return rule.credential()
        .map(secret -> "The secret %s cannot be read: Berth has no secrets.".formatted(secret))
        .or(
            () ->
                rule.customRole()
                    .flatMap(
                        role ->
                            roles
                                .obstacle(Arn.parse(role), rule.registry())
                                .map(why -> "The role %s %s.".formatted(role, why))));
  }

  private static PullThroughCacheRule required(
      Transaction tx, RegistryId registry, RepositoryPrefix prefix) {
    return tx.pullThroughCacheRules()
        .find(registry, prefix)
        .orElseThrow(() -> new RuleNotFound(registry, prefix));
  }
}
