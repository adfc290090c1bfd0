package dev.berth.registry.refusal;

import dev.berth.model.Digest;
import dev.berth.model.ImageReference;
import dev.berth.model.RepositoryAddress;
import java.util.List;

/** An image stays while an index names it. */
public final class ImageReferencedByManifestList extends Refusal {
  private final RepositoryAddress address;
  private final ImageReference reference;
  private final List<Digest> parents;

  /**
   * @param address where
   * @param reference how the image was named
   * @param parents the indexes that name it, at most the first 100
   */
  public ImageReferencedByManifestList(
      RepositoryAddress address, ImageReference reference, List<Digest> parents) {
    super("Requested image referenced by manifest list: %s".formatted(parents));
    this.address = address;
    this.reference = reference;
    this.parents = List.copyOf(parents);
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** How the image was named. */
  public ImageReference reference() {
    return reference;
  }

  /** The indexes that name it, at most the first 100. */
  public List<Digest> parents() {
    return parents;
  }
}
