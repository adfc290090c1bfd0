package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;

/** The repository has no policy (ECR API, RepositoryPolicyNotFoundException). */
public final class RepositoryPolicyNotFound extends Refusal {
  private final RepositoryAddress address;

  /**
   * @param address of the repository
   */
  public RepositoryPolicyNotFound(RepositoryAddress address) {
    super(
        "Repository policy does not exist for the repository with name '%s' in the registry with id '%s'"
            .formatted(address.name(), address.registry().account()));
    this.address = address;
  }

  /** Of the repository. */
  public RepositoryAddress address() {
    return address;
  }
}
