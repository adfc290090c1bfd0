package dev.berth.registry.refusal;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;

/** The prefix has a creation template (ECR API, TemplateAlreadyExistsException). */
public final class TemplateAlreadyExists extends Refusal {
  private final RegistryId registry;
  private final RepositoryPrefix prefix;

  /**
   * @param registry where
   * @param prefix which one
   */
  public TemplateAlreadyExists(RegistryId registry, RepositoryPrefix prefix) {
    super(
        "The repository creation template with prefix '%s' already exists in the registry with id '%s'"
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
