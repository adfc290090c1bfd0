package dev.berth.blob.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobTooLarge;
import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.BlobWriter;
import dev.berth.blob.SourceFailed;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest.Algorithm;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store keeps to its threads and buffers, and still comes to an end. */
final class CapacityTest {
  private static final BlobKey OTHER = new BlobKey(Sample.KEY.day(), "b".repeat(32));
  private static final byte[] BLOB = Sample.bytes(5 * 1024 * 1024 + 1);

  @TempDir private Path folder;

  @Test
  void one_thread_and_one_buffer_are_enough_for_many_writers()
      throws IOException, ExecutionException, InterruptedException {
    Capacity least = new Capacity(1, 1, Duration.ofMinutes(1));
    try (BlobStore store = FileBlobStore.in(folder, least);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        BlobKey key = new BlobKey(Sample.KEY.day(), "%032x".formatted(i));
        writers.add(threads.submit(() -> write(store, key)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(store.keys(Sample.KEY.day()))
          .hasSize(6)
          .allMatch(stored -> stored.size() == BLOB.length);
    }
  }

  private static boolean write(BlobStore store, BlobKey key) throws IOException {
    try (BlobWriter writer = store.write(key)) {
      writer.append(Sample.source(BLOB, 0, BLOB.length), BLOB.length);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(Sample.sha256(BLOB));
      assertThat(writer.digest(Algorithm.SHA512).hex()).hasSize(128);
      writer.sync();
      return true;
    }
  }

  @Test
  void who_gets_no_buffer_in_time_is_refused_before_a_byte_is_read() throws Exception {
    PipedOutputStream client = new PipedOutputStream();
    PipedInputStream connection = new PipedInputStream(client);
    try (BlobStore store = FileBlobStore.in(folder, new Capacity(2, 1, Duration.ZERO));
        BlobWriter slow = store.write(Sample.KEY);
        BlobWriter refused = store.write(OTHER);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      client.write(1);
      Future<Long> received =
          threads.submit(() -> slow.append(Channels.newChannel(connection), Long.MAX_VALUE));
      Awaitility.await().until(() -> connection.available() == 0);
      var source = Sample.source(BLOB, 0, 10);

      assertThatThrownBy(() -> refused.append(source, 10)).isInstanceOf(BlobUnavailable.class);

      client.close();
      assertThat(received.get()).isEqualTo(1);
      assertThat(refused.append(source, 10)).isEqualTo(10);
    }
  }

  @Test
  void buffers_come_back_from_every_append_however_it_ends() throws IOException {
    try (BlobStore store = FileBlobStore.in(folder, new Capacity(2, 1, Duration.ZERO));
        BlobWriter writer = store.write(Sample.KEY)) {
      writer.append(Sample.source(BLOB, 0, 0), 10);
      assertThatThrownBy(() -> writer.append(Sample.source(BLOB, 0, 20), 10))
          .isInstanceOf(BlobTooLarge.class);
      assertThatThrownBy(() -> writer.append(failing(new IOException("gone")), 20))
          .isInstanceOf(SourceFailed.class);
      assertThatThrownBy(() -> writer.append(failing(new IllegalStateException("a bug")), 20))
          .isInstanceOf(IllegalStateException.class);
      assertThat(writer.digest(Algorithm.SHA512).hex()).hasSize(128);

      assertThat(writer.append(Sample.source(BLOB, 10, 20), 20)).isEqualTo(10);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(Sample.sha256(Arrays.copyOf(BLOB, 20)));
    }
  }

  private static ReadableByteChannel failing(Exception failure) {
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer into) throws IOException {
        switch (failure) {
          case IOException expected -> throw expected;
          case RuntimeException bug -> throw bug;
          default -> throw new IOException(failure);
        }
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void an_interrupted_writer_ends_what_is_under_way_and_stays_interrupted() throws IOException {
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL);
        BlobWriter writer = store.write(Sample.KEY)) {
      writer.append(Sample.source(BLOB, 0, 100), 100);

      Thread.currentThread().interrupt();
      writer.sync();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(Files.size(folder.resolve(Sample.KEY.toString()))).isEqualTo(100);
    }
  }

  @Test
  void digests_are_kept_of_the_latest_thousand_uploads() {
    ResumableDigests digests = new ResumableDigests();
    for (int i = 0; i <= 1000; i++) {
      digests.keep(
          new BlobKey(Sample.KEY.day(), "%032x".formatted(i)), i, RunningDigests.ofNothing());
    }

    assertThat(digests.take(new BlobKey(Sample.KEY.day(), "%032x".formatted(0)), 0)).isEmpty();
    assertThat(digests.take(new BlobKey(Sample.KEY.day(), "%032x".formatted(1)), 1)).isPresent();
    assertThat(digests.take(new BlobKey(Sample.KEY.day(), "%032x".formatted(1)), 1)).isEmpty();
    assertThat(digests.take(new BlobKey(Sample.KEY.day(), "%032x".formatted(1000)), 999)).isEmpty();
  }

  @Test
  void no_threads_or_no_buffers_is_no_capacity() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Capacity(0, 1, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> new Capacity(1, 0, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Capacity(1, 1, Duration.ofMillis(-1)));
  }

  @Test
  void the_usual_capacity_takes_32_mebibytes_and_16_threads_or_more() {
    Capacity usual = Capacity.usual();

    assertThat((long) usual.buffers() * Buffers.SIZE).isEqualTo(32L << 20);
    assertThat(usual.threads()).isGreaterThanOrEqualTo(16);
  }
}
