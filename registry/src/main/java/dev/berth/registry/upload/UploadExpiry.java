package dev.berth.registry.upload;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Reclaimed;
import dev.berth.model.Upload;
import dev.berth.registry.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The job that ends uploads nobody goes on with, and forgets finished ones that can no longer be
 * closed again. Row by row in small transactions, which it may be killed between (invariant I8);
 * the bytes are condemned, for {@link CondemnedBytes}.
 */
public final class UploadExpiry {
  /** The name of the job's row. */
  public static final String JOB = "expire-uploads";

  private static final int BATCH = 100;

  private final Database database;
  private final Retention retention;

  public UploadExpiry(Database database, Retention retention) {
    this.database = database;
    this.retention = retention;
  }

  /**
   * Ends every upload that is due.
   *
   * @return how many
   */
  public int run(Instant now) {
    int ended = 0;
    int batch;
    do {
      batch = database.write(tx -> endSome(tx, now));
      ended += batch;
    } while (batch == BATCH);
    return ended;
  }

  private int endSome(Transaction tx, Instant now) {
    Instant idle = now.minus(retention.idleUpload());
    Instant finished = now.minus(retention.repeatedClose());
    List<Upload> due = tx.uploads().idleBefore(idle, finished, BATCH);
    for (Upload found : due) {
      // Looked at again under its lock: a close or a chunk may have been faster.
      Optional<Upload> locked = tx.uploads().lock(found.repositoryId(), found.id());
      if (locked.isPresent() && isDue(locked.get(), idle, finished)) {
        end(tx, locked.get(), now);
      }
    }
    return due.size();
  }

  private static boolean isDue(Upload upload, Instant idle, Instant finished) {
    return upload
        .finished()
        .map(end -> end.at().isBefore(finished))
        .orElseGet(() -> upload.lastActiveAt().isBefore(idle));
  }

  private void end(Transaction tx, Upload upload, Instant now) {
    tx.uploads().delete(upload.id());
    // The key of a finished upload is a blob's now, or was condemned when it was closed.
    if (upload.finished().isEmpty()) {
      tx.condemned()
          .add(upload.key(), now.plus(retention.condemnedBytes()), Reclaimed.EXPIRED_UPLOAD);
      tx.collectionTally().add(JOB, Reclaimed.EXPIRED_UPLOAD, 1, 0);
    }
  }
}
