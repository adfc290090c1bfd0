package dev.berth.registry.trash;

import dev.berth.metadata.Transaction;
import dev.berth.metadata.TrashQueries.Stored;
import dev.berth.model.Arn;
import dev.berth.model.Image;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.registry.Limits;
import dev.berth.registry.event.BerthEvents;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RepositoryNameTaken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Brings a repository back as it was deleted, in one transaction and without reading its rows. ARNs
 * in its policies stay as they are, also under another name.
 */
final class RepositoryRestoring {
  private static final int MOST_SHOWN = 100;

  /** It is not looked through at once for what expired meanwhile. */
  private static final Duration LIFECYCLE_RESTS = Duration.ofHours(12);

  private final Transaction tx;
  private final Limits limits;
  private final Arn by;
  private final Instant now;

  RepositoryRestoring(Transaction tx, Limits limits, Arn by, Instant now) {
    this.tx = tx;
    this.limits = limits;
    this.by = by;
    this.now = now;
  }

  Restored restore(Stored entry, RepositoryName name) {
    RepositoryAddress address = new RepositoryAddress(entry.entry().repository().registry(), name);
    requireRoom(address, entry.row());
    Repository repository =
        tx.trashedRepositories()
            .restore(entry.repositoryId(), address, now.plus(LIFECYCLE_RESTS))
            .orElseThrow(() -> new RepositoryNameTaken(address));
    List<Image> images = tx.trashedImages().of(entry.row(), MOST_SHOWN);
    tx.trashedImages().restore(entry.row(), now);
    tx.trashedImages().restoreTags(entry.row(), now);
    Restored restored =
        new Restored(
            entry.entry(),
            address,
            images.stream().map(Image::digest).toList(),
            tx.images().count(repository.id()),
            tx.trashedImages().tags(entry.row(), MOST_SHOWN),
            List.of(),
            false);
    tx.trashedImages().deleteAll(entry.row());
    tx.trash().delete(entry.row());
    tx.trash().rename(repository.id(), name);
    tx.outbox().append(BerthEvents.repositoryRestored(address, restored.imageCount(), by, now));
    return restored;
  }

  private void requireRoom(RepositoryAddress address, long entry) {
    if (tx.repositories().find(address).isPresent()) {
      throw new RepositoryNameTaken(address);
    }
    if (tx.repositories().count(address.registry()) >= limits.repositories()) {
      throw LimitExceeded.repositories(address.registry(), limits.repositories());
    }
    if (tx.trashedImages().countUnarchived(entry) > limits.images()) {
      throw LimitExceeded.images(address, limits.images());
    }
  }
}
