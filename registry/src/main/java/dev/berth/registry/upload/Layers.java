package dev.berth.registry.upload;

import dev.berth.blob.BlobStore;
import dev.berth.blob.Stored;
import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.Conformance;
import dev.berth.registry.Rules;
import dev.berth.registry.refusal.LayerInaccessible;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.LayerReferenced;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.setting.AccountSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The layers that repositories hold: blobs, seen through a link of the repository and in no other
 * way. Every method refuses a repository that does not exist with {@link RepositoryNotFound}.
 */
public final class Layers {
  private final Database database;
  private final BlobStore blobs;
  private final Rules rules;
  private final InstantSource clock;
  private final HeldLayers held;

  public Layers(Database database, BlobStore blobs, Rules rules, InstantSource clock) {
    this.database = database;
    this.blobs = blobs;
    this.rules = rules;
    this.clock = clock;
    this.held = new HeldLayers(database, rules.retention(), clock);
  }

  /**
   * Which of the layers the repository holds (BatchCheckLayerAvailability, LY-01, LY-13). The
   * answer is a promise: a layer that no image names is kept for the grace from now on. One for
   * which the promise could not be recorded is left out (invariant I4), so that the client uploads
   * it again.
   */
  public Map<Digest, Blob> available(RepositoryAddress address, Collection<Digest> digests) {
    return held.promised(address, digests);
  }

  /**
   * Those of the layers that only archived images of the repository name: they are kept, and no
   * image is pulled for which they are needed.
   *
   * @param layers that the repository holds
   */
  public Set<Blob> archived(RepositoryAddress address, Collection<Blob> layers) {
    if (layers.isEmpty()) {
      return Set.of();
    }
    List<Long> ids = layers.stream().map(Blob::id).toList();
    Set<Long> archived =
        database.read(tx -> tx.blobs().onlyArchived(repository(tx, address).id(), ids));
    return layers.stream()
        .filter(layer -> archived.contains(layer.id()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The layer, leased as by {@link #available} ({@code HEAD} of {@code /v2/}).
   *
   * @throws LayerNotFound when the repository does not hold it
   */
  public Blob head(RepositoryAddress address, Digest digest) {
    return held.promised(address, digest).orElseThrow(() -> new LayerNotFound(address, digest));
  }

  /**
   * The layer, to be opened now.
   *
   * @throws LayerNotFound when the repository does not hold it
   */
  public Blob get(RepositoryAddress address, Digest digest) {
    return held.find(address, digest).orElseThrow(() -> new LayerNotFound(address, digest));
  }

  /**
   * The layer behind a download address, which knows its repository by row; empty when either is
   * gone.
   */
  public Optional<Blob> find(long repositoryId, Digest digest) {
    return database.read(tx -> tx.blobs().linked(repositoryId, digest));
  }

  /**
   * Opens part of a layer.
   *
   * @param layer as found less than two hours ago
   * @param position the first byte
   * @param length how many, all within the layer
   */
  public Stored open(Blob layer, long position, long length) throws IOException {
    return blobs.open(layer.key(), position, length);
  }

  /**
   * The layer, for a download URL (GetDownloadUrlForLayer).
   *
   * @throws LayerNotFound when the repository does not hold it (LY-15)
   * @throws LayerInaccessible when no image of the repository names it (LY-14)
   */
  public Blob forDownload(RepositoryAddress address, Digest digest) {
    return database.read(
        tx -> {
          Repository repository = repository(tx, address);
          Blob blob = linked(tx, repository, digest);
          if (!tx.blobs().isReferenced(repository.id(), blob.id())) {
            throw new LayerInaccessible(address, digest);
          }
          return blob;
        });
  }

  /**
   * Repositories from which {@code target} could mount the layer: those of its own namespace first,
   * then those of its outermost namespace, then any, each time the oldest first; none where mounts
   * are off, or ECR is followed strictly, which mounts only from a repository that is named.
   * Whether the caller may read there is not asked. For a mount that names no source.
   *
   * @param limit at most so many, at least 1
   */
  public List<RepositoryAddress> holders(RepositoryAddress target, Digest digest, int limit) {
    return database.read(
        tx -> {
          Repository to = repository(tx, target);
          if (rules.conformance() == Conformance.ECR
              || !AccountSettings.mayMount(tx, target.registry(), rules.conformance())) {
            return List.of();
          }
          List<String> namespaces = to.name().namespaces();
          Set<RepositoryAddress> holders = new LinkedHashSet<>();
          if (!namespaces.isEmpty()) {
            holders.addAll(holdersUnder(tx, namespaces.getFirst(), to, digest, limit));
            holders.addAll(holdersUnder(tx, namespaces.getLast(), to, digest, limit));
          }
          if (holders.size() < limit) {
            String key = to.encryption().sharingKey();
            holders.addAll(tx.blobs().holders(to.registry(), key, digest, limit));
          }
          return holders.stream().limit(limit).toList();
        });
  }

  private static List<RepositoryAddress> holdersUnder(
      Transaction tx, String namespace, Repository to, Digest digest, int limit) {
    return tx.blobs()
        .holdersUnder(namespace, to.registry(), to.encryption().sharingKey(), digest, limit);
  }

  /**
   * Makes a layer of one repository a layer of another too, without moving bytes (CHECKLIST, table
   * of group V2; ecr-behaviour 7.4). Whether the caller may read the source was asked before.
   *
   * @param source may not exist
   * @param target must exist, else {@link RepositoryNotFound}
   */
  public Mount mount(RepositoryAddress source, RepositoryAddress target, Digest digest) {
    return database.write(
        tx -> {
          Repository to = repository(tx, target);
          if (!AccountSettings.mayMount(tx, target.registry(), rules.conformance())) {
            return new Mount.NotMounted(Mount.Reason.OFF);
          }
          if (!source.registry().equals(target.registry())) {
            return new Mount.NotMounted(Mount.Reason.OTHER_REGISTRY);
          }
          Optional<Repository> from = tx.repositories().find(source);
          Optional<Blob> blob = from.flatMap(held -> tx.blobs().linked(held.id(), digest));
          if (blob.isEmpty()) {
            return new Mount.NotMounted(Mount.Reason.NOT_THERE);
          }
          if (!from.map(Repository::encryption).equals(Optional.of(to.encryption()))) {
            return new Mount.NotMounted(Mount.Reason.OTHER_ENCRYPTION);
          }
          if (rules.conformance() == Conformance.ECR
              && !tx.blobs().isReferenced(from.get().id(), blob.get().id())) {
            return new Mount.NotMounted(Mount.Reason.NOT_REFERENCED);
          }
          tx.blobs().link(to.id(), blob.get().id(), clock.instant());
          return new Mount.Mounted(blob.get());
        });
  }

  /**
   * Takes a layer out of the repository; others that hold it keep it.
   *
   * @throws LayerNotFound when the repository does not hold it
   * @throws LayerReferenced when an image of the repository names it
   */
  public void delete(RepositoryAddress address, Digest digest) {
    database.write(
        tx -> {
          Repository repository = repository(tx, address);
          Blob blob = linked(tx, repository, digest);
          if (!tx.blobs().unlink(repository.id(), blob.id())) {
            throw new LayerReferenced(address, digest);
          }
          return blob;
        });
  }

  private static Repository repository(Transaction tx, RepositoryAddress address) {
    return tx.repositories().find(address).orElseThrow(() -> new RepositoryNotFound(address));
  }

  private static Blob linked(Transaction tx, Repository repository, Digest digest) {
    return tx.blobs()
        .linked(repository.id(), digest)
        .orElseThrow(() -> new LayerNotFound(repository.address(), digest));
  }
}
