package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;

/** There is no repository of that name in that registry. */
public final class RepositoryNotFound extends Refusal {
  private final RepositoryAddress address;

  /**
   * @param address what was asked for
   */
  public RepositoryNotFound(RepositoryAddress address) {
    super(
        "The repository with name '%s' does not exist in the registry with id '%s'"
            .formatted(address.name(), address.registry().account()));
    this.address = address;
  }

  /** What was asked for. */
  public RepositoryAddress address() {
    return address;
  }
}
