package dev.berth.registry.refusal;

import dev.berth.model.RegistryId;

/**
 * A registry that scans in one way cannot do what belongs to the other (ECR dossier 1.4, 14.1,
 * 14.2). The text is ECR's.
 */
public final class FeatureDisabled extends Refusal {
  private final RegistryId registry;

  /**
   * @param registry whose
   */
  public FeatureDisabled(RegistryId registry) {
    super("This feature is disabled");
    this.registry = registry;
  }

  /** Whose. */
  public RegistryId registry() {
    return registry;
  }
}
