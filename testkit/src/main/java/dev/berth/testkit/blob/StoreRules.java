package dev.berth.testkit.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobStore.StoredKey;
import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.BlobWriter;
import dev.berth.blob.Stored;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest.Algorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.junit.jupiter.api.Test;

/** What a {@link BlobStore} promises of the blobs that it has: reading, listing, deleting. */
interface StoreRules extends BlobRules {

  @Test
  default void a_part_is_read_from_its_first_byte_to_its_last() throws IOException {
    SampleBlob blob = SampleBlob.of(300 * KIB, 2);
    blob.storeIn(store(), KEY);

    assertThat(read(KEY, 0, 1)).isEqualTo(blob.part(0, 1).bytes());
    assertThat(read(KEY, 100_000, 150_000)).isEqualTo(blob.part(100_000, 250_000).bytes());
    assertThat(read(KEY, blob.size() - 1, 1))
        .isEqualTo(blob.part(blob.size() - 1, blob.size()).bytes());
    assertThat(read(KEY, blob.size(), 0)).isEmpty();
  }

  @Test
  default void a_part_that_is_not_stored_whole_is_unavailable() throws IOException {
    SampleBlob.of(1000, 3).storeIn(store(), KEY);

    assertThatThrownBy(() -> store().open(KEY, 0, 1001)).isInstanceOf(BlobUnavailable.class);
    assertThatThrownBy(() -> store().open(KEY, 1001, 0)).isInstanceOf(BlobUnavailable.class);
    assertThatThrownBy(() -> store().open(KEY, Long.MAX_VALUE, Long.MAX_VALUE))
        .isInstanceOf(BlobUnavailable.class);
    assertThatIllegalArgumentException().isThrownBy(() -> store().open(KEY, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> store().open(KEY, 0, -1));
  }

  @Test
  default void a_key_without_bytes_has_no_size_and_is_unavailable() throws IOException {
    assertThat(store().size(KEY)).isEmpty();
    assertThatThrownBy(() -> store().open(KEY, 0, 0)).isInstanceOf(BlobUnavailable.class);
  }

  @Test
  default void readers_that_have_a_blob_open_go_on_when_it_is_deleted() throws IOException {
    SampleBlob blob = SampleBlob.of(MIB, 12);
    blob.storeIn(store(), KEY);

    Stored open = store().open(KEY, 0, MIB);
    store().delete(KEY);

    assertThat(SampleBlob.read(open)).isEqualTo(blob.bytes());
    assertThat(store().size(KEY)).isEmpty();
    assertThatThrownBy(() -> store().open(KEY, 0, 1)).isInstanceOf(BlobUnavailable.class);
  }

  @Test
  default void deleting_what_is_not_there_does_nothing() throws IOException {
    store().delete(KEY);
    store().delete(KEY);

    assertThat(store().size(KEY)).isEmpty();
  }

  @Test
  default void a_key_that_is_being_written_is_not_deleted() throws IOException {
    try (BlobWriter writer = store().write(KEY)) {
      writer.append(SampleSource.of(new byte[10]), NO_LIMIT);

      assertThatThrownBy(() -> store().delete(KEY)).isInstanceOf(BlobUnavailable.class);
      writer.sync();
    }

    assertThat(store().size(KEY)).hasValue(10);
    store().delete(KEY);
    assertThat(store().size(KEY)).isEmpty();
  }

  @Test
  default void a_deleted_key_leaves_no_digest_behind() throws IOException {
    append(KEY, SampleBlob.of(1000, 13));
    store().delete(KEY);
    SampleBlob other = SampleBlob.of(1000, 14);

    append(KEY, other);

    try (BlobWriter writer = store().write(KEY)) {
      assertThat(writer.digest(Algorithm.SHA256)).isEqualTo(other.digest(Algorithm.SHA256));
    }
  }

  @Test
  default void keys_are_listed_by_day_in_order() throws IOException {
    BlobKey first = SampleBlob.key("2026-11-20", 2);
    BlobKey second = SampleBlob.key("2026-11-20", 10);
    BlobKey later = SampleBlob.key("2026-11-21", 1);
    SampleBlob.of(30, 15).storeIn(store(), later);
    SampleBlob.of(20, 16).storeIn(store(), second);
    SampleBlob.of(10, 17).storeIn(store(), first);

    assertThat(store().days()).containsExactly("2026-11-20", "2026-11-21");
    assertThat(store().keys("2026-11-20"))
        .containsExactly(new StoredKey(first, 10), new StoredKey(second, 20));
    assertThat(store().keys("2026-11-21")).containsExactly(new StoredKey(later, 30));
    assertThat(store().keys("2026-11-22")).isEmpty();
  }

  @Test
  default void a_day_whose_keys_are_deleted_is_not_listed() throws IOException {
    SampleBlob.of(10, 18).storeIn(store(), KEY);
    SampleBlob.of(10, 19).storeIn(store(), SampleBlob.key("2026-11-23", 1));

    store().delete(KEY);

    assertThat(store().days()).containsExactly("2026-11-23");
    assertThat(store().keys("2026-11-21")).isEmpty();
    SampleBlob.of(11, 20).storeIn(store(), KEY);
    assertThat(store().days()).containsExactly("2026-11-21", "2026-11-23");
  }

  @Test
  default void what_is_no_day_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> store().keys("../2026-11-21"));
    assertThatIllegalArgumentException().isThrownBy(() -> store().keys(""));
  }

  @Test
  default void an_upload_that_never_commits_leaves_only_its_key() throws IOException {
    append(KEY, SampleBlob.of(12_345, 21));

    restart();

    assertThat(store().days()).containsExactly("2026-11-21");
    assertThat(store().keys("2026-11-21")).containsExactly(new StoredKey(KEY, 12_345));
    store().delete(KEY);
    assertThat(store().days()).isEmpty();
  }

  @Test
  default void what_was_synced_is_there_after_a_restart() throws IOException {
    SampleBlob blob = SampleBlob.of(MIB, 22);
    blob.storeIn(store(), KEY);

    restart();

    assertThat(read(KEY, 0, MIB)).isEqualTo(blob.bytes());
    assertThat(store().keys("2026-11-21")).containsExactly(new StoredKey(KEY, MIB));
  }

  @Test
  default void a_region_is_open_for_reading_only() throws IOException {
    SampleBlob.of(10, 23).storeIn(store(), KEY);

    Stored stored = store().open(KEY, 0, 10);

    assertThat(stored.length()).isEqualTo(10);
    if (stored instanceof Stored.Region(FileChannel file, long _, long _)) {
      assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0))
          .isInstanceOf(RuntimeException.class);
      file.close();
    }
  }
}
