package dev.berth.registry.refusal;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;

/** The prefix has a rule (ECR API, PullThroughCacheRuleAlreadyExistsException). */
public final class RuleAlreadyExists extends Refusal {
  private final RegistryId registry;
  private final RepositoryPrefix prefix;

  /**
   * @param registry where
   * @param prefix which one
   */
  public RuleAlreadyExists(RegistryId registry, RepositoryPrefix prefix) {
    super(
        "The pull through cache rule with prefix '%s' already exists in the registry with id '%s'"
            .formatted(prefix, registry.account()));
    this.registry = registry;
    this.prefix = prefix;
  }

  /** Where. */
  public RegistryId registry() {
    return registry;
  }

  /** Which one. */
  public RepositoryPrefix prefix() {
    return prefix;
  }
}
