package dev.berth.wire.oci;

import dev.berth.model.Digest;
import dev.berth.model.Malformed;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.upload.Layers;
import java.util.List;
import java.util.Optional;

/**
 * Finds the repositories that a layer may be mounted from (distribution-spec, "Mounting a blob from
 * another repository"): the one that {@code from} names, whether or not it exists, or without
 * {@code from} at most 16 that hold the layer, the nearest by name first.
 *
 * <p>It looks before anybody asked whether the caller may know, so nothing of it is told: the gate
 * is asked about each source, and what it withholds is answered like what does not exist.
 */
final class MountSources {
  /** How many holders the gate is asked about at most. */
  static final int MOST_ASKED = 16;

  private final Layers layers;

  MountSources(Layers layers) {
    this.layers = layers;
  }

  /**
   * The request with its sources; as it was when nothing is to be mounted.
   *
   * @throws OciError 400 when the layer to be mounted from anywhere is not named by a digest
   */
  OciRequest find(OciRequest request, RegistryId registry) {
    Optional<String> mount = request.query().first("mount");
    if (mount.isEmpty()) {
      return request;
    }
    return request
        .query()
        .first("from")
        .filter(from -> !from.isEmpty())
        .map(from -> request.with(named(registry, from)))
        .orElseGet(() -> request.with(holders(request.repository(registry), mount.get())));
  }

  // A name that no repository can have is a source that does not exist.
  private static List<RepositoryAddress> named(RegistryId registry, String from) {
    try {
      return List.of(new RepositoryAddress(registry, new RepositoryName(from)));
    } catch (Malformed _) {
      return List.of();
    }
  }

  private List<RepositoryAddress> holders(RepositoryAddress target, String mount) {
    Digest digest = OciPath.digest(mount);
    try {
      return layers.holders(target, digest, MOST_ASKED);
    } catch (RepositoryNotFound _) {
      return List.of(); // the upload tells it, to those who may begin one
    }
  }
}
