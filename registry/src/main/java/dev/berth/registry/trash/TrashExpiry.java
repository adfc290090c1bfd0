package dev.berth.registry.trash;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.metadata.TrashQueries.Stored;
import dev.berth.model.Reclaimed;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job that ends what nobody brought back in time. Entries end in small writes that ask again
 * whether their time is over; the rows of ended ones go a few at a time, so that a repository of
 * many images delays nobody. Killed at any point, it leaves nothing that the next run does not find
 * (invariant I8). Blobs that nobody holds then are left to collection.
 */
public final class TrashExpiry {
  /** The name of the job's row. */
  public static final String JOB = "expire-trash";

  private static final Logger LOG = LoggerFactory.getLogger(TrashExpiry.class);
  private static final int BATCH = 50;

  private final Database database;
  private final TrashTrail trail;

  /**
   * @param trail words each end for the audit trail, in the same transaction
   */
  public TrashExpiry(Database database, TrashTrail trail) {
    this.database = database;
    this.trail = trail;
  }

  /**
   * Ends everything that is due.
   *
   * @param now the time that deadlines are measured by
   * @return how many entries
   */
  public int run(Instant now) {
    int ended = 0;
    List<Long> due = due(now);
    while (!due.isEmpty()) {
      List<Long> batch = due;
      ended += database.write(tx -> end(tx, batch, now));
      due = due(now);
    }
    drain();
    if (ended > 0) {
      LOG.info("The undo window of {} deleted images and repositories is over.", ended);
    }
    return ended;
  }

  private List<Long> due(Instant now) {
    return database.read(tx -> tx.trash().due(now, BATCH));
  }

  private int end(Transaction tx, List<Long> entries, Instant now) {
    int ended = 0;
    for (Stored entry : tx.trashEntries().of(entries)) {
      if (tx.trash().end(entry.row(), now)) {
        ended++;
        tx.auditEntries().put(trail.over(entry.entry(), now));
      }
    }
    tx.collectionTally().add(JOB, Reclaimed.TRASH_OVER, ended, 0);
    return ended;
  }

  private void drain() {
    while (!database.read(tx -> tx.trash().ended(1)).isEmpty()) {
      database.write(TrashExpiry::drainSome);
    }
  }

  /** Takes some images of entries that have ended, and the entries that have none left. */
  private static int drainSome(Transaction tx) {
    int room = BATCH;
    for (long entry : tx.trash().ended(BATCH)) {
      room -= tx.trashedImages().delete(entry, room);
      if (room <= 0) {
        break;
      }
      tx.trash().delete(entry);
    }
    return BATCH - room;
  }
}
