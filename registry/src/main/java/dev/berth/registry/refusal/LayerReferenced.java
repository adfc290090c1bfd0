package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;

/** A layer that an image names cannot be deleted (oci-behaviour 2.9). */
public final class LayerReferenced extends Refusal {
  private final RepositoryAddress address;
  private final Digest digest;

  /**
   * @param address where
   * @param digest of the layer
   */
  public LayerReferenced(RepositoryAddress address, Digest digest) {
    super(
        "The layer with digest '%s' is required by an image in the repository with name '%s' in the registry with id '%s'"
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
