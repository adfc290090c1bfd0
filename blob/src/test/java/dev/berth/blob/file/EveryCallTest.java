package dev.berth.blob.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobWriter;
import dev.berth.blob.file.UnreliableFileCalls.Manner;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every call of the system that an upload makes goes wrong once, in every manner: nothing is said
 * to be there that is not, nothing is said to be durable that is not, and the upload comes to its
 * end when it is gone on with.
 */
final class EveryCallTest {
  private static final byte[] BLOB = Sample.bytes(2 * Buffers.SIZE + 70_000);
  private static final int MIDDLE = Buffers.SIZE + 10_000;
  private static final BlobKey OTHER = BlobKey.parse("2026-11-22/000000000000000000000000000000bb");

  /** What an upload changes, by its path in the store. */
  private static final List<String> OF_UPLOAD =
      List.of("", Sample.KEY.day(), Sample.KEY.toString());

  @TempDir private Path temporary;

  @ParameterizedTest
  @EnumSource(Manner.class)
  void an_upload_comes_to_its_end_whichever_call_goes_wrong(Manner manner) throws IOException {
    int calls = calls();
    for (int nth = 1; nth <= calls; nth++) {
      String where = "%s at call %d of %d".formatted(manner, nth, calls);
      Path folder = Files.createDirectory(temporary.resolve(manner + "-" + nth));
      UnreliableFileCalls unreliable = new UnreliableFileCalls(manner, nth);
      int failures = 0;
      while (!isDone(folder, unreliable, where)) {
        assertThat(++failures).as(where).isLessThanOrEqualTo(1);
        unreliable.repair();
      }
      assertThat(failures).as(where).isEqualTo(manner == Manner.SHORTENS ? 0 : 1);
      assertThat(folder.resolve(Sample.KEY.toString())).as(where).hasBinaryContent(BLOB);
    }
  }

  @Test
  void an_upload_makes_a_call_of_every_kind() throws IOException {
    assertThat(calls()).isGreaterThan(12);
  }

  private int calls() throws IOException {
    UnreliableFileCalls reliable = new UnreliableFileCalls(Manner.FAILS, Integer.MAX_VALUE);
    Path folder = Files.createTempDirectory(temporary, "reliable");
    assertThat(isDone(folder, reliable, "no fault")).isTrue();
    return reliable.made();
  }

  private static boolean isDone(Path folder, UnreliableFileCalls calls, String where) {
    try (BlobStore store = FileBlobStore.in(folder, Sample.SMALL, calls)) {
      try {
        upload(folder, store, calls, where);
        throwAway(store);
        return true;
      } finally {
        assertWhatIsSaidIsThere(folder, store, where);
      }
    } catch (IOException _) {
      return false;
    }
  }

  /** An upload in two requests, with a part that is taken back; gone on with where it stands. */
  private static void upload(Path folder, BlobStore store, UnreliableFileCalls calls, String where)
      throws IOException {
    try (BlobWriter first = store.write(Sample.KEY)) {
      append(first, MIDDLE);
      long kept = first.size();
      append(first, (int) Math.min(kept + 9_000, BLOB.length));
      first.truncate(kept);
    }
    try (BlobWriter last = store.write(Sample.KEY)) {
      append(last, BLOB.length);
      assertThat(last.digest(Algorithm.SHA256)).as(where).isEqualTo(Sample.sha256(BLOB));
      last.sync();
      assertThat(calls.unsynced())
          .as(where)
          .noneMatch(path -> OF_UPLOAD.stream().map(folder::resolve).anyMatch(path::equals));
      assertThat(folder.resolve(Sample.KEY.toString())).as(where).hasBinaryContent(BLOB);
    }
  }

  private static void append(BlobWriter writer, int end) throws IOException {
    int from = (int) writer.size();
    if (from < end) {
      writer.append(Sample.source(BLOB, from, end), Long.MAX_VALUE);
    }
  }

  private static void throwAway(BlobStore store) throws IOException {
    try (BlobWriter writer = store.write(OTHER)) {
      writer.append(Sample.source(BLOB, 0, 1_000), Long.MAX_VALUE);
    }
    store.delete(OTHER);
    assertThat(store.size(OTHER)).isEmpty();
  }

  private static void assertWhatIsSaidIsThere(Path folder, BlobStore store, String where)
      throws IOException {
    OptionalLong said = store.size(Sample.KEY);
    if (said.isPresent()) {
      byte[] there = Files.readAllBytes(folder.resolve(Sample.KEY.toString()));
      assertThat(there).as(where).hasSize((int) said.getAsLong());
      assertThat(there).as(where).isEqualTo(Arrays.copyOf(BLOB, there.length));
    }
  }
}
