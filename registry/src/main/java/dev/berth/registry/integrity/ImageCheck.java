package dev.berth.registry.integrity;

import dev.berth.metadata.IntegrityQueries.Edges;
import dev.berth.metadata.IntegrityQueries.StoredImage;
import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Digester;
import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.Conformance;
import dev.berth.registry.Limits;
import dev.berth.registry.image.manifest.Descriptor;
import dev.berth.registry.image.manifest.ManifestParser;
import dev.berth.registry.image.manifest.ParsedManifest;
import dev.berth.registry.image.manifest.ParsedManifest.ImageIndex;
import dev.berth.registry.image.manifest.ParsedManifest.ImageManifest;
import dev.berth.registry.refusal.ManifestInvalid;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Compares an image's manifest with its digest, its row, its edges and with what its repository
 * holds.
 */
final class ImageCheck {
  /** What was stored is read, whatever may be pushed today. */
  private final ManifestParser parser =
      new ManifestParser(withoutBounds(Limits.DEFAULT), Conformance.OCI);

  private static Limits withoutBounds(Limits limits) {
    return new Limits(
        limits.repositories(),
        limits.images(),
        limits.tags(),
        limits.resourceTags(),
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        limits.batchBytes(),
        limits.layerBytes(),
        limits.parts(),
        limits.partBytes(),
        limits.smallestPartBytes(),
        limits.openUploads(),
        limits.settings());
  }

  /** What is wrong with the image. */
  List<Finding> check(Transaction tx, StoredImage stored) {
    return check(stored, (named, findings) -> checkEdges(tx, stored, named, findings));
  }

  /**
   * What is wrong with a deleted image. Its repository needs to hold nothing of it: its own edges
   * keep the bytes.
   */
  List<Finding> checkDeleted(Transaction tx, StoredImage stored) {
    return check(
        stored,
        (named, findings) -> {
          Set<Digest> kept = tx.integrity().namedByDeleted(stored.image().id());
          for (Descriptor descriptor : named) {
            if (!descriptor.isForeign() && kept.add(descriptor.digest())) {
              findings.add(
                  new Finding.EdgeMissing(
                      stored.repository(), stored.image().digest(), descriptor.digest()));
            }
          }
        });
  }

  private List<Finding> check(
      StoredImage stored, BiConsumer<List<Descriptor>, List<Finding>> edges) {
    RepositoryAddress repository = stored.repository();
    Image image = stored.image();
    Digest found = Digester.digest(image.digest().algorithm(), stored.manifest());
    if (!found.equals(image.digest())) {
      return List.of(new Finding.ManifestDiffers(repository, image.digest(), found));
    }
    List<Finding> findings = new ArrayList<>();
    if (image.manifestSize() != stored.manifest().length) {
      findings.add(
          new Finding.ImageSizeDiffers(
              repository, image.digest(), image.manifestSize(), stored.manifest().length));
    }
    try {
      ParsedManifest parsed = parser.parse(stored.manifest(), Optional.of(image.mediaType()));
      edges.accept(named(parsed), findings);
    } catch (ManifestInvalid e) {
      findings.add(new Finding.ManifestUnreadable(repository, image.digest(), e.getMessage()));
    }
    return findings;
  }

  private static List<Descriptor> named(ParsedManifest parsed) {
    return switch (parsed) {
      case ImageManifest image ->
          Stream.concat(Stream.of(image.config()), image.layers().stream()).toList();
      case ImageIndex index -> index.manifests();
    };
  }

  /**
   * Foreign content need not be there, and may have come after the image: it may have an edge. So
   * may, in an index, a layer whose digest is an image's as well: one of both is enough.
   */
  private static void checkEdges(
      Transaction tx, StoredImage stored, List<Descriptor> named, List<Finding> findings) {
    Image image = stored.image();
    Set<Digest> digests = new LinkedHashSet<>();
    named.forEach(descriptor -> digests.add(descriptor.digest()));
    Map<Digest, Blob> linked = tx.blobs().linked(image.repositoryId(), digests);
    Map<Digest, Image> held = tx.images().findAll(image.repositoryId(), digests);
    Edges edges = tx.integrity().edges(image.id());
    Set<Digest> kept = new LinkedHashSet<>();
    long good = 0;
    for (Digest digest : digests) {
      boolean toBlob =
          linked.containsKey(digest) && edges.blobIds().contains(linked.get(digest).id());
      boolean toImage =
          held.containsKey(digest) && edges.childIds().contains(held.get(digest).id());
      good += (toBlob ? 1 : 0) + (toImage ? 1 : 0);
      if (toBlob || toImage) {
        kept.add(digest);
      }
    }
    boolean lost = false;
    for (Descriptor descriptor : named) {
      Digest digest = descriptor.digest();
      if (descriptor.isForeign() || !kept.add(digest)) {
        continue;
      }
      boolean isThere = linked.containsKey(digest) || held.containsKey(digest);
      lost |= !isThere;
      findings.add(
          isThere
              ? new Finding.EdgeMissing(stored.repository(), image.digest(), digest)
              : new Finding.NamedMissing(stored.repository(), image.digest(), digest));
    }
    long tooMany = edges.blobIds().size() + edges.childIds().size() - good;
    if (tooMany > 0 && !lost) { // an edge to what was lost is not one too many
      findings.add(new Finding.EdgesTooMany(stored.repository(), image.digest(), tooMany));
    }
  }
}
