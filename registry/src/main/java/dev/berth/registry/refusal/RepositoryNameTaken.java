package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;

/** A repository cannot come back under a name that another one has. */
public final class RepositoryNameTaken extends Refusal {
  private final RepositoryAddress address;

  /**
   * @param address the name that is taken
   */
  public RepositoryNameTaken(RepositoryAddress address) {
    super(
        "Another repository has the name '%s' in the registry with id '%s' since; restore under another name with --as NAME"
            .formatted(address.name(), address.registry().account()));
    this.address = address;
  }

  /** The name that is taken. */
  public RepositoryAddress address() {
    return address;
  }
}
