package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;

/**
 * The repository does not hold that layer (ECR API, LayersNotFoundException of
 * GetDownloadUrlForLayer; {@code /v2/}: BLOB_UNKNOWN).
 */
public final class LayerNotFound extends Refusal {
  private final RepositoryAddress address;
  private final Digest digest;

  /**
   * @param address where
   * @param digest what was asked for
   */
  public LayerNotFound(RepositoryAddress address, Digest digest) {
    super(
        "The layer with digest '%s' does not exist within the repository with name '%s' in the registry with id '%s'"
            .formatted(digest, address.name(), address.registry().account()));
    this.address = address;
    this.digest = digest;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** What was asked for. */
  public Digest digest() {
    return digest;
  }
}
