package dev.berth.registry.image;

import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.Repository;
import dev.berth.registry.image.manifest.Descriptor;
import dev.berth.registry.image.manifest.ParsedManifest;
import dev.berth.registry.image.manifest.ParsedManifest.ImageIndex;
import dev.berth.registry.image.manifest.ParsedManifest.ImageManifest;
import dev.berth.registry.refusal.LayersNotFound;
import dev.berth.registry.refusal.ManifestInvalid;
import dev.berth.registry.refusal.ReferencedImagesNotFound;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a manifest names in its repository, all of it found there (invariant I4). An archived image
 * is not: it has to be pushed again before an index may name it, as it has to be to be pulled.
 * Foreign content need not be there; where it is, it is kept like the rest.
 *
 * @param blobIds configs and layers
 * @param childIds the manifests of an index
 * @param imageSize as in {@link Image#imageSize()} (IM-29, IM-30)
 */
record Edges(Set<Long> blobIds, Set<Long> childIds, long imageSize) {

  /**
   * How much a refusal names of what is missing; an index may have tens of thousands of entries.
   */
  private static final int MOST_SHOWN = 100;

  /** Finds everything; what is missing or of another size is refused. */
  static Edges of(Transaction tx, Repository repository, ParsedManifest parsed) {
    return switch (parsed) {
      case ImageManifest image -> ofImage(tx, repository, image);
      case ImageIndex index -> ofIndex(tx, repository, index);
    };
  }

  private static Edges ofImage(Transaction tx, Repository repository, ImageManifest image) {
    List<Descriptor> named = new ArrayList<>();
    named.add(image.config());
    named.addAll(image.layers());
    Map<Digest, Blob> linked = tx.blobs().linked(repository.id(), digests(named));
    Set<Digest> missing = new LinkedHashSet<>();
    Set<Long> blobIds = new LinkedHashSet<>();
    long size = 0;
    for (Descriptor descriptor : named) {
      Optional<Blob> blob = Optional.ofNullable(linked.get(descriptor.digest()));
      if (blob.isPresent()) {
        requireSize(descriptor, blob.get().size());
        blobIds.add(blob.get().id());
        size += blob.get().size();
      } else if (!descriptor.isForeign()) {
        missing.add(descriptor.digest());
      }
    }
    if (!missing.isEmpty()) {
      throw new LayersNotFound(repository.address(), missing.stream().limit(MOST_SHOWN).toList());
    }
    return new Edges(blobIds, Set.of(), size);
  }

  private static Edges ofIndex(Transaction tx, Repository repository, ImageIndex index) {
    Map<Digest, Image> images = tx.images().findAll(repository.id(), digests(index.manifests()));
    // caches of builders are indexes of layers (oci-behaviour 4.3)
    Map<Digest, Blob> linked =
        tx.blobs()
            .linked(
                repository.id(),
                digests(index.manifests().stream().filter(Edges::mayBeLayer).toList()));
    Set<Digest> missing = new LinkedHashSet<>();
    Set<Long> blobIds = new LinkedHashSet<>();
    Set<Long> childIds = new LinkedHashSet<>();
    long largest = 0;
    for (Descriptor descriptor : index.manifests()) {
      Optional<Image> child =
          Optional.ofNullable(images.get(descriptor.digest()))
              .filter(image -> image.storage().isActive());
      Optional<Blob> blob = Optional.ofNullable(linked.get(descriptor.digest()));
      if (child.isPresent()) {
        requireSize(descriptor, child.get().manifestSize());
        childIds.add(child.get().id());
        largest = Math.max(largest, child.get().imageSize());
      } else if (blob.isPresent()) {
        requireSize(descriptor, blob.get().size());
        blobIds.add(blob.get().id());
        largest = Math.max(largest, blob.get().size());
      } else if (!descriptor.isForeign()) {
        missing.add(descriptor.digest());
      }
    }
    if (!missing.isEmpty()) {
      throw new ReferencedImagesNotFound(
          repository.address(), missing.stream().limit(MOST_SHOWN).toList());
    }
    return new Edges(blobIds, childIds, largest);
  }

  private static boolean mayBeLayer(Descriptor descriptor) {
    return !ParsedManifest.isImage(descriptor.mediaType())
        && !ParsedManifest.isIndex(descriptor.mediaType());
  }

  private static Set<Digest> digests(List<Descriptor> descriptors) {
    Set<Digest> digests = new LinkedHashSet<>();
    descriptors.forEach(descriptor -> digests.add(descriptor.digest()));
    return digests;
  }

  private static void requireSize(Descriptor descriptor, long stored) {
    if (descriptor.size() != stored) {
      throw new ManifestInvalid(
          ManifestInvalid.Kind.SIZE_MISMATCH,
          "'%s' has %d bytes, the manifest says %d"
              .formatted(descriptor.digest(), stored, descriptor.size()));
    }
  }
}
