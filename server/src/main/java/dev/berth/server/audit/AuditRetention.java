package dev.berth.server.audit;

import dev.berth.metadata.Database;
import dev.berth.server.job.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes entries that are over their time: whole days of the log, and rows in small transactions.
 * May die anywhere and run again.
 *
 * @param folder of the log
 * @param database that holds the entries of changes
 * @param keep how long entries are kept
 */
public record AuditRetention(AuditFolder folder, Database database, Duration keep) {
  private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);
  private static final int AT_ONCE = 500;
  private static final Duration EVERY = Duration.ofHours(1);

  /** When it runs. */
  public List<Jobs.Deleting> jobs() {
    return List.of(new Jobs.Deleting("expire-audit-trail", EVERY, this::run));
  }

  /** Removes what is over its time at {@code now}. */
  public void run(Instant now) {
    Instant end = now.minus(keep);
    try {
      int files = folder.removeBefore(LocalDate.ofInstant(end, ZoneOffset.UTC));
      int rows = removeRows(end);
      if (files + rows > 0) {
        LOG.info(
            "{} files and {} rows of the audit trail were older than {} days and are removed",
            files,
            rows,
            keep.toDays());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int removeRows(Instant end) {
    int all = 0;
    int removed = AT_ONCE;
    while (removed == AT_ONCE) {
      removed = database.write(tx -> tx.auditEntries().removeOlder(end, AT_ONCE));
      all += removed;
    }
    return all;
  }
}
