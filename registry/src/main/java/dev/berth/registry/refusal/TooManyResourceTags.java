package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;

/**
 * A repository would have more resource tags than it may (ECR API, TooManyTagsException; its text
 * is not known).
 */
public final class TooManyResourceTags extends Refusal {
  private final RepositoryAddress address;
  private final int max;

  /**
   * @param address where
   * @param max the most it may have
   */
  public TooManyResourceTags(RepositoryAddress address, int max) {
    super(
        "The repository with name '%s' in the registry with id '%s' cannot have more than %d tags"
            .formatted(address.name(), address.registry().account(), max));
    this.address = address;
    this.max = max;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** The most it may have. */
  public int max() {
    return max;
  }
}
