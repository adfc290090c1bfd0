package dev.berth.registry.upload;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobUnavailable;
import dev.berth.metadata.Database;
import dev.berth.model.BlobKey;
import dev.berth.model.Reclaimed;
import dev.berth.registry.Breather;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job that deletes bytes which lost their row, once nobody can be reading them any more: first
 * the bytes, then the note that they are to go, so that a run that is killed in between is repeated
 * (invariant I8).
 */
public final class CondemnedBytes {
  /** The name of the job's row. */
  public static final String JOB = "delete-condemned-bytes";

  private static final Logger LOG = LoggerFactory.getLogger(CondemnedBytes.class);
  private static final int BATCH = 25;

  private final Database database;
  private final BlobStore blobs;
  private final Breather breather;

  /** Without a rest between its writes. */
  public CondemnedBytes(Database database, BlobStore blobs) {
    this(database, blobs, Breather.NONE);
  }

  /**
   * @param breather takes each write but those of a purge, which somebody waits for
   */
  public CondemnedBytes(Database database, BlobStore blobs, Breather breather) {
    this.database = database;
    this.blobs = blobs;
    this.breather = breather;
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
    long bytes = 0;
    Map<Reclaimed, Integer> reasons = new EnumMap<>(Reclaimed.class);
    List<BlobKey> due;
    List<BlobStore.StoredKey> deleted;
    do {
      due = database.read(tx -> tx.condemned().due(now, BATCH));
      deleted = delete(due);
      List<BlobStore.StoredKey> gone = deleted;
      breather
          .write(() -> forget(gone))
          .forEach((why, count) -> reasons.merge(why, count, Integer::sum));
      total += deleted.size();
      bytes += deleted.stream().mapToLong(BlobStore.StoredKey::size).sum();
    } while (due.size() == BATCH && !deleted.isEmpty());
    if (total > 0) {
      LOG.info(
          "Deleted what {} condemned keys had: {} bytes are free. Why: {}.", total, bytes, reasons);
    }
    return total;
  }

  /**
   * Deletes what was purged, whatever time it is, but for bytes that a writer still has open: those
   * are left to {@link #run}.
   *
   * @return how many keys
   * @throws IOException when the store failed; what is left is found again
   */
  public int purge() throws IOException {
    int total = 0;
    Optional<BlobKey> after = Optional.empty();
    do {
      Optional<BlobKey> seen = after;
      List<BlobKey> keys = database.read(tx -> tx.condemned().purged(seen, BATCH));
      List<BlobStore.StoredKey> deleted = delete(keys);
      forget(deleted);
      total += deleted.size();
      after = keys.size() < BATCH ? Optional.empty() : Optional.of(keys.getLast());
    } while (after.isPresent());
    if (total > 0) {
      LOG.info("Deleted what {} purged blobs had.", total);
    }
    return total;
  }

  private List<BlobStore.StoredKey> delete(List<BlobKey> keys) throws IOException {
    List<BlobStore.StoredKey> deleted = new ArrayList<>();
    for (BlobKey key : keys) {
      try {
        long size = blobs.size(key).orElse(0);
        blobs.delete(key);
        deleted.add(new BlobStore.StoredKey(key, size));
      } catch (BlobUnavailable _) {
        // its upload was cancelled while it was being written
      }
    }
    return deleted;
  }

  private Map<Reclaimed, Integer> forget(List<BlobStore.StoredKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    return database.write(
        tx -> {
          Map<Reclaimed, Integer> counts = new EnumMap<>(Reclaimed.class);
          Map<Reclaimed, Long> bytes = new EnumMap<>(Reclaimed.class);
          for (BlobStore.StoredKey stored : keys) {
            tx.condemned()
                .remove(stored.key())
                .ifPresent(
                    why -> {
                      counts.merge(why, 1, Integer::sum);
                      bytes.merge(why, stored.size(), Long::sum);
                    });
          }
          counts.forEach(
              (why, count) ->
                  tx.collectionTally().add(JOB, why, count, bytes.getOrDefault(why, 0L)));
          return counts;
        });
  }
}
