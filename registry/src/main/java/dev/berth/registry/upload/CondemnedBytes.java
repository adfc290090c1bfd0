package dev.berth.registry.upload;

import dev.berth.blob.BlobStore;
import dev.berth.metadata.Database;
import dev.berth.model.BlobKey;
import java.io.IOException;
import java.time.Instant;
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
   * Deletes everything that is due.
   *
   * @return how many keys
   * @throws IOException when the store failed; what was deleted until then may be found due again
   */
  public int run(Instant now) throws IOException {
    int deleted = 0;
    List<BlobKey> due;
    do {
      due = database.read(tx -> tx.condemned().due(now, BATCH));
      for (BlobKey key : due) {
        blobs.delete(key);
      }
      forget(due);
      deleted += due.size();
    } while (due.size() == BATCH);
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
