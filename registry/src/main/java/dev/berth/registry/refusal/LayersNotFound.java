package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import java.util.List;

/** A manifest names a config or layers that the repository does not hold. */
public final class LayersNotFound extends Refusal {
  private final RepositoryAddress address;
  private final List<Digest> digests;

  /**
   * @param address where
   * @param digests the missing ones, in the manifest's order, at most the first 100
   */
  public LayersNotFound(RepositoryAddress address, List<Digest> digests) {
    super(
        "Layers with digests '%s' required for pushing image into repository with name '%s' in the registry with id '%s' do not exist"
            .formatted(digests, address.name(), address.registry().account()));
    this.address = address;
    this.digests = List.copyOf(digests);
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** The missing ones, in the manifest's order, at most the first 100. */
  public List<Digest> digests() {
    return digests;
  }
}
