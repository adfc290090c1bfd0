package dev.berth.registry.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.file.Capacity;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.metadata.Database;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.SettableClock;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.repository.Deletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage made on purpose in a store that the registry wrote. */
final class IntegrityCheckTest {
  private static final RepositoryAddress REPOSITORY = TestRegistry.address("app");
  private static final String LAYER = "layer of one";

  @TempDir private Path folder;
  private Digest image = TestRegistry.sha256("");
  private BlobKey layer = new BlobKey("2026-11-21", "0".repeat(32));
  private final List<Finding> findings = new ArrayList<>();

  /** Two images under an index, a builder's cache, an artifact and an upload that is open. */
  @BeforeEach
  void store() throws IOException {
    try (TestRegistry registry = TestRegistry.in(folder)) {
      registry.repository("app");
      Image one = registry.image(REPOSITORY, "one", "1");
      Image two = registry.image(REPOSITORY, "two");
      registry.put(REPOSITORY, SampleManifests.index(one, two), "latest");
      registry.put(REPOSITORY, SampleManifests.cacheIndex(LAYER));
      registry.layer(REPOSITORY, "{}");
      registry.put(REPOSITORY, SampleManifests.referrer(one, "application/x", "{}", "{}"));
      var open = registry.uploads.begin(REPOSITORY, TestRegistry.ALICE);
      registry.uploads.append(REPOSITORY, open.id(), TestRegistry.chunk("half a layer"));
      image = one.digest();
      layer =
          registry
              .database
              .read(
                  tx ->
                      tx.blobs()
                          .find(TestRegistry.REGISTRY, "", TestRegistry.sha256(LAYER))
                          .orElseThrow())
              .key();
    }
  }

  @Test
  void a_sound_store_is_clean_and_counted() throws IOException {
    IntegrityReport report = check(Depth.BYTES_WHEN_FEW);

    assertThat(findings).isEmpty();
    long bytes = "config of one".length() * 2L + LAYER.length() * 2L + "{}".length();
    assertThat(report).isEqualTo(new IntegrityReport(5, 5, bytes, true, 0, 0, 0));
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void what_was_deleted_and_can_come_back_is_sound_too() throws IOException {
    deleteAll();

    assertThat(check(Depth.BYTES).isClean()).isTrue();
    assertThat(findings).isEmpty();
  }

  @Test
  void a_deleted_image_that_could_not_come_back_whole_is_found() throws Exception {
    deleteAll();
    sql(
        "delete from trashed_image_blob where image_id = (select id from trashed_image where digest = '"
            + image
            + "')");

    assertThat(check(Depth.SIZES).isClean()).isFalse();
    assertThat(findings)
        .contains(new Finding.EdgeMissing(REPOSITORY, image, TestRegistry.sha256(LAYER)))
        .allSatisfy(finding -> assertThat(finding).isInstanceOf(Finding.EdgeMissing.class));
  }

  @Test
  void a_manifest_of_a_deleted_image_that_changed_or_went_is_found() throws Exception {
    deleteAll();
    sql("delete from trashed_manifest where image_id = (select min(id) from trashed_image)");
    sql(
        "update trashed_manifest set bytes = x'7b7d' where image_id = (select max(id) from trashed_image)");

    assertThat(check(Depth.SIZES).isClean()).isFalse();
    assertThat(findings)
        .hasSize(2)
        .contains(new Finding.ManifestsMissing(1))
        .anySatisfy(finding -> assertThat(finding).isInstanceOf(Finding.ManifestDiffers.class));
  }

  private void deleteAll() throws IOException {
    try (TestRegistry registry = TestRegistry.in(folder)) {
      registry.repositories.delete(REPOSITORY, Deletion.WITH_IMAGES, TestRegistry.ALICE);
      registry.clock.advance(Duration.ofHours(25));
      registry.collection.run(registry.clock.instant());
    }
  }

  @Test
  void nothing_is_written_in_the_folder() throws IOException {
    Files.createDirectories(folder.resolve("blobs/2026-11-01"));
    Map<String, String> before = listing();

    check(Depth.BYTES);

    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void a_repository_that_counts_its_images_wrong_is_found() throws Exception {
    sql("update image_count set images = images + 4");

    assertThat(check(Depth.SIZES).isClean()).isFalse();
    assertThat(findings).containsExactly(new Finding.ImagesMiscounted(REPOSITORY, 9, 5));
  }

  @Test
  void a_file_that_was_deleted_is_found() throws IOException {
    Files.delete(file());

    assertThat(check(Depth.SIZES).isClean()).isFalse();
    assertThat(findings)
        .singleElement()
        .isInstanceOfSatisfying(
            Finding.BlobMissing.class,
            missing -> {
              assertThat(missing.blob().key()).isEqualTo(layer);
              assertThat(missing.sentence()).contains(TestRegistry.sha256(LAYER).toString());
            });
  }

  @Test
  void a_file_that_was_cut_is_found() throws IOException {
    Files.write(file(), TestRegistry.utf8("lay"));

    check(Depth.SIZES);

    assertThat(findings)
        .singleElement()
        .isInstanceOfSatisfying(
            Finding.BlobSizeDiffers.class,
            differs -> {
              assertThat(differs.blob().key()).isEqualTo(layer);
              assertThat(differs.found()).isEqualTo(3);
            });
  }

  @Test
  void one_changed_byte_is_found_when_bytes_are_read() throws IOException {
    Files.write(file(), TestRegistry.utf8("Layer of one"));

    check(Depth.BYTES_WHEN_FEW);

    assertThat(findings)
        .singleElement()
        .isInstanceOfSatisfying(
            Finding.BlobBytesDiffer.class,
            differs -> {
              assertThat(differs.blob().key()).isEqualTo(layer);
              assertThat(differs.found()).isEqualTo(TestRegistry.sha256("Layer of one"));
            });
  }

  @Test
  void sizes_alone_do_not_tell_of_a_changed_byte() throws IOException {
    Files.write(file(), TestRegistry.utf8("Layer of one"));

    IntegrityReport report = check(Depth.SIZES);

    assertThat(report.isClean()).isTrue();
    assertThat(report.hashed()).isFalse();
  }

  @Test
  void a_blob_larger_than_one_buffer_is_hashed_whole() throws IOException {
    folder = folder.resolve("large");
    String large = "0123456789".repeat(60_000);
    try (TestRegistry registry = TestRegistry.in(folder)) {
      registry.repository("app");
      registry.layer(REPOSITORY, large);
    }
    assertThat(check(Depth.BYTES).isClean()).isTrue();
    Path file = largest();
    Files.writeString(file, large.substring(1) + "x", StandardOpenOption.TRUNCATE_EXISTING);

    check(Depth.BYTES);

    assertThat(findings).singleElement().isInstanceOf(Finding.BlobBytesDiffer.class);
  }

  @Test
  void a_changed_manifest_is_found_even_when_only_sizes_are_compared() throws Exception {
    sql(
        "update manifest set bytes = cast(replace(cast(bytes as text), '2', '3') as blob) where"
            + " image_id = 1");

    check(Depth.SIZES);

    assertThat(findings)
        .singleElement()
        .isInstanceOfSatisfying(
            Finding.ManifestDiffers.class, differs -> assertThat(differs.image()).isEqualTo(image));
  }

  @Test
  void a_manifest_that_is_gone_is_found() throws Exception {
    sql("delete from manifest where image_id = 1");

    check(Depth.SIZES);

    assertThat(findings).containsExactly(new Finding.ManifestsMissing(1));
  }

  @Test
  void a_row_with_another_media_type_or_size_than_its_manifest_is_found() throws Exception {
    sql(
        "update image set manifest_size = 1, media_type = 'application/vnd.oci.image.index.v1+json'"
            + " where id = 1");

    check(Depth.SIZES);

    assertThat(findings)
        .extracting(Object::getClass)
        .containsExactly(Finding.ImageSizeDiffers.class, Finding.ManifestUnreadable.class);
  }

  @Test
  void an_edge_to_a_layer_that_was_deleted_is_found() throws Exception {
    sql("delete from image_blob where image_id = 1 and blob_id = (" + layerId() + ")");

    check(Depth.SIZES);

    assertThat(findings)
        .containsExactly(new Finding.EdgeMissing(REPOSITORY, image, TestRegistry.sha256(LAYER)));
  }

  @Test
  void an_edge_to_an_image_that_was_deleted_is_found() throws Exception {
    sql("delete from image_child where child_id = 1");

    check(Depth.SIZES);

    assertThat(findings)
        .singleElement()
        .isInstanceOfSatisfying(
            Finding.EdgeMissing.class, edge -> assertThat(edge.named()).isEqualTo(image));
  }

  @Test
  void an_edge_to_what_the_manifest_does_not_name_is_found() throws Exception {
    sql(
        "insert into image_blob (image_id, repository_id, blob_id) select 2, 1, id from ("
            + layerId()
            + ")");

    check(Depth.SIZES);

    assertThat(findings)
        .singleElement()
        .isInstanceOfSatisfying(
            Finding.EdgesTooMany.class, edges -> assertThat(edges.count()).isEqualTo(1));
  }

  @Test
  void a_link_that_was_deleted_under_its_edges_is_found_by_the_database_and_by_each_manifest()
      throws Exception {
    sql("delete from blob_link where blob_id = (" + layerId() + ")");

    check(Depth.SIZES);

    assertThat(findings)
        .extracting(Object::getClass)
        .containsExactly(
            Finding.DatabaseProblem.class, Finding.NamedMissing.class, Finding.NamedMissing.class);
  }

  @Test
  void a_condemned_key_that_a_blob_has_is_found() throws Exception {
    sql("insert into condemned (key, not_before) values ('" + layer + "', 0)");

    check(Depth.SIZES);

    assertThat(findings).containsExactly(new Finding.CondemnedInUse(layer));
  }

  @Test
  void a_row_that_cannot_be_read_is_damage() throws Exception {
    sql("update blob set digest = 'nonsense' where id = (" + layerId() + ")");

    check(Depth.SIZES);

    assertThat(findings).hasAtLeastOneElementOfType(Finding.UnreadableRows.class);
  }

  @Test
  void bytes_of_an_old_day_that_no_row_holds_are_told_and_are_no_damage() throws Exception {
    BlobKey orphan = new BlobKey("2026-11-19", "a".repeat(32));
    BlobKey young = new BlobKey("2026-11-20", "b".repeat(32));
    BlobKey condemned = new BlobKey("2026-11-19", "c".repeat(32));
    for (BlobKey key : List.of(orphan, young, condemned)) {
      Path file = folder.resolve("blobs").resolve(key.toString());
      Files.createDirectories(file.getParent());
      Files.writeString(file, "left behind");
    }
    sql("insert into condemned (key, not_before) values ('" + condemned + "', 0)");

    IntegrityReport report = check(Depth.SIZES);

    assertThat(findings).containsExactly(new Finding.Orphan(orphan, "left behind".length()));
    assertThat(report.isClean()).isTrue();
    assertThat(report.orphans()).isEqualTo(1);
    assertThat(report.orphanBytes()).isEqualTo("left behind".length());
  }

  @Test
  void bytes_of_an_old_day_that_rows_hold_are_no_orphans() throws IOException {
    IntegrityReport report = check(Depth.SIZES, Duration.ofDays(30));

    assertThat(findings).isEmpty();
    assertThat(report.orphans()).isZero();
  }

  @Test
  void an_upload_whose_bytes_are_gone_is_fine() throws Exception {
    sql("update upload set key = '2026-11-21/" + "d".repeat(32) + "' where finished_at is null");

    check(Depth.SIZES);

    assertThat(findings).isEmpty();
  }

  private IntegrityReport check(Depth depth) throws IOException {
    return check(depth, Duration.ZERO);
  }

  private IntegrityReport check(Depth depth, Duration later) throws IOException {
    var clock = new SettableClock();
    clock.advance(later);
    try (Database database = Database.openReadOnly(folder.resolve("berth.db"));
        FileBlobStore blobs =
            FileBlobStore.readOnly(
                folder.resolve("blobs"), new Capacity(1, 1, Duration.ofSeconds(1)))) {
      return new IntegrityCheck(database, blobs, clock, findings::add).run(depth);
    }
  }

  private Path file() {
    return folder.resolve("blobs").resolve(layer.toString());
  }

  private Path largest() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
      return files.filter(file -> file.toFile().length() > 500_000).findFirst().orElseThrow();
    }
  }

  private static String layerId() {
    return "select id from blob where digest = '" + TestRegistry.sha256(LAYER) + "'";
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("berth.db"));
        Statement change = connection.createStatement()) {
      assertThat(change.executeUpdate(statement)).isPositive();
    }
  }

  /** Every name with its size and the time of its last change. */
  private Map<String, String> listing() throws IOException {
    Map<String, String> listing = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.forEach(
          path -> {
            try {
              String size = Files.isDirectory(path) ? "" : Files.size(path) + " ";
              listing.put(
                  folder.relativize(path).toString(), size + Files.getLastModifiedTime(path));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return listing;
  }
}
