package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;

/** The name is taken. */
public final class RepositoryAlreadyExists extends Refusal {
  private final RepositoryAddress address;

  /**
   * @param address what was to be created
   */
  public RepositoryAlreadyExists(RepositoryAddress address) {
    super(
        "The repository with name '%s' already exists in the registry with id '%s'"
            .formatted(address.name(), address.registry().account()));
    this.address = address;
  }

  /** What was to be created. */
  public RepositoryAddress address() {
    return address;
  }
}
