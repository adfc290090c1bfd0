package dev.berth.testkit.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobStore.StoredKey;
import dev.berth.blob.BlobTooLarge;
import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.BlobWriter;
import dev.berth.blob.SourceFailed;
import dev.berth.blob.Stored;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Digest.Algorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link BlobStore} and {@link BlobWriter} promise. A store that passes may be used. */
public abstract class BlobStoreContract {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;
  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final BlobKey KEY = SampleBlob.key("2026-11-21", 7);

  private BlobStore store;

  /** A store without a blob. */
  protected abstract BlobStore emptyStore() throws IOException;

  /** A store over the same blobs as {@link #emptyStore}'s, which is closed: as after a restart. */
  protected abstract BlobStore storeAfterRestart() throws IOException;

  @BeforeEach
  final void open() throws IOException {
    store = emptyStore();
  }

  @AfterEach
  final void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64 * KIB - 1, 256 * KIB - 1, 256 * KIB, 256 * KIB + 1, 5 * MIB})
  void what_is_read_is_what_was_written(int size) throws IOException {
    SampleBlob blob = SampleBlob.of(size, 1);

    try (BlobWriter writer = store.write(KEY)) {
      assertThat(writer.append(SampleSource.inPieces(blob.bytes(), 10_007), size)).isEqualTo(size);
      assertThat(writer.size()).isEqualTo(size);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(blob.digest(Algorithm.SHA256));
      writer.sync();
    }

    assertThat(store.size(KEY)).hasValue(size);
    assertThat(read(KEY, 0, size)).isEqualTo(blob.bytes());
  }

  @Test
  void a_part_is_read_from_its_first_byte_to_its_last() throws IOException {
    SampleBlob blob = SampleBlob.of(300 * KIB, 2);
    blob.storeIn(store, KEY);

    assertThat(read(KEY, 0, 1)).isEqualTo(blob.part(0, 1).bytes());
    assertThat(read(KEY, 100_000, 150_000)).isEqualTo(blob.part(100_000, 250_000).bytes());
    assertThat(read(KEY, blob.size() - 1, 1))
        .isEqualTo(blob.part(blob.size() - 1, blob.size()).bytes());
    assertThat(read(KEY, blob.size(), 0)).isEmpty();
  }

  @Test
  void a_part_that_is_not_stored_whole_is_unavailable() throws IOException {
    SampleBlob.of(1000, 3).storeIn(store, KEY);

    assertThatThrownBy(() -> store.open(KEY, 0, 1001)).isInstanceOf(BlobUnavailable.class);
    assertThatThrownBy(() -> store.open(KEY, 1001, 0)).isInstanceOf(BlobUnavailable.class);
    assertThatThrownBy(() -> store.open(KEY, Long.MAX_VALUE, Long.MAX_VALUE))
        .isInstanceOf(BlobUnavailable.class);
    assertThatIllegalArgumentException().isThrownBy(() -> store.open(KEY, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> store.open(KEY, 0, -1));
  }

  @Test
  void a_key_without_bytes_has_no_size_and_is_unavailable() throws IOException {
    assertThat(store.size(KEY)).isEmpty();
    assertThatThrownBy(() -> store.open(KEY, 0, 0)).isInstanceOf(BlobUnavailable.class);
  }

  @Test
  void a_writer_goes_on_where_the_last_one_stopped() throws IOException {
    SampleBlob blob = SampleBlob.of(MIB, 4);

    append(KEY, blob.part(0, 1));
    append(KEY, blob.part(1, 300_000));
    append(KEY, blob.part(300_000, 300_000));
    try (BlobWriter writer = store.write(KEY)) {
      assertThat(writer.size()).isEqualTo(300_000);
      assertThat(writer.append(SampleSource.of(blob.part(300_000, MIB).bytes()), MIB))
          .isEqualTo(MIB - 300_000);
      assertThat(writer.size()).isEqualTo(MIB);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(blob.digest(Algorithm.SHA256));
      writer.sync();
    }

    assertThat(read(KEY, 0, MIB)).isEqualTo(blob.bytes());
  }

  @Test
  void one_writer_takes_many_sources() throws IOException {
    SampleBlob blob = SampleBlob.of(700_000, 5);

    try (BlobWriter writer = store.write(KEY)) {
      for (int from = 0; from < blob.size(); from += 70_000) {
        writer.append(
            SampleSource.inPieces(blob.part(from, from + 70_000).bytes(), 1_000), NO_LIMIT);
        assertThat(writer.digest(Algorithm.SHA256))
            .isEqualTo(blob.part(0, from + 70_000).digest(Algorithm.SHA256));
      }
      writer.sync();
    }

    assertThat(read(KEY, 0, blob.size())).isEqualTo(blob.bytes());
  }

  @Test
  void a_restart_keeps_what_was_written_and_the_digest_is_of_all_bytes() throws IOException {
    SampleBlob blob = SampleBlob.of(MIB + 1, 6);
    append(KEY, blob.part(0, 600_000));

    restart();

    assertThat(store.size(KEY)).hasValue(600_000);
    try (BlobWriter writer = store.write(KEY)) {
      assertThat(writer.size()).isEqualTo(600_000);
      writer.append(SampleSource.of(blob.part(600_000, blob.size()).bytes()), NO_LIMIT);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(blob.digest(Algorithm.SHA256));
      assertThat(writer.digest(Algorithm.SHA512)).isEqualTo(blob.digest(Algorithm.SHA512));
      writer.sync();
    }
    assertThat(read(KEY, 0, blob.size())).isEqualTo(blob.bytes());
  }

  @Test
  void another_algorithm_may_run_from_the_start_or_be_asked_for_at_the_end() throws IOException {
    SampleBlob blob = SampleBlob.of(MIB, 7);
    BlobKey late = SampleBlob.key("2026-11-21", 8);

    assertThat(digestAskedBeforeAndAfter(KEY, blob)).isEqualTo(blob.digest(Algorithm.SHA512));
    append(late, blob);
    try (BlobWriter writer = store.write(late)) {
      assertThat(writer.digest(Algorithm.SHA512)).isEqualTo(blob.digest(Algorithm.SHA512));
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(blob.digest(Algorithm.SHA256));
    }
  }

  private Digest digestAskedBeforeAndAfter(BlobKey key, SampleBlob blob) throws IOException {
    try (BlobWriter writer = store.write(key)) {
      assertThat(writer.digest(Algorithm.SHA512))
          .isEqualTo(blob.part(0, 0).digest(Algorithm.SHA512));
      writer.append(SampleSource.of(blob.bytes()), NO_LIMIT);
      return writer.digest(Algorithm.SHA512);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300_000, 600_000})
  void bytes_that_were_cut_off_are_gone(int size) throws IOException {
    SampleBlob wrong = SampleBlob.of(600_000, 8);
    SampleBlob rest = SampleBlob.of(400_000, 9);
    SampleBlob whole = new SampleBlob(concatenated(wrong.part(0, size), rest));

    try (BlobWriter writer = store.write(KEY)) {
      writer.append(SampleSource.of(wrong.bytes()), NO_LIMIT);
      writer.truncate(size);
      assertThat(writer.size()).isEqualTo(size);
      assertThat(store.size(KEY)).hasValue(size);
      assertThat(writer.digest(Algorithm.SHA256))
          .isEqualTo(wrong.part(0, size).digest(Algorithm.SHA256));
    }
    try (BlobWriter writer = store.write(KEY)) {
      writer.append(SampleSource.of(rest.bytes()), NO_LIMIT);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(whole.digest(Algorithm.SHA256));
      writer.sync();
    }

    assertThat(read(KEY, 0, whole.size())).isEqualTo(whole.bytes());
  }

  @Test
  void a_blob_is_not_cut_to_a_length_that_it_never_had() throws IOException {
    try (BlobWriter writer = store.write(KEY)) {
      writer.append(SampleSource.of(new byte[10]), NO_LIMIT);

      assertThatIllegalArgumentException().isThrownBy(() -> writer.truncate(11));
      assertThatIllegalArgumentException().isThrownBy(() -> writer.truncate(-1));
      assertThat(writer.size()).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300_000, 2 * MIB})
  void what_came_before_the_source_failed_stays(int size) throws IOException {
    SampleBlob blob = SampleBlob.of(size + 1000, 10);
    IOException gone = new IOException("the client went away");

    try (BlobWriter writer = store.write(KEY)) {
      assertThatThrownBy(
              () ->
                  writer.append(
                      SampleSource.failingAfter(blob.part(0, size).bytes(), gone), NO_LIMIT))
          .isInstanceOf(SourceFailed.class)
          .hasCause(gone);
      assertThat(writer.size()).isEqualTo(size);
      assertThat(writer.append(SampleSource.of(blob.part(size, size + 500).bytes()), NO_LIMIT))
          .isEqualTo(500);
    }
    append(KEY, blob.part(size + 500, blob.size()));

    try (BlobWriter writer = store.write(KEY)) {
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(blob.digest(Algorithm.SHA256));
    }
    assertThat(read(KEY, 0, blob.size())).isEqualTo(blob.bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 256 * KIB, 300_000})
  void a_source_with_more_than_the_limit_is_refused_and_what_fits_stays(int limit)
      throws IOException {
    SampleBlob blob = SampleBlob.of(limit + 1, 11);

    try (BlobWriter writer = store.write(KEY)) {
      assertThatThrownBy(() -> writer.append(SampleSource.of(blob.bytes()), limit))
          .isInstanceOfSatisfying(BlobTooLarge.class, e -> assertThat(e.limit()).isEqualTo(limit));
      assertThat(writer.size()).isEqualTo(limit);
    }

    assertThat(read(KEY, 0, limit)).isEqualTo(blob.part(0, limit).bytes());
  }

  @Test
  void the_limit_is_of_the_blob_and_not_of_the_source() throws IOException {
    try (BlobWriter writer = store.write(KEY)) {
      writer.append(SampleSource.of(new byte[600]), 1000);
      assertThat(writer.append(SampleSource.of(new byte[400]), 1000)).isEqualTo(400);

      assertThatThrownBy(() -> writer.append(SampleSource.of(new byte[1]), 1000))
          .isInstanceOf(BlobTooLarge.class);
      assertThatThrownBy(() -> writer.append(SampleSource.of(new byte[1]), 500))
          .isInstanceOf(BlobTooLarge.class);
      assertThat(writer.append(SampleSource.of(new byte[0]), 500)).isZero();
      assertThat(writer.size()).isEqualTo(1000);
    }
  }

  @Test
  void not_much_more_than_the_limit_is_taken_from_a_source() throws IOException {
    SampleSource source = SampleSource.of(new byte[5 * MIB]);

    try (BlobWriter writer = store.write(KEY)) {
      assertThatThrownBy(() -> writer.append(source, MIB)).isInstanceOf(BlobTooLarge.class);
    }

    assertThat(source.left()).isEqualTo(4 * MIB - 1);
  }

  @Test
  void a_key_has_one_writer_at_a_time() throws IOException {
    try (BlobWriter writer = store.write(KEY)) {
      assertThatThrownBy(() -> store.write(KEY)).isInstanceOf(BlobUnavailable.class);
      writer.append(SampleSource.of(new byte[10]), NO_LIMIT);
    }

    try (BlobWriter next = store.write(KEY)) {
      assertThat(next.size()).isEqualTo(10);
    }
  }

  @Test
  void a_writer_may_be_closed_twice_and_frees_its_key_once() throws IOException {
    BlobWriter first = store.write(KEY);
    first.close();

    try (BlobWriter second = store.write(KEY)) {
      first.close();

      assertThat(second.size()).isZero();
      assertThatThrownBy(() -> store.write(KEY)).isInstanceOf(BlobUnavailable.class);
    }
  }

  @Test
  void readers_that_have_a_blob_open_go_on_when_it_is_deleted() throws IOException {
    SampleBlob blob = SampleBlob.of(MIB, 12);
    blob.storeIn(store, KEY);

    Stored open = store.open(KEY, 0, MIB);
    store.delete(KEY);

    assertThat(SampleBlob.read(open)).isEqualTo(blob.bytes());
    assertThat(store.size(KEY)).isEmpty();
    assertThatThrownBy(() -> store.open(KEY, 0, 1)).isInstanceOf(BlobUnavailable.class);
  }

  @Test
  void deleting_what_is_not_there_does_nothing() throws IOException {
    store.delete(KEY);
    store.delete(KEY);

    assertThat(store.size(KEY)).isEmpty();
  }

  @Test
  void a_key_that_is_being_written_is_not_deleted() throws IOException {
    try (BlobWriter writer = store.write(KEY)) {
      writer.append(SampleSource.of(new byte[10]), NO_LIMIT);

      assertThatThrownBy(() -> store.delete(KEY)).isInstanceOf(BlobUnavailable.class);
      writer.sync();
    }

    assertThat(store.size(KEY)).hasValue(10);
    store.delete(KEY);
    assertThat(store.size(KEY)).isEmpty();
  }

  @Test
  void a_deleted_key_leaves_no_digest_behind() throws IOException {
    append(KEY, SampleBlob.of(1000, 13));
    store.delete(KEY);
    SampleBlob other = SampleBlob.of(1000, 14);

    append(KEY, other);

    try (BlobWriter writer = store.write(KEY)) {
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(other.digest(Algorithm.SHA256));
    }
  }

  @Test
  void keys_are_listed_by_day_in_order() throws IOException {
    BlobKey first = SampleBlob.key("2026-11-20", 2);
    BlobKey second = SampleBlob.key("2026-11-20", 10);
    BlobKey later = SampleBlob.key("2026-11-21", 1);
    SampleBlob.of(30, 15).storeIn(store, later);
    SampleBlob.of(20, 16).storeIn(store, second);
    SampleBlob.of(10, 17).storeIn(store, first);

    assertThat(store.days()).containsExactly("2026-11-20", "2026-11-21");
    assertThat(store.keys("2026-11-20"))
        .containsExactly(new StoredKey(first, 10), new StoredKey(second, 20));
    assertThat(store.keys("2026-11-21")).containsExactly(new StoredKey(later, 30));
    assertThat(store.keys("2026-11-22")).isEmpty();
  }

  @Test
  void a_day_whose_keys_are_deleted_is_not_listed() throws IOException {
    SampleBlob.of(10, 18).storeIn(store, KEY);
    SampleBlob.of(10, 19).storeIn(store, SampleBlob.key("2026-11-23", 1));

    store.delete(KEY);

    assertThat(store.days()).containsExactly("2026-11-23");
    assertThat(store.keys("2026-11-21")).isEmpty();
    SampleBlob.of(11, 20).storeIn(store, KEY);
    assertThat(store.days()).containsExactly("2026-11-21", "2026-11-23");
  }

  @Test
  void what_is_no_day_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> store.keys("../2026-11-21"));
    assertThatIllegalArgumentException().isThrownBy(() -> store.keys(""));
  }

  @Test
  void an_upload_that_never_commits_leaves_only_its_key() throws IOException {
    append(KEY, SampleBlob.of(12_345, 21));

    restart();

    assertThat(store.days()).containsExactly("2026-11-21");
    assertThat(store.keys("2026-11-21")).containsExactly(new StoredKey(KEY, 12_345));
    store.delete(KEY);
    assertThat(store.days()).isEmpty();
  }

  @Test
  void what_was_synced_is_there_after_a_restart() throws IOException {
    SampleBlob blob = SampleBlob.of(MIB, 22);
    blob.storeIn(store, KEY);

    restart();

    assertThat(read(KEY, 0, MIB)).isEqualTo(blob.bytes());
    assertThat(store.keys("2026-11-21")).containsExactly(new StoredKey(KEY, MIB));
  }

  @Test
  void writers_of_other_keys_do_not_disturb_each_other() throws Exception {
    int writers = 24;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Digest>> digests = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int number = i;
        digests.add(
            threads.submit(
                () -> writeInTwo(SampleBlob.key("2026-11-21", number), sampleOf(number))));
      }
      for (int i = 0; i < writers; i++) {
        assertThat(digests.get(i).get()).isEqualTo(sampleOf(i).digest(Algorithm.SHA256));
      }
    }

    for (int i = 0; i < writers; i++) {
      SampleBlob blob = sampleOf(i);
      assertThat(read(SampleBlob.key("2026-11-21", i), 0, blob.size())).isEqualTo(blob.bytes());
    }
    assertThat(store.keys("2026-11-21")).hasSize(writers);
  }

  private static SampleBlob sampleOf(int number) {
    return SampleBlob.of(400_000 + 50_000 * number, 100L + number);
  }

  private Digest writeInTwo(BlobKey key, SampleBlob blob) throws IOException {
    append(key, blob.part(0, blob.size() / 2));
    try (BlobWriter writer = store.write(key)) {
      writer.append(
          SampleSource.inPieces(blob.part(blob.size() / 2, blob.size()).bytes(), 30_000), NO_LIMIT);
      writer.sync();
      return writer.digest(Algorithm.SHA256);
    }
  }

  @Test
  void a_region_is_open_for_reading_only() throws IOException {
    SampleBlob.of(10, 23).storeIn(store, KEY);

    Stored stored = store.open(KEY, 0, 10);

    assertThat(stored.length()).isEqualTo(10);
    if (stored instanceof Stored.Region(FileChannel file, long _, long _)) {
      assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0))
          .isInstanceOf(RuntimeException.class);
      file.close();
    }
  }

  private void append(BlobKey key, SampleBlob part) throws IOException {
    try (BlobWriter writer = store.write(key)) {
      writer.append(SampleSource.of(part.bytes()), NO_LIMIT);
    }
  }

  private byte[] read(BlobKey key, long position, long length) throws IOException {
    return SampleBlob.read(store.open(key, position, length));
  }

  private void restart() throws IOException {
    store.close();
    store = storeAfterRestart();
  }

  private static byte[] concatenated(SampleBlob first, SampleBlob second) {
    return ByteBuffer.allocate(first.size() + second.size())
        .put(first.bytes())
        .put(second.bytes())
        .array();
  }
}
