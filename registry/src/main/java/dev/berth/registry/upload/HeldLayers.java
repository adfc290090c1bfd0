package dev.berth.registry.upload;

import dev.berth.metadata.Database;
import dev.berth.metadata.Remembered;
import dev.berth.metadata.Topic;
import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.Retention;
import dev.berth.registry.refusal.RepositoryNotFound;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the layers that a repository holds, and promises them to clients (invariant I4): whoever
 * was told that a layer is there may build on it for the grace, so the time of the promise is
 * recorded first, at most once in a while for each.
 */
final class HeldLayers {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLayers.class);
  private static final int REMEMBERED = 10_000;

  private final Database database;
  private final Retention retention;
  private final InstantSource clock;
  private final Remembered<Named, Held> one;

  /** How a client names a layer. */
  private record Named(RepositoryAddress address, Digest digest) {}

  /**
   * A layer through its link.
   *
   * @param leasedAt when it was last promised
   * @param referenced whether an image names it: then it is kept without a lease, and for the grace
   *     after the image is deleted
   */
  private record Held(
      Repository repository, Blob blob, Optional<Instant> leasedAt, boolean referenced) {
    boolean needsLease(Instant renewIfBefore) {
      return !referenced && leasedAt.filter(at -> !at.isBefore(renewIfBefore)).isEmpty();
    }
  }

  HeldLayers(Database database, Retention retention, InstantSource clock) {
    this.database = database;
    this.retention = retention;
    this.clock = clock;
    this.one =
        database.remember(
            Topic.LAYERS,
            Remembered.Bound.values(REMEMBERED),
            (tx, named) -> {
              Repository repository = repository(tx, named.address());
              return tx.blobs()
                  .linked(repository.id(), named.digest())
                  .map(blob -> held(tx, repository, blob));
            });
  }

  /** The layer, unpromised; empty when the repository does not hold it. */
  Optional<Blob> find(RepositoryAddress address, Digest digest) {
    return one.of(new Named(address, digest)).map(Held::blob);
  }

  /** The layer, promised; empty also when the promise could not be recorded. */
  Optional<Blob> promised(RepositoryAddress address, Digest digest) {
    return one.of(new Named(address, digest))
        .flatMap(held -> Optional.ofNullable(promised(List.of(held)).get(digest)));
  }

  /** Those of the layers that the repository holds, promised. */
  Map<Digest, Blob> promised(RepositoryAddress address, Collection<Digest> digests) {
    if (digests.isEmpty()) {
      return Map.of();
    }
    return promised(
        database.read(
            tx -> {
              Repository repository = repository(tx, address);
              return tx.blobs().linked(repository.id(), digests).values().stream()
                  .map(blob -> held(tx, repository, blob))
                  .toList();
            }));
  }

  private Map<Digest, Blob> promised(List<Held> layers) {
    Instant now = clock.instant();
    Instant renewIfBefore = now.minus(retention.leaseRenewal());
    List<Held> stale = layers.stream().filter(held -> held.needsLease(renewIfBefore)).toList();
    Set<Digest> kept = stale.isEmpty() ? Set.of() : renewed(stale, now, renewIfBefore);
    Map<Digest, Blob> answer = new HashMap<>();
    for (Held held : layers) {
      if (kept.contains(held.blob().digest()) || !held.needsLease(renewIfBefore)) {
        answer.put(held.blob().digest(), held.blob());
      }
    }
    return answer;
  }

  // Whatever the reason: a promise that is not written down must not be made.
  private Set<Digest> renewed(List<Held> stale, Instant now, Instant renewIfBefore) {
    try {
      return database.write(
          tx ->
              stale.stream()
                  .filter(
                      held ->
                          tx.blobs()
                              .renewLease(
                                  held.repository().id(), held.blob().id(), now, renewIfBefore))
                  .map(held -> held.blob().digest())
                  .collect(Collectors.toUnmodifiableSet()));
    } catch (RuntimeException e) {
      LOG.warn("leases of {} layers could not be recorded", stale.size(), e);
      return Set.of();
    }
  }

  private static Held held(Transaction tx, Repository repository, Blob blob) {
    return new Held(
        repository,
        blob,
        tx.blobs().leasedAt(repository.id(), blob.id()),
        tx.blobs().isReferenced(repository.id(), blob.id()));
  }

  private static Repository repository(Transaction tx, RepositoryAddress address) {
    return tx.repositories().find(address).orElseThrow(() -> new RepositoryNotFound(address));
  }
}
