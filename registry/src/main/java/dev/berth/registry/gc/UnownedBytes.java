package dev.berth.registry.gc;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobStore.StoredKey;
import dev.berth.metadata.Database;
import dev.berth.model.BlobKey;
import dev.berth.model.Reclaimed;
import dev.berth.registry.Retention;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job that looks for bytes without any row, one old day at a time and the days in turn
 * (invariant I2): what a loss of power brought back after it was deleted, or a lost row left
 * behind. A key has its row before its first byte, and loses it only to a blob, a condemnation or
 * deletion, so a key that was listed first and asked for afterwards has a row if anybody needs it.
 *
 * <p>What is found is not deleted here but condemned, for {@link Retention#grace}: who has put an
 * old copy of the database beside newer bytes by mistake has that long to notice.
 */
public final class UnownedBytes {
  /** The name of the job's row. */
  public static final String JOB = "sweep-unowned-bytes";

  private static final Logger LOG = LoggerFactory.getLogger(UnownedBytes.class);
  private static final String SWEPT = "swept-day";
  private static final int BATCH = 100;

  /** A day is old when it ended so long ago. */
  private static final Duration OLD = Duration.ofDays(1);

  private final Database database;
  private final BlobStore blobs;
  private final Retention retention;

  public UnownedBytes(Database database, BlobStore blobs, Retention retention) {
    this.database = database;
    this.blobs = blobs;
    this.retention = retention;
  }

  /**
   * Sweeps the day after the one swept last, or the first one after the last of all.
   *
   * @return how many keys were condemned
   * @throws IOException when the store could not be listed
   */
  public int run(Instant now) throws IOException {
    Optional<String> day = next(now);
    if (day.isEmpty()) {
      return 0;
    }
    int found = sweep(day.get(), now.plus(retention.grace()));
    database.write(
        tx -> {
          tx.settings().put(SWEPT, day.get().getBytes(StandardCharsets.US_ASCII));
          return day;
        });
    return found;
  }

  private Optional<String> next(Instant now) throws IOException {
    String firstTooNew = LocalDate.ofInstant(now.minus(OLD), ZoneOffset.UTC).toString();
    List<String> old = blobs.days().stream().filter(day -> day.compareTo(firstTooNew) < 0).toList();
    String swept =
        database
            .read(tx -> tx.settings().find(SWEPT))
            .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
            .orElse("");
    return old.stream()
        .filter(day -> day.compareTo(swept) > 0)
        .findFirst()
        .or(() -> old.stream().findFirst());
  }

  private int sweep(String day, Instant notBefore) throws IOException {
    int found = 0;
    long bytes = 0;
    for (List<StoredKey> batch :
        blobs.keys(day).stream().gather(Gatherers.windowFixed(BATCH)).toList()) {
      List<StoredKey> unowned = unowned(batch);
      if (!unowned.isEmpty()) {
        database.write(
            tx -> {
              unowned.forEach(
                  stored ->
                      tx.condemned()
                          .add(stored.key(), notBefore, Reclaimed.UNOWNED_BYTES, stored.size()));
              tx.collectionTally().add(JOB, Reclaimed.UNOWNED_BYTES, unowned.size(), size(unowned));
              return unowned;
            });
        found += unowned.size();
        bytes += size(unowned);
      }
    }
    if (found > 0) {
      LOG.warn(
          "{} keys of {} with {} bytes belong to no blob and no upload; they are deleted after {}.",
          found,
          day,
          bytes,
          retention.grace());
    }
    return found;
  }

  private static long size(List<StoredKey> keys) {
    return keys.stream().mapToLong(StoredKey::size).sum();
  }

  private List<StoredKey> unowned(List<StoredKey> batch) {
    Set<BlobKey> keys = batch.stream().map(StoredKey::key).collect(Collectors.toSet());
    Set<BlobKey> held = database.read(tx -> tx.integrity().held(keys));
    return batch.stream().filter(stored -> !held.contains(stored.key())).toList();
  }
}
