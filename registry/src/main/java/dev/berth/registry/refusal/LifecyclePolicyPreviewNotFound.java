package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;

/** No preview was started in the repository (ECR API, LifecyclePolicyPreviewNotFoundException). */
public final class LifecyclePolicyPreviewNotFound extends Refusal {
  private final RepositoryAddress address;

  /**
   * @param address of the repository
   */
  public LifecyclePolicyPreviewNotFound(RepositoryAddress address) {
    super(
        "Lifecycle policy preview does not exist for the repository with name '%s' in the registry with id '%s'"
            .formatted(address.name(), address.registry().account()));
    this.address = address;
  }

  /** Of the repository. */
  public RepositoryAddress address() {
    return address;
  }
}
