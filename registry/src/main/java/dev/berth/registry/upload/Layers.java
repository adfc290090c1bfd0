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
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layers that repositories hold: blobs, seen through a link of the repository and in no other
 * way. Every method refuses a repository that does not exist with {@link RepositoryNotFound}.
 */
public final class Layers {
  private static final Logger LOG = LoggerFactory.getLogger(Layers.class);

  private final Database database;
  private final BlobStore blobs;
  private final Rules rules;
  private final InstantSource clock;

  public Layers(Database database, BlobStore blobs, Rules rules, InstantSource clock) {
    this.database = database;
    this.blobs = blobs;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Which of the layers the repository holds (BatchCheckLayerAvailability, LY-01, LY-13). The
   * answer is a promise: a layer that no image names is kept for the grace from now on. One for
   * which the promise could not be recorded is left out (invariant I4), so that the client uploads
   * it again.
   */
  public Map<Digest, Blob> available(RepositoryAddress address, Collection<Digest> digests) {
    if (digests.isEmpty()) {
      return Map.of();
    }
    Instant now = clock.instant();
    Instant renewIfBefore = now.minus(rules.retention().leaseRenewal());
    Held held =
        database.read(
            tx -> {
              Repository repository = repository(tx, address);
              Map<Digest, Blob> linked = linked(tx, repository, digests);
              Set<Digest> stale = new HashSet<>();
              for (Blob blob : linked.values()) {
                if (needsLease(tx, repository, blob, renewIfBefore)) {
                  stale.add(blob.digest());
                }
              }
              return new Held(repository, linked, stale);
            });
    if (held.stale().isEmpty()) {
      return held.linked();
    }
    Set<Digest> promised = renew(held, now, renewIfBefore);
    Map<Digest, Blob> answer = new HashMap<>(held.linked());
    answer.keySet().removeIf(digest -> held.stale().contains(digest) && !promised.contains(digest));
    return answer;
  }

  // A blob that an image names is kept without a lease, and for the grace after the image is
  // deleted.
  private static boolean needsLease(
      Transaction tx, Repository repository, Blob blob, Instant renewIfBefore) {
    return tx.blobs()
            .leasedAt(repository.id(), blob.id())
            .filter(at -> !at.isBefore(renewIfBefore))
            .isEmpty()
        && !tx.blobs().isReferenced(repository.id(), blob.id());
  }

  // Whatever the reason: a promise that is not written down must not be made.
  private Set<Digest> renew(Held held, Instant now, Instant renewIfBefore) {
    try {
      return database.write(
          tx -> {
            Set<Digest> promised = new HashSet<>();
            for (Digest digest : held.stale()) {
              Blob blob = held.blob(digest);
              if (tx.blobs().renewLease(held.repository().id(), blob.id(), now, renewIfBefore)) {
                promised.add(digest);
              }
            }
            return promised;
          });
    } catch (RuntimeException e) {
      LOG.warn("leases of {} layers could not be recorded", held.stale().size(), e);
      return Set.of();
    }
  }

  /**
   * The layer, leased as by {@link #available} ({@code HEAD} of {@code /v2/}).
   *
   * @throws LayerNotFound when the repository does not hold it
   */
  public Blob head(RepositoryAddress address, Digest digest) {
    return Optional.ofNullable(available(address, List.of(digest)).get(digest))
        .orElseThrow(() -> new LayerNotFound(address, digest));
  }

  /**
   * The layer, to be opened now.
   *
   * @throws LayerNotFound when the repository does not hold it
   */
  public Blob get(RepositoryAddress address, Digest digest) {
    return database.read(tx -> linked(tx, repository(tx, address), digest));
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
   * are off. Whether the caller may read there is not asked. For a mount that names no source.
   *
   * @param limit at most so many, at least 1
   */
  public List<RepositoryAddress> holders(RepositoryAddress target, Digest digest, int limit) {
    return database.read(
        tx -> {
          Repository to = repository(tx, target);
          if (rules.conformance() == Conformance.ECR) {
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
          // Account settings are not there yet: what is never set is on, and off where ECR is
          // followed strictly.
          if (rules.conformance() == Conformance.ECR) {
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

  /** One is what every HEAD asks for, and cheaper to look up than a list of one. */
  private static Map<Digest, Blob> linked(
      Transaction tx, Repository repository, Collection<Digest> digests) {
    if (digests.size() == 1) {
      return tx.blobs()
          .linked(repository.id(), digests.iterator().next())
          .map(blob -> Map.of(blob.digest(), blob))
          .orElse(Map.of());
    }
    return tx.blobs().linked(repository.id(), digests);
  }

  private static Repository repository(Transaction tx, RepositoryAddress address) {
    return tx.repositories().find(address).orElseThrow(() -> new RepositoryNotFound(address));
  }

  private static Blob linked(Transaction tx, Repository repository, Digest digest) {
    return tx.blobs()
        .linked(repository.id(), digest)
        .orElseThrow(() -> new LayerNotFound(repository.address(), digest));
  }

  private record Held(Repository repository, Map<Digest, Blob> linked, Set<Digest> stale) {
    Blob blob(Digest digest) {
      return Optional.ofNullable(linked.get(digest)).orElseThrow();
    }
  }
}
