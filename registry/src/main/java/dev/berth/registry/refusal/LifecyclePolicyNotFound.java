package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;

/** The repository has no lifecycle policy (ECR API, LifecyclePolicyNotFoundException). */
public final class LifecyclePolicyNotFound extends Refusal {
  private final RepositoryAddress address;

  /**
   * @param address of the repository
   */
  public LifecyclePolicyNotFound(RepositoryAddress address) {
    super(
        "Lifecycle policy does not exist for the repository with name '%s' in the registry with id '%s'"
            .formatted(address.name(), address.registry().account()));
    this.address = address;
  }

  /** Of the repository. */
  public RepositoryAddress address() {
    return address;
  }
}
