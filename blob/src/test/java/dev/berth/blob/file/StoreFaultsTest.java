package dev.berth.blob.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobStoreFull;
import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.BlobWriter;
import dev.berth.blob.Stored;
import dev.berth.blob.file.FaultyFileCalls.Fault;
import dev.berth.model.Digest.Algorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * When the file system fails, no offset is reported that has no bytes, and what is there can be
 * gone on from.
 */
final class StoreFaultsTest {
  private static final int WRITES = 3;
  private static final byte[] BLOB = Sample.bytes(2 * Buffers.SIZE + 100_000);

  @TempDir private Path folder;

  static List<Arguments> everyFailingWrite() {
    List<Arguments> cases = new ArrayList<>();
    for (int nth = 1; nth <= WRITES; nth++) {
      cases.add(Arguments.of(Fault.FAILED_WRITE, nth));
      cases.add(Arguments.of(Fault.TORN_WRITE, nth));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("everyFailingWrite")
  void a_failed_write_leaves_what_came_before_and_a_reopened_store_goes_on(Fault fault, int nth)
      throws IOException {
    FaultyFileCalls calls = new FaultyFileCalls(fault, nth);
    long left;
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL, calls);
        BlobWriter writer = store.write(Sample.KEY)) {
      assertThatThrownBy(() -> writer.append(Sample.source(BLOB, 0, BLOB.length), BLOB.length))
          .isInstanceOf(BlobStoreFull.class)
          .hasRootCauseMessage("No space left on device");
      assertThat(calls.happened()).isTrue();
      left = writer.size();
      assertThat(left).isEqualTo((nth - 1L) * Buffers.SIZE).isEqualTo(Files.size(file()));
      assertThat(store.size(Sample.KEY)).hasValue(left);
      assertThat(writer.digest(Algorithm.SHA256))
          .isEqualTo(Sample.sha256(Arrays.copyOf(BLOB, (int) left)));
    }

    goOnAfterRestart((int) left);
  }

  @ParameterizedTest
  @MethodSource("everyFailingWrite")
  void after_a_failed_write_a_writer_takes_no_more_and_the_next_one_goes_on(Fault fault, int nth)
      throws IOException {
    try (BlobStore store =
        FileBlobStore.in(folder, Sample.SMALL, new FaultyFileCalls(fault, nth))) {
      int left;
      try (BlobWriter writer = store.write(Sample.KEY)) {
        assertThatThrownBy(() -> writer.append(Sample.source(BLOB, 0, BLOB.length), BLOB.length))
            .isInstanceOf(IOException.class);
        left = (int) writer.size();
        assertThatThrownBy(() -> writer.append(Sample.source(BLOB, left, BLOB.length), BLOB.length))
            .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> writer.truncate(0)).isInstanceOf(IOException.class);
        assertThatThrownBy(writer::sync).isInstanceOf(IOException.class);
        assertThat(writer.size()).isEqualTo(left).isEqualTo(Files.size(file()));
      }
      finish(store, left);
    }
  }

  @ParameterizedTest
  @MethodSource("everyFailingWrite")
  void no_more_is_taken_from_a_source_than_was_under_way_when_a_write_failed(Fault fault, int nth)
      throws IOException {
    byte[] large = Sample.bytes(40 * Buffers.SIZE);
    var source = new ByteArrayInputStream(large);
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL, new FaultyFileCalls(fault, nth));
        BlobWriter writer = store.write(Sample.KEY)) {
      assertThatThrownBy(() -> writer.append(Channels.newChannel(source), Long.MAX_VALUE))
          .isInstanceOf(IOException.class);
    }

    assertThat(source.available()).isGreaterThan(30 * Buffers.SIZE);
  }

  @Test
  void a_short_write_is_gone_on_with() throws IOException {
    for (int nth = 1; nth <= WRITES; nth++) {
      FaultyFileCalls calls = new FaultyFileCalls(Fault.SHORT_WRITE, nth);
      try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL, calls)) {
        finish(store, 0);
        assertThat(calls.calls()).filteredOn("write"::equals).hasSize(WRITES + 1);
        store.delete(Sample.KEY);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED_SYNC", "FAILED_FOLDER_SYNC"})
  void after_a_failed_sync_nothing_is_left_that_a_second_sync_could_lie_about(Fault fault)
      throws IOException {
    // The first sync of a folder is that of the day's own name; the second is that of the file's.
    FaultyFileCalls calls = new FaultyFileCalls(fault, fault == Fault.FAILED_SYNC ? 1 : 2);
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL, calls)) {
      try (BlobWriter writer = store.write(Sample.KEY)) {
        writer.append(Sample.source(BLOB, 0, BLOB.length), BLOB.length);
        assertThatThrownBy(writer::sync)
            .isInstanceOf(IOException.class)
            .isNotInstanceOf(BlobStoreFull.class)
            .hasMessage("input/output error");
        assertThat(calls.happened()).isTrue();
        assertThat(writer.size()).isZero();
        assertThat(store.size(Sample.KEY)).isEmpty();
        assertThatThrownBy(writer::sync).isInstanceOf(IOException.class);
      }
      assertThatThrownBy(() -> store.open(Sample.KEY, 0, 0)).isInstanceOf(BlobUnavailable.class);
      finish(store, 0);
    }
  }

  @Test
  void a_day_whose_folder_could_not_be_synced_is_made_again() throws IOException {
    FaultyFileCalls calls = new FaultyFileCalls(Fault.FAILED_FOLDER_SYNC, 1);
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL, calls)) {
      assertThatThrownBy(() -> store.write(Sample.KEY)).isInstanceOf(IOException.class);
      assertThat(folder.resolve(Sample.KEY.day())).doesNotExist();

      finish(store, 0);
    }
    assertThat(calls.calls())
        .startsWith("syncFolder " + folder.getFileName(), "syncFolder " + folder.getFileName());
  }

  private void goOnAfterRestart(int from) throws IOException {
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL)) {
      finish(store, from);
    }
  }

  private void finish(BlobStore store, int from) throws IOException {
    try (BlobWriter writer = store.write(Sample.KEY)) {
      assertThat(writer.size()).isEqualTo(from);
      writer.append(Sample.source(BLOB, from, BLOB.length), BLOB.length);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(Sample.sha256(BLOB));
      writer.sync();
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(BLOB);
    ((Stored.Region) store.open(Sample.KEY, 0, BLOB.length)).file().close();
  }

  private Path file() {
    return folder.resolve(Sample.KEY.toString());
  }
}
