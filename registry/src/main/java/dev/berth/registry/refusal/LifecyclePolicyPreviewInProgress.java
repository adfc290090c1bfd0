package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;

/**
 * A preview of the repository runs already (ECR API, LifecyclePolicyPreviewInProgressException).
 * ECR's words are not known.
 */
public final class LifecyclePolicyPreviewInProgress extends Refusal {
  private final RepositoryAddress address;

  /**
   * @param address of the repository
   */
  public LifecyclePolicyPreviewInProgress(RepositoryAddress address) {
    super(
        "A lifecycle policy preview is already in progress for the repository with name '%s' in the registry with id '%s'"
            .formatted(address.name(), address.registry().account()));
    this.address = address;
  }

  /** Of the repository. */
  public RepositoryAddress address() {
    return address;
  }
}
