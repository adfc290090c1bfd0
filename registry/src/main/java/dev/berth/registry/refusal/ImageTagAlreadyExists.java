package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;

/** The tag names another image, and must not move. */
public final class ImageTagAlreadyExists extends Refusal {
  private final RepositoryAddress address;
  private final Tag tag;

  /**
   * @param address where
   * @param tag the immutable one
   */
  public ImageTagAlreadyExists(RepositoryAddress address, Tag tag) {
    super(
        "The image tag '%s' already exists in the '%s' repository and cannot be overwritten because the tag is immutable."
            .formatted(tag, address.name()));
    this.address = address;
    this.tag = tag;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** The immutable one. */
  public Tag tag() {
    return tag;
  }
}
