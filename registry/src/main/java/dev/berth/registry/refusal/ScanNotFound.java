package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import java.util.Optional;

/** The image was never scanned (ECR dossier 1.4, CHECKLIST SC-13). */
public final class ScanNotFound extends Refusal {
  private final RepositoryAddress address;
  private final Digest digest;

  /**
   * @param address where
   * @param digest of the image
   * @param tag that it was asked for by
   */
  public ScanNotFound(RepositoryAddress address, Digest digest, Optional<Tag> tag) {
    super(
        "Image scan does not exist for the image with '{imageDigest:'%s', imageTag:'%s'}' in the repository with name '%s' in the registry with id '%s'"
            .formatted(
                digest,
                tag.map(Tag::value).orElse("null"),
                address.name(),
                address.registry().account()));
    this.address = address;
    this.digest = digest;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** Of the image. */
  public Digest digest() {
    return digest;
  }
}
