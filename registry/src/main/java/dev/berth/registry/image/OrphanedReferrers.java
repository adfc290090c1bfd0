package dev.berth.registry.image;

import dev.berth.metadata.Database;
import dev.berth.metadata.OrphanedReferrerTable.Orphan;
import dev.berth.metadata.Transaction;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.Reclaimed;
import dev.berth.model.TrashEntry.Cause;
import dev.berth.registry.Retention;
import dev.berth.registry.trash.Act;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job by which signatures, SBOMs and other referrers follow a deleted subject (CHECKLIST
 * RF-07): {@link Retention#orphanedReferrer} after it, unless it was pushed again meanwhile. One
 * that an index names stays for as long as that does. The referrers of a referrer follow it in
 * turn.
 *
 * <p>It removes in small writes that each ask again what the read had found, so that it may be
 * killed anywhere and delays nobody (invariant I8).
 */
public final class OrphanedReferrers {
  /** The name of the job's row. */
  public static final String JOB = "delete-orphaned-referrers";

  private static final Logger LOG = LoggerFactory.getLogger(OrphanedReferrers.class);
  private static final int BATCH = 50;

  private final Database database;
  private final Retention retention;

  public OrphanedReferrers(Database database, Retention retention) {
    this.database = database;
    this.retention = retention;
  }

  /**
   * Removes all that are due.
   *
   * @param now the time that deadlines are measured by
   * @return how many images went
   */
  public int run(Instant now) {
    Instant since = now.minus(retention.orphanedReferrer());
    int removed = 0;
    long after = 0;
    List<Orphan> found = due(since, after);
    while (!found.isEmpty()) {
      List<Orphan> batch = found;
      removed +=
          database.write(
              tx -> {
                int went =
                    (int)
                        batch.stream()
                            .filter(orphan -> removeIfDue(tx, orphan, since, now))
                            .count();
                tx.collectionTally().add(JOB, Reclaimed.ORPHANED_REFERRER, went, 0);
                return went;
              });
      after = found.getLast().image().id();
      found = due(since, after);
    }
    if (removed > 0) {
      LOG.info("Deleted {} images whose subject was deleted before {}.", removed, since);
    }
    return removed;
  }

  private List<Orphan> due(Instant since, long after) {
    return database.read(tx -> tx.orphanedReferrers().due(since, after, BATCH));
  }

  private boolean removeIfDue(Transaction tx, Orphan orphan, Instant since, Instant now) {
    boolean due =
        tx.repositories().lock(orphan.repository()).isPresent()
            && tx.orphanedReferrers().isDue(orphan.image().id(), since)
            && tx.images().parents(orphan.image().id()).isEmpty();
    if (due) {
      Removal.remove(tx, orphan.repository(), orphan.image(), following(tx, orphan.image(), now));
    }
    return due;
  }

  /** It can be told, and brought back, together with its subject. */
  private Act following(Transaction tx, Image referrer, Instant now) {
    Digest subject = referrer.subject().orElseThrow();
    return new Act(
        retention.undoWindow(),
        new Cause.FollowedSubject(subject),
        now,
        tx.trashEntries()
            .newestOf(referrer.repositoryId(), subject)
            .map(entry -> entry.entry().act()));
  }
}
