package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;

/**
 * No image of the repository names the layer, so it has no download URL (ECR API only; the text is
 * not known).
 */
public final class LayerInaccessible extends Refusal {
  private final RepositoryAddress address;
  private final Digest digest;

  /**
   * @param address where
   * @param digest of the layer
   */
  public LayerInaccessible(RepositoryAddress address, Digest digest) {
    super(
        "The layer with digest '%s' is not associated with an image in the repository with name '%s' in the registry with id '%s'"
            .formatted(digest, address.name(), address.registry().account()));
    this.address = address;
    this.digest = digest;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** Of the layer. */
  public Digest digest() {
    return digest;
  }
}
