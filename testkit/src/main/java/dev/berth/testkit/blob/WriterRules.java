package dev.berth.testkit.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.blob.BlobTooLarge;
import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.BlobWriter;
import dev.berth.blob.SourceFailed;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Digest.Algorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link BlobWriter} promises. */
interface WriterRules extends BlobRules {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64 * KIB - 1, 256 * KIB - 1, 256 * KIB, 256 * KIB + 1, 5 * MIB})
  default void what_is_read_is_what_was_written(int size) throws IOException {
    SampleBlob blob = SampleBlob.of(size, 1);

    try (BlobWriter writer = store().write(KEY)) {
      assertThat(writer.append(SampleSource.inPieces(blob.bytes(), 10_007), size)).isEqualTo(size);
      assertThat(writer.size()).isEqualTo(size);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(blob.digest(Algorithm.SHA256));
      writer.sync();
    }

    assertThat(store().size(KEY)).hasValue(size);
    assertThat(read(KEY, 0, size)).isEqualTo(blob.bytes());
  }

  @Test
  default void a_writer_goes_on_where_the_last_one_stopped() throws IOException {
    SampleBlob blob = SampleBlob.of(MIB, 4);

    append(KEY, blob.part(0, 1));
    append(KEY, blob.part(1, 300_000));
    append(KEY, blob.part(300_000, 300_000));
    try (BlobWriter writer = store().write(KEY)) {
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
  default void one_writer_takes_many_sources() throws IOException {
    SampleBlob blob = SampleBlob.of(700_000, 5);

    try (BlobWriter writer = store().write(KEY)) {
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
  default void a_restart_keeps_what_was_written_and_the_digest_is_of_all_bytes()
      throws IOException {
    SampleBlob blob = SampleBlob.of(MIB + 1, 6);
    append(KEY, blob.part(0, 600_000));

    restart();

    assertThat(store().size(KEY)).hasValue(600_000);
    try (BlobWriter writer = store().write(KEY)) {
      assertThat(writer.size()).isEqualTo(600_000);
      writer.append(SampleSource.of(blob.part(600_000, blob.size()).bytes()), NO_LIMIT);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(blob.digest(Algorithm.SHA256));
      assertThat(writer.digest(Algorithm.SHA512)).isEqualTo(blob.digest(Algorithm.SHA512));
      writer.sync();
    }
    assertThat(read(KEY, 0, blob.size())).isEqualTo(blob.bytes());
  }

  @Test
  default void another_algorithm_may_run_from_the_start_or_be_asked_for_at_the_end()
      throws IOException {
    SampleBlob blob = SampleBlob.of(MIB, 7);
    BlobKey late = SampleBlob.key("2026-11-21", 8);

    assertThat(digestAskedBeforeAndAfter(KEY, blob)).isEqualTo(blob.digest(Algorithm.SHA512));
    append(late, blob);
    try (BlobWriter writer = store().write(late)) {
      assertThat(writer.digest(Algorithm.SHA512)).isEqualTo(blob.digest(Algorithm.SHA512));
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(blob.digest(Algorithm.SHA256));
    }
  }

  private Digest digestAskedBeforeAndAfter(BlobKey key, SampleBlob blob) throws IOException {
    try (BlobWriter writer = store().write(key)) {
      assertThat(writer.digest(Algorithm.SHA512))
          .isEqualTo(blob.part(0, 0).digest(Algorithm.SHA512));
      writer.append(SampleSource.of(blob.bytes()), NO_LIMIT);
      return writer.digest(Algorithm.SHA512);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300_000, 600_000})
  default void bytes_that_were_cut_off_are_gone(int size) throws IOException {
    SampleBlob wrong = SampleBlob.of(600_000, 8);
    SampleBlob rest = SampleBlob.of(400_000, 9);
    SampleBlob whole = new SampleBlob(concatenated(wrong.part(0, size), rest));

    try (BlobWriter writer = store().write(KEY)) {
      writer.append(SampleSource.of(wrong.bytes()), NO_LIMIT);
      writer.truncate(size);
      assertThat(writer.size()).isEqualTo(size);
      assertThat(store().size(KEY)).hasValue(size);
      assertThat(writer.digest(Algorithm.SHA256))
          .isEqualTo(wrong.part(0, size).digest(Algorithm.SHA256));
    }
    try (BlobWriter writer = store().write(KEY)) {
      writer.append(SampleSource.of(rest.bytes()), NO_LIMIT);
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(whole.digest(Algorithm.SHA256));
      writer.sync();
    }

    assertThat(read(KEY, 0, whole.size())).isEqualTo(whole.bytes());
  }

  @Test
  default void a_blob_is_not_cut_to_a_length_that_it_never_had() throws IOException {
    try (BlobWriter writer = store().write(KEY)) {
      writer.append(SampleSource.of(new byte[10]), NO_LIMIT);

      assertThatIllegalArgumentException().isThrownBy(() -> writer.truncate(11));
      assertThatIllegalArgumentException().isThrownBy(() -> writer.truncate(-1));
      assertThat(writer.size()).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300_000, 2 * MIB})
  default void what_came_before_the_source_failed_stays(int size) throws IOException {
    SampleBlob blob = SampleBlob.of(size + 1000, 10);
    IOException gone = new IOException("the client went away");

    try (BlobWriter writer = store().write(KEY)) {
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

    try (BlobWriter writer = store().write(KEY)) {
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(blob.digest(Algorithm.SHA256));
    }
    assertThat(read(KEY, 0, blob.size())).isEqualTo(blob.bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 256 * KIB, 300_000})
  default void a_source_with_more_than_the_limit_is_refused_and_what_fits_stays(int limit)
      throws IOException {
    SampleBlob blob = SampleBlob.of(limit + 1, 11);

    try (BlobWriter writer = store().write(KEY)) {
      assertThatThrownBy(() -> writer.append(SampleSource.of(blob.bytes()), limit))
          .isInstanceOfSatisfying(BlobTooLarge.class, e -> assertThat(e.limit()).isEqualTo(limit));
      assertThat(writer.size()).isEqualTo(limit);
    }

    assertThat(read(KEY, 0, limit)).isEqualTo(blob.part(0, limit).bytes());
  }

  @Test
  default void the_limit_is_of_the_blob_and_not_of_the_source() throws IOException {
    try (BlobWriter writer = store().write(KEY)) {
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
  default void not_much_more_than_the_limit_is_taken_from_a_source() throws IOException {
    SampleSource source = SampleSource.of(new byte[5 * MIB]);

    try (BlobWriter writer = store().write(KEY)) {
      assertThatThrownBy(() -> writer.append(source, MIB)).isInstanceOf(BlobTooLarge.class);
    }

    assertThat(source.left()).isEqualTo(4 * MIB - 1);
  }

  @Test
  default void a_key_has_one_writer_at_a_time() throws IOException {
    try (BlobWriter writer = store().write(KEY)) {
      assertThatThrownBy(() -> store().write(KEY)).isInstanceOf(BlobUnavailable.class);
      writer.append(SampleSource.of(new byte[10]), NO_LIMIT);
    }

    try (BlobWriter next = store().write(KEY)) {
      assertThat(next.size()).isEqualTo(10);
    }
  }

  @Test
  default void a_writer_may_be_closed_twice_and_frees_its_key_once() throws IOException {
    BlobWriter first = store().write(KEY);
    first.close();

    try (BlobWriter second = store().write(KEY)) {
      first.close();

      assertThat(second.size()).isZero();
      assertThatThrownBy(() -> store().write(KEY)).isInstanceOf(BlobUnavailable.class);
    }
  }

  @Test
  default void writers_of_other_keys_do_not_disturb_each_other() throws Exception {
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
    assertThat(store().keys("2026-11-21")).hasSize(writers);
  }

  private static SampleBlob sampleOf(int number) {
    return SampleBlob.of(400_000 + 50_000 * number, 100L + number);
  }

  private Digest writeInTwo(BlobKey key, SampleBlob blob) throws IOException {
    append(key, blob.part(0, blob.size() / 2));
    try (BlobWriter writer = store().write(key)) {
      writer.append(
          SampleSource.inPieces(blob.part(blob.size() / 2, blob.size()).bytes(), 30_000), NO_LIMIT);
      writer.sync();
      return writer.digest(Algorithm.SHA256);
    }
  }

  private static byte[] concatenated(SampleBlob first, SampleBlob second) {
    return ByteBuffer.allocate(first.size() + second.size())
        .put(first.bytes())
        .put(second.bytes())
        .array();
  }
}
