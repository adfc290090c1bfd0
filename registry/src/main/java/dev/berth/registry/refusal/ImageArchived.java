package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;

/** An image in the archive cannot be scanned (ECR dossier 14.2; the text is not known). */
public final class ImageArchived extends Refusal {
  private final RepositoryAddress address;
  private final Digest digest;

  /**
   * @param address where
   * @param digest of the image
   */
  public ImageArchived(RepositoryAddress address, Digest digest) {
    super(
        "The image with digest '%s' in the repository with name '%s' in the registry with id '%s' is archived; restore it first"
            .formatted(digest, address.name(), address.registry().account()));
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
