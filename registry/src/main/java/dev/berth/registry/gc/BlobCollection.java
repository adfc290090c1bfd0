package dev.berth.registry.gc;

import dev.berth.metadata.CollectionQueries.Link;
import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.Page;
import dev.berth.model.Reclaimed;
import dev.berth.registry.Breather;
import dev.berth.registry.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job that removes what no manifest names (invariant I4, CHECKLIST LY-17): links of
 * repositories whose lease is older than {@link Retention#grace}, then rows of blobs that no
 * repository links any more. With a blob's row its key is condemned; the bytes are left to {@link
 * dev.berth.registry.upload.CondemnedBytes}, and a digest that is pushed meanwhile gets a row and a
 * key of its own.
 *
 * <p>It looks at a stretch of rows in a read of its own, and removes what it found in writes of at
 * most {@link #BATCH} rows, which take their turn with everybody's, and rests between them as
 * {@link Breather} has it: a push waits for one of them at most. Each write asks again what the
 * read had found. Killed at any point, it leaves nothing that the next run does not find (invariant
 * I8).
 */
public final class BlobCollection {
  /** The name of the job's row. */
  public static final String JOB = "collect-blobs";

  private static final Logger LOG = LoggerFactory.getLogger(BlobCollection.class);

  /** Rows removed in one transaction: a few milliseconds of the one writer. */
  private static final int BATCH = 25;

  /** Rows looked at in one read: some tens of milliseconds. */
  private static final int STRETCH = 10_000;

  private final Database database;
  private final Retention retention;
  private final Breather breather;

  /** Without a rest between its writes. */
  public BlobCollection(Database database, Retention retention) {
    this(database, retention, Breather.NONE);
  }

  /**
   * @param breather takes each write
   */
  public BlobCollection(Database database, Retention retention, Breather breather) {
    this.database = database;
    this.retention = retention;
    this.breather = breather;
  }

  /**
   * Removes everything that is due, and says so in the log.
   *
   * @param now the time that leases are measured by
   */
  public Collected run(Instant now) {
    long links = unlink(now.minus(retention.grace()));
    Collected collected = remove(links, now.plus(retention.condemnedBytes()));
    if (collected.links() > 0 || collected.blobs() > 0) {
      LOG.info(
          "Collected {} links of repositories and {} blobs that no image names; their {} bytes may"
              + " go in {}.",
          collected.links(),
          collected.blobs(),
          collected.bytes(),
          retention.condemnedBytes());
    }
    return collected;
  }

  private long unlink(Instant leasedBefore) {
    long removed = 0;
    Optional<Link> after = Optional.empty();
    do {
      Page.Request<Link> stretch = new Page.Request<>(after, STRETCH);
      Page<Link, Link> found =
          database.read(tx -> tx.collection().unreferenced(stretch, leasedBefore));
      for (List<Link> batch :
          found.items().stream().gather(Gatherers.windowFixed(BATCH)).toList()) {
        removed +=
            write(
                tx -> {
                  long unlinked =
                      batch.stream()
                          .filter(link -> tx.collection().unlink(link, leasedBefore))
                          .count();
                  tx.collectionTally().add(JOB, Reclaimed.UNREFERENCED_LINK, unlinked, 0);
                  return unlinked;
                });
      }
      after = found.next();
    } while (after.isPresent());
    return removed;
  }

  private Collected remove(long links, Instant bytesNotBefore) {
    long blobs = 0;
    long bytes = 0;
    Optional<Long> after = Optional.empty();
    do {
      Page.Request<Long> stretch = new Page.Request<>(after, STRETCH);
      Page<Long, Long> found = database.read(tx -> tx.collection().unlinked(stretch));
      for (List<Long> batch :
          found.items().stream().gather(Gatherers.windowFixed(BATCH)).toList()) {
        List<Blob> removed =
            write(
                tx -> {
                  List<Blob> unlinked =
                      batch.stream()
                          .map(blob -> tx.collection().remove(blob, bytesNotBefore))
                          .flatMap(Optional::stream)
                          .toList();
                  tx.collectionTally()
                      .add(JOB, Reclaimed.UNLINKED_BLOB, unlinked.size(), size(unlinked));
                  return unlinked;
                });
        blobs += removed.size();
        bytes += size(removed);
      }
      after = found.next();
    } while (after.isPresent());
    return new Collected(links, blobs, bytes);
  }

  private <R> R write(Function<Transaction, R> work) {
    return breather.write(() -> database.write(work));
  }

  private static long size(List<Blob> blobs) {
    return blobs.stream().mapToLong(Blob::size).sum();
  }
}
