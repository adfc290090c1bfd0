package dev.berth.registry.refusal;

import dev.berth.model.Arn;
import dev.berth.model.RegistryId;

/**
 * The principal is excluded already from the recording of pulls (ECR dossier 13; the text is not
 * known).
 */
public final class ExclusionAlreadyExists extends Refusal {
  private final RegistryId registry;
  private final Arn principal;

  /**
   * @param registry whose recording
   * @param principal of a user or role
   */
  public ExclusionAlreadyExists(RegistryId registry, Arn principal) {
    super(
        "The pull time update exclusion for the principal with ARN '%s' already exists in the registry with id '%s'"
            .formatted(principal, registry.account()));
    this.registry = registry;
    this.principal = principal;
  }

  /** Whose recording. */
  public RegistryId registry() {
    return registry;
  }

  /** Of a user or role. */
  public Arn principal() {
    return principal;
  }
}
