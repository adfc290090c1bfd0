package dev.berth.registry.refusal;

import dev.berth.model.RegistryId;

/** The registry has no signing configuration (ECR dossier 15; the text is not known). */
public final class SigningConfigurationNotFound extends Refusal {
  private final RegistryId registry;

  /**
   * @param registry whose
   */
  public SigningConfigurationNotFound(RegistryId registry) {
    super(
        "Signing configuration does not exist in the registry with id '%s'"
            .formatted(registry.account()));
    this.registry = registry;
  }

  /** Whose. */
  public RegistryId registry() {
    return registry;
  }
}
