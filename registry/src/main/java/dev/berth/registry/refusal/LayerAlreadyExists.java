package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;

/**
 * The repository holds the layer already; the upload was verified and is gone (ECR API only; the
 * text is not known).
 */
public final class LayerAlreadyExists extends Refusal {
  private final RepositoryAddress address;
  private final Digest digest;

  /**
   * @param address where
   * @param digest of the layer
   */
  public LayerAlreadyExists(RepositoryAddress address, Digest digest) {
    super(
        "The layer with digest '%s' already exists in the repository with name '%s' in the registry with id '%s'"
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
