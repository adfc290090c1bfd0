package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import java.util.Optional;

/** No image of the repository has that digest, that tag, or both. */
public final class ImageNotFound extends Refusal {
  private final RepositoryAddress address;
  private final Optional<Digest> digest;
  private final Optional<Tag> tag;

  /**
   * @param address where
   * @param digest the digest that was asked for
   * @param tag the tag that was asked for
   */
  public ImageNotFound(RepositoryAddress address, Optional<Digest> digest, Optional<Tag> tag) {
    super(
        "The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the repository with name '%s' in the registry with id '%s'"
            .formatted(
                digest.map(Digest::toString).orElse("null"),
                tag.map(Tag::toString).orElse("null"),
                address.name(),
                address.registry().account()));
    this.address = address;
    this.digest = digest;
    this.tag = tag;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** The digest that was asked for. */
  public Optional<Digest> digest() {
    return digest;
  }

  /** The tag that was asked for. */
  public Optional<Tag> tag() {
    return tag;
  }
}
