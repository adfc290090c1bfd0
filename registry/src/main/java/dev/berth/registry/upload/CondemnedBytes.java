package dev.berth.registry.upload;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobUnavailable;
import dev.berth.metadata.Database;
import dev.berth.model.BlobKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The job that deletes bytes which lost their row, once nobody can be reading them any more: first
 * the bytes, then the note that they are to go, so that a run that is killed in between is repeated
 * (invariant I8).
 */
public final class CondemnedBytes {
  private static final int BATCH = 100;

  private final Database database;
  private final BlobStore blobs;

  public CondemnedBytes(Database database, BlobStore blobs) {
    this.database = database;
    this.blobs = blobs;
  }

  /**
   * Deletes everything that is due, but for bytes that a writer still has open: those are left to
   * the next run.
   *
   * @return how many keys
   * @throws IOException when the store failed; what was deleted until then may be found due again
   */
  public int run(Instant now) throws IOException {
    int total = 0;
    List<BlobKey> due;
    List<BlobKey> deleted;
    do {
      due = database.read(tx -> tx.condemned().due(now, BATCH));
      deleted = delete(due);
      forget(deleted);
      total += deleted.size();
    } while (due.size() == BATCH && !deleted.isEmpty());
    return total;
  }

  private List<BlobKey> delete(List<BlobKey> keys) throws IOException {
    List<BlobKey> deleted = new ArrayList<>();
    for (BlobKey key : keys) {
      try {
        blobs.delete(key);
        deleted.add(key);
      } catch (BlobUnavailable _) {
        // its upload was cancelled while it was being written
      }
    }
    return deleted;
  }

  private void forget(List<BlobKey> keys) {
    if (!keys.isEmpty()) {
      database.write(
          tx -> {
            keys.forEach(tx.condemned()::remove);
            return keys;
          });
    }
  }
}
