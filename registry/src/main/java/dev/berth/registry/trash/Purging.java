package dev.berth.registry.trash;

import dev.berth.metadata.HoldingQueries;
import dev.berth.metadata.PurgeQueries.Blobs;
import dev.berth.metadata.Transaction;
import dev.berth.metadata.TrashQueries.Stored;
import dev.berth.model.Arn;
import dev.berth.model.Blob;
import dev.berth.model.Image;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashEntry.Content;
import dev.berth.registry.event.BerthEvents;
import dev.berth.registry.trash.Purged.FreedBlob;
import dev.berth.registry.trash.Purged.HeldBlob;
import dev.berth.registry.trash.Purged.Holder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Ends an entry for good, and says who still holds what it held. */
final class Purging {
  private static final int MOST_BLOBS = 1_000;
  private static final int MOST_HOLDERS = 100;
  private static final int MOST_IMAGES = 10;

  private Purging() {}

  /**
   * What the transaction did.
   *
   * @param entry as it was
   * @param repositoryId the row of its repository
   * @param freed blobs whose bytes may go
   * @param held those that stay
   */
  record Outcome(TrashEntry entry, long repositoryId, Blobs freed, Blobs held) {}

  static Outcome purge(Transaction tx, Stored entry, Arn by, Instant now) {
    // nobody reports of the repository beside it
    tx.repositories().address(entry.repositoryId()).ifPresent(tx.repositories()::lock);
    if (entry.entry().content() instanceof Content.OfRepository) {
      tx.trash().gather(entry.row(), entry.repositoryId());
    }
    tx.purging().unlink(entry.row(), entry.repositoryId(), entry.entry().deletedAt());
    Blobs freed = tx.purging().condemn(entry.row(), MOST_BLOBS);
    Blobs held = tx.purging().held(entry.row(), MOST_BLOBS);
    tx.trashedImages().deleteAll(entry.row());
    tx.purging().remove();
    tx.trash().delete(entry.row());
    tx.outbox().append(BerthEvents.purged(entry.entry(), freed.count(), freed.bytes(), by, now));
    return new Outcome(entry.entry(), entry.repositoryId(), freed, held);
  }

  /** The answer, with the holders as they are right after it. */
  static Purged told(Transaction tx, Outcome outcome) {
    return new Purged(
        outcome.entry(),
        outcome.freed().first().stream()
            .map(blob -> new FreedBlob(blob.digest(), blob.size()))
            .toList(),
        outcome.freed().count(),
        outcome.freed().bytes(),
        outcome.held().first().stream()
            .map(
                blob ->
                    new HeldBlob(
                        blob.digest(), blob.size(), holders(tx, blob, outcome.repositoryId())))
            .toList(),
        outcome.held().count());
  }

  private static List<Holder> holders(Transaction tx, Blob blob, long own) {
    List<Holder> holders = new ArrayList<>();
    for (HoldingQueries.Holder link : tx.holdings().holders(blob.id(), MOST_HOLDERS)) {
      holders.add(
          link.repositoryId() == own && link.images() == 0
              ? new Holder.ByUpload(link.repository())
              : new Holder.InRepository(
                  link.repository(),
                  tx.holdings().naming(link.repositoryId(), blob.id(), MOST_IMAGES).stream()
                      .map(Image::digest)
                      .toList(),
                  link.images()));
    }
    tx.holdings()
        .deletedNaming(blob.id(), MOST_HOLDERS - holders.size())
        .forEach(
            image ->
                holders.add(new Holder.InTrash(image.entry(), image.repository(), image.image())));
    return holders;
  }
}
