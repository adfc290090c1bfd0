package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import java.util.Optional;

/**
 * The image is there, and so is its tag: PutImage changed nothing. {@code Images.put} answers it as
 * an outcome, because to {@code /v2/} it is success.
 */
public final class ImageAlreadyExists extends Refusal {
  private final RepositoryAddress address;
  private final Digest digest;
  private final Optional<Tag> tag;

  /**
   * @param address where
   * @param digest of the manifest
   * @param tag the tag that names it already, when one was given
   */
  public ImageAlreadyExists(RepositoryAddress address, Digest digest, Optional<Tag> tag) {
    super(
        "Image with digest '%s' and tag '%s' already exists in the repository with name '%s' in registry with id '%s'"
            .formatted(
                digest,
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

  /** Of the manifest. */
  public Digest digest() {
    return digest;
  }

  /** The tag that names it already, when one was given. */
  public Optional<Tag> tag() {
    return tag;
  }
}
