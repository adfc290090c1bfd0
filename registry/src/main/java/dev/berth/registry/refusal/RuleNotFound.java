package dev.berth.registry.refusal;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;

/** The prefix has no rule (ECR API, PullThroughCacheRuleNotFoundException). */
public final class RuleNotFound extends Refusal {
  private final RegistryId registry;
  private final RepositoryPrefix prefix;

  /**
   * @param registry where
   * @param prefix which one
   */
  public RuleNotFound(RegistryId registry, RepositoryPrefix prefix) {
    super(
        "The pull through cache rule with prefix '%s' does not exist in the registry with id '%s'"
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
