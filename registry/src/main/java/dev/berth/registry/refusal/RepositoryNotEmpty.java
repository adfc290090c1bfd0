package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;

/** A repository with images is deleted only with its images. */
public final class RepositoryNotEmpty extends Refusal {
  private final RepositoryAddress address;

  /**
   * @param address what was to be deleted
   */
  public RepositoryNotEmpty(RepositoryAddress address) {
    super(
        "The repository with name '%s' in registry with id '%s' cannot be deleted because it still contains images"
            .formatted(address.name(), address.registry().account()));
    this.address = address;
  }

  /** What was to be deleted. */
  public RepositoryAddress address() {
    return address;
  }
}
