package dev.berth.registry.refusal;

import dev.berth.model.RegistryId;

/** The registry has no policy (ECR API, RegistryPolicyNotFoundException). */
public final class RegistryPolicyNotFound extends Refusal {
  private final RegistryId registry;

  /**
   * @param registry which one
   */
  public RegistryPolicyNotFound(RegistryId registry) {
    super(
        "Registry policy does not exist in the registry with id '%s'"
            .formatted(registry.account()));
    this.registry = registry;
  }

  /** Which one. */
  public RegistryId registry() {
    return registry;
  }
}
