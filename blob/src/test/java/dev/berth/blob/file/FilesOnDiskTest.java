package dev.berth.blob.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobWriter;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Digest.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store in a folder does with files, beyond the contract. */
final class FilesOnDiskTest {
  private static final byte[] BLOB = Sample.bytes(300_000);

  @TempDir private Path folder;

  @Test
  void folders_and_files_are_for_their_owner_alone() throws IOException {
    Path root = folder.resolve("data/blobs");
    try (BlobStore store = FileBlobStore.in(root, Sample.SMALL)) {
      Sample.append(store, BLOB, 0, BLOB.length);
    }

    assertThat(modeOf(folder.resolve("data"))).isEqualTo("rwx------");
    assertThat(modeOf(root)).isEqualTo("rwx------");
    assertThat(modeOf(root.resolve(Sample.KEY.day()))).isEqualTo("rwx------");
    assertThat(modeOf(root.resolve(Sample.KEY.toString()))).isEqualTo("rw-------");
  }

  @Test
  void a_folder_that_was_there_keeps_its_mode() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    FileBlobStore.in(folder, Sample.SMALL).close();

    assertThat(modeOf(folder)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void the_name_of_a_day_is_synced_before_its_first_byte_and_the_name_of_a_file_after_its_last()
      throws IOException {
    FaultyFileCalls calls = FaultyFileCalls.none();
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL, calls);
        BlobWriter writer = store.write(Sample.KEY)) {
      writer.append(Sample.source(BLOB, 0, 1000), 1000);
      writer.sync();
      writer.sync();
    }

    assertThat(calls.calls())
        .containsExactly(
            "syncFolder " + folder.getFileName(),
            "write",
            "sync",
            "syncFolder " + Sample.KEY.day());
  }

  @Test
  void a_days_folder_is_synced_once() throws IOException {
    FaultyFileCalls calls = FaultyFileCalls.none();
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL, calls)) {
      store.write(Sample.KEY).close();
      store.write(new BlobKey(Sample.KEY.day(), "b".repeat(32))).close();
    }

    assertThat(calls.calls()).containsExactly("syncFolder " + folder.getFileName());
  }

  @Test
  void a_store_open_for_reading_gives_what_is_there_and_changes_nothing() throws IOException {
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL)) {
      Sample.append(store, BLOB, 0, BLOB.length);
    }
    Path empty = Files.createDirectory(folder.resolve("2026-01-02"));

    try (BlobStore store = FileBlobStore.readOnly(folder, Sample.SMALL)) {
      assertThat(store.size(Sample.KEY)).hasValue(BLOB.length);
      assertThat(store.days()).containsExactly(Sample.KEY.day());
      assertThat(store.keys(Sample.KEY.day())).hasSize(1);
      assertThatIllegalStateException().isThrownBy(() -> store.write(Sample.KEY));
      assertThatIllegalStateException().isThrownBy(() -> store.delete(Sample.KEY));
    }

    assertThat(empty).exists();
    assertThat(folder.resolve(Sample.KEY.toString())).hasBinaryContent(BLOB);
  }

  @Test
  void a_store_open_for_reading_is_not_made() throws IOException {
    Path absent = folder.resolve("absent");
    try (BlobStore store = FileBlobStore.readOnly(absent, Sample.SMALL)) {
      assertThat(store.days()).isEmpty();
      assertThat(store.size(Sample.KEY)).isEmpty();
    }

    assertThat(absent).doesNotExist();
  }

  @Test
  void a_finished_blob_is_not_written_by_its_writer() throws IOException {
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL);
        BlobWriter writer = store.write(Sample.KEY)) {
      writer.append(Sample.source(BLOB, 0, 1000), 1000);
      writer.sync();

      assertThatIllegalStateException()
          .isThrownBy(() -> writer.append(Sample.source(BLOB, 0, 1), 2000));
      assertThatIllegalStateException().isThrownBy(() -> writer.truncate(0));
      assertThat(Files.size(folder.resolve(Sample.KEY.toString()))).isEqualTo(1000);
    }
  }

  @Test
  void an_upload_that_goes_on_in_this_process_is_hashed_in_one_pass() throws IOException {
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL)) {
      Sample.append(store, BLOB, 0, 100_000);
      Sample.append(store, BLOB, 100_000, BLOB.length);
      spoilFirstByte(); // who reads again gets another digest

      try (BlobWriter writer = store.write(Sample.KEY)) {
        assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(Sample.sha256(BLOB));
      }
    }
  }

  @Test
  void an_algorithm_that_was_asked_for_at_the_start_runs_along() throws IOException {
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL)) {
      Digest whole;
      try (BlobWriter writer = store.write(Sample.KEY)) {
        writer.digest(Algorithm.SHA512);
        writer.append(Sample.source(BLOB, 0, BLOB.length), BLOB.length);
        whole = writer.digest(Algorithm.SHA512);
      }
      spoilFirstByte(); // who reads again gets another digest

      try (BlobWriter writer = store.write(Sample.KEY)) {
        assertThat(writer.digest(Algorithm.SHA512)).isEqualTo(whole);
        writer.truncate(BLOB.length - 1);
        writer.append(Sample.source(BLOB, BLOB.length - 1, BLOB.length), BLOB.length);
        assertThat(writer.digest(Algorithm.SHA512)).isNotEqualTo(whole);
      }
    }
  }

  @Test
  void after_a_restart_the_digest_is_of_the_stored_bytes() throws IOException {
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL)) {
      Sample.append(store, BLOB, 0, BLOB.length);
    }
    spoilFirstByte();

    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL);
        BlobWriter writer = store.write(Sample.KEY)) {
      byte[] stored = Files.readAllBytes(folder.resolve(Sample.KEY.toString()));
      assertThat(writer.digest(Algorithm.SHA256))
          .isEqualTo(Sample.sha256(stored))
          .isNotEqualTo(Sample.sha256(BLOB));
    }
  }

  @Test
  void a_digest_that_is_not_of_the_length_on_disk_is_not_used() throws IOException {
    Path file = folder.resolve(Sample.KEY.toString());
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL)) {
      Sample.append(store, BLOB, 0, 100_000);
      Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);

      try (BlobWriter writer = store.write(Sample.KEY)) {
        assertThat(writer.size()).isEqualTo(100_001);
        assertThat(writer.digest(Algorithm.SHA256))
            .isEqualTo(Sample.sha256(Files.readAllBytes(file)));
      }
    }
  }

  @Test
  void empty_days_go_when_the_store_is_opened_and_the_others_stay() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("2026-01-01"));
    Path strange = Files.createDirectory(folder.resolve("lost+found"));
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL)) {
      Sample.append(store, BLOB, 0, 10);
      store.delete(Sample.KEY);
      assertThat(folder.resolve(Sample.KEY.day())).exists();
      Sample.append(store, BLOB, 0, 10);
    }

    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL)) {
      assertThat(empty).doesNotExist();
      assertThat(strange).exists();
      assertThat(store.size(Sample.KEY)).hasValue(10);
    }
  }

  @Test
  void what_is_no_blob_is_not_listed() throws IOException {
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL)) {
      Sample.append(store, BLOB, 0, 10);
      Files.createFile(folder.resolve("berth.lock"));
      Files.createFile(folder.resolve("2026-02-02"));
      Files.createFile(folder.resolve(Sample.KEY.day()).resolve("notes.txt"));

      assertThat(store.days()).containsExactly(Sample.KEY.day());
      assertThat(store.keys(Sample.KEY.day()))
          .containsExactly(new BlobStore.StoredKey(Sample.KEY, 10));
      assertThat(store.keys("2026-02-02")).isEmpty();
    }
  }

  @Test
  void a_closed_store_takes_no_calls_but_open_writers_come_to_their_end() throws IOException {
    BlobStore store = FileBlobStore.in(folder, Sample.SMALL);
    try (BlobWriter writer = store.write(Sample.KEY)) {
      store.close();

      writer.append(Sample.source(BLOB, 0, BLOB.length), BLOB.length);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(Sample.sha256(BLOB));
      writer.sync();
    }

    assertThatIllegalStateException().isThrownBy(() -> store.write(Sample.KEY));
    assertThatIllegalStateException().isThrownBy(() -> store.size(Sample.KEY));
    assertThat(Files.readAllBytes(folder.resolve(Sample.KEY.toString()))).isEqualTo(BLOB);
  }

  private void spoilFirstByte() throws IOException {
    Path file = folder.resolve(Sample.KEY.toString());
    byte[] bytes = Files.readAllBytes(file);
    bytes[0]++;
    Files.write(file, bytes);
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
