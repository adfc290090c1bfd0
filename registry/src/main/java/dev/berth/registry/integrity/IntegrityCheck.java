package dev.berth.registry.integrity;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobStore.StoredKey;
import dev.berth.metadata.Database;
import dev.berth.metadata.IntegrityQueries.Counts;
import dev.berth.metadata.IntegrityQueries.StoredBlob;
import dev.berth.metadata.IntegrityQueries.StoredImage;
import dev.berth.metadata.Transaction;
import dev.berth.model.BlobKey;
import dev.berth.model.Page;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Gatherers;

/**
 * Looks for damage in a database and a blob store that nobody changes meanwhile. Every blob's row
 * has its bytes, every manifest is the one that was pushed, names only what its repository holds,
 * and edges keep all of it (invariants I2 and I4). Bytes without a row are named as well.
 *
 * <p>Rows are read in pages and keys by the day, so memory does not grow with the store.
 */
public final class IntegrityCheck {
  private static final int ROWS = 500;

  /** Manifests have up to 4 MiB each. */
  private static final int MANIFESTS = 8;

  /** Keys of today and yesterday are left out: the sweep that ends uploads had no chance yet. */
  private static final int YOUNG_DAYS = 1;

  private final Database database;
  private final BlobStore blobs;
  private final InstantSource clock;
  private final Consumer<Finding> listener;
  private long damages;
  private long orphans;
  private long orphanBytes;

  /**
   * @param listener is told each finding as it is found
   */
  public IntegrityCheck(
      Database database, BlobStore blobs, InstantSource clock, Consumer<Finding> listener) {
    this.database = database;
    this.blobs = blobs;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Checks everything. To be called once.
   *
   * @throws IOException when the blob store cannot be read at all
   * @throws dev.berth.metadata.DatabaseUnavailable when the database cannot
   */
  public IntegrityReport run(Depth depth) throws IOException {
    database
        .read(tx -> tx.integrity().problems())
        .forEach(problem -> report(new Finding.DatabaseProblem(problem)));
    Counts counts = database.read(tx -> tx.integrity().counts());
    long bytes = database.read(tx -> tx.integrity().bytes());
    boolean reads = depth.reads(bytes);
    checkBlobs(reads);
    ImageCheck images = new ImageCheck();
    checkImages(
        "image",
        counts.images(),
        (tx, request) ->
            checked(tx.integrity().images(request), stored -> images.check(tx, stored)));
    checkImages(
        "trashed_image",
        counts.deletedImages(),
        (tx, request) ->
            checked(
                tx.integrity().deletedImages(request), stored -> images.checkDeleted(tx, stored)));
    checkCounts();
    checkCondemned();
    findOrphans();
    return new IntegrityReport(
        counts.blobs(), counts.images(), bytes, reads, damages, orphans, orphanBytes);
  }

  private void report(Finding finding) {
    if (finding.severity() == Finding.Severity.DAMAGE) {
      damages++;
    }
    listener.accept(finding);
  }

  private void checkBlobs(boolean reads) throws IOException {
    BlobCheck check = new BlobCheck(blobs, reads);
    Optional<Long> after = Optional.empty();
    do {
      Optional<Page<StoredBlob, Long>> page =
          page("blob", after, ROWS, (tx, request) -> tx.integrity().blobs(request));
      if (page.isEmpty()) {
        return;
      }
      for (StoredBlob blob : page.get().items()) {
        check.check(blob).ifPresent(this::report);
      }
      after = page.get().next();
    } while (after.isPresent());
  }

  private void checkImages(
      String table,
      long count,
      BiFunction<Transaction, Page.Request<Long>, Page<List<Finding>, Long>> check) {
    long seen = 0;
    Optional<Long> after = Optional.empty();
    do {
      Optional<Page<List<Finding>, Long>> page = page(table, after, MANIFESTS, check);
      if (page.isEmpty()) {
        return;
      }
      page.get().items().forEach(findings -> findings.forEach(this::report));
      seen += page.get().items().size();
      after = page.get().next();
    } while (after.isPresent());
    if (seen < count) {
      report(new Finding.ManifestsMissing(count - seen));
    }
  }

  private static Page<List<Finding>, Long> checked(
      Page<StoredImage, Long> images, Function<StoredImage, List<Finding>> check) {
    return new Page<>(images.items().stream().map(check).toList(), images.next());
  }

  private void checkCounts() {
    database
        .read(tx -> tx.integrity().miscounted())
        .forEach(
            found ->
                report(
                    new Finding.ImagesMiscounted(
                        found.repository(), found.counted(), found.images())));
  }

  private void checkCondemned() {
    Optional<BlobKey> after = Optional.empty();
    do {
      Optional<Page<BlobKey, BlobKey>> page =
          page("condemned", after, ROWS, (tx, request) -> tx.integrity().condemnedInUse(request));
      if (page.isEmpty()) {
        return;
      }
      page.get().items().forEach(key -> report(new Finding.CondemnedInUse(key)));
      after = page.get().next();
    } while (after.isPresent());
  }

  /** A page of rows; empty when a row holds what is no value, which is reported. */
  private <T, K> Optional<Page<T, K>> page(
      String table,
      Optional<K> after,
      int limit,
      BiFunction<Transaction, Page.Request<K>, Page<T, K>> rows) {
    try {
      return Optional.of(database.read(tx -> rows.apply(tx, new Page.Request<>(after, limit))));
    } catch (IllegalArgumentException e) {
      report(new Finding.UnreadableRows(table, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private void findOrphans() throws IOException {
    String young =
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(YOUNG_DAYS).toString();
    for (String day : blobs.days()) {
      if (day.compareTo(young) < 0) {
        blobs.keys(day).stream().gather(Gatherers.windowFixed(ROWS)).forEach(this::findOrphans);
      }
    }
  }

  private void findOrphans(List<StoredKey> stored) {
    List<BlobKey> keys = new ArrayList<>();
    stored.forEach(key -> keys.add(key.key()));
    Set<BlobKey> held = database.read(tx -> tx.integrity().held(keys));
    for (StoredKey key : stored) {
      if (!held.contains(key.key())) {
        orphans++;
        orphanBytes += key.size();
        report(new Finding.Orphan(key.key(), key.size()));
      }
    }
  }
}
