package dev.berth.registry.upload;

import static dev.berth.registry.TestRegistry.ALICE;
import static dev.berth.registry.TestRegistry.channel;
import static dev.berth.registry.TestRegistry.chunk;
import static dev.berth.registry.TestRegistry.sha256;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.blob.BlobWriter;
import dev.berth.model.BlobKey;
import dev.berth.model.Reclaimed;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.UploadNotFound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two jobs that end uploads and delete bytes (invariants I4 and I8). */
final class EndOfBytesTest {
  @TempDir Path folder;
  private TestRegistry registry;
  private RepositoryAddress app;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    app = registry.repository("app");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void an_upload_that_is_idle_for_a_day_is_ended() throws IOException {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    registry.uploads.append(app, upload, chunk("some bytes"));

    registry.clock.advance(Duration.ofHours(24));
    assertThat(registry.expiry.run(registry.clock.instant())).isZero();
    assertThat(registry.uploads.offset(app, upload)).isEqualTo(10);

    registry.clock.advance(Duration.ofSeconds(1));
    assertThat(registry.expiry.run(registry.clock.instant())).isEqualTo(1);
    assertThat(registry.expiry.run(registry.clock.instant())).isZero();
    assertThatThrownBy(() -> registry.uploads.append(app, upload, chunk("x")))
        .isInstanceOf(UploadNotFound.class);
  }

  /** The time of the last activity is exact to an hour. */
  @Test
  void an_upload_that_goes_on_stays() throws IOException {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    for (int i = 0; i < 4; i++) {
      registry.clock.advance(Duration.ofHours(23));
      registry.uploads.append(app, upload, chunk("x"));
      registry.expiry.run(registry.clock.instant());
    }
    registry.clock.advance(Duration.ofHours(23));
    registry.uploads.complete(app, upload, sha256("xxxx"), Chunk.none());
  }

  /** A layer of 50 GB over a slow line takes longer than an upload may be idle. */
  @Test
  void an_upload_whose_one_chunk_takes_days_stays() throws IOException {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    ReadableByteChannel slow =
        new ReadableByteChannel() {
          private int given;

          @Override
          public int read(ByteBuffer into) {
            registry.clock.advance(Duration.ofHours(5));
            registry.expiry.run(registry.clock.instant());
            if (given == 10) {
              return -1;
            }
            given++;
            into.put((byte) 'x');
            return 1;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    registry.uploads.complete(app, upload, sha256("x".repeat(10)), Chunk.of(slow));
  }

  @Test
  void parts_keep_an_upload_alive() throws IOException {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    registry.clock.advance(Duration.ofHours(23));
    registry.uploads.appendPart(app, upload, new Span(0, 0), channel(utf8("x")));
    registry.clock.advance(Duration.ofHours(23));
    assertThat(registry.expiry.run(registry.clock.instant())).isZero();
  }

  /** The key of a finished upload is its blob's. */
  @Test
  void forgetting_a_finished_upload_keeps_its_layer() throws IOException {
    registry.layer(app, "layer");
    registry.clock.advance(Duration.ofHours(25));

    assertThat(registry.expiry.run(registry.clock.instant())).isEqualTo(1);
    registry.clock.advance(Duration.ofHours(25));
    assertThat(registry.condemned.run(registry.clock.instant())).isZero();

    assertThat(registry.bytes(registry.layers.get(app, sha256("layer")))).isEqualTo(utf8("layer"));
  }

  /** More than a batch, in one run. */
  @Test
  void many_uploads_are_ended_in_one_run_and_their_bytes_in_another() throws IOException {
    for (int i = 0; i < 205; i++) {
      UploadId upload = registry.uploads.begin(app, ALICE).id();
      if (i % 20 == 0) {
        registry.uploads.append(app, upload, chunk("x"));
      }
    }
    registry.clock.advance(Duration.ofHours(25));

    assertThat(registry.expiry.run(registry.clock.instant())).isEqualTo(205);
    assertThat(registry.condemned.run(registry.clock.instant())).isZero();
    registry.clock.advance(Duration.ofHours(2));
    assertThat(registry.condemned.run(registry.clock.instant())).isEqualTo(205);
    assertThat(registry.storedKeys()).isZero();
  }

  /** I4: bytes go no sooner than those may end who still read them. */
  @Test
  void condemned_bytes_stay_for_two_hours() throws IOException {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    registry.uploads.append(app, upload, chunk("x"));
    registry.uploads.cancel(app, upload);
    Instant cancelled = registry.clock.instant();

    assertThat(registry.condemned.run(cancelled.plus(Duration.ofMinutes(119)))).isZero();
    assertThat(registry.storedKeys()).isEqualTo(1);
    assertThat(registry.condemned.run(cancelled.plus(Duration.ofHours(2)))).isEqualTo(1);
    assertThat(registry.condemned.run(cancelled.plus(Duration.ofHours(3)))).isZero();
  }

  /** I8: killed between the bytes and the row. */
  @Test
  void bytes_that_are_gone_already_are_forgotten() throws IOException {
    BlobKey key = new BlobKeys(registry.clock, new Random(1)).next();
    registry.database.<BlobKey>write(
        tx -> {
          tx.condemned().add(key, registry.clock.instant(), Reclaimed.UNKNOWN);
          return key;
        });
    assertThat(registry.condemned.run(registry.clock.instant())).isEqualTo(1);
    assertThat(registry.condemned.run(registry.clock.instant())).isZero();
  }

  /** An upload that was cancelled while a request still writes to it. */
  @Test
  void bytes_that_a_writer_has_open_are_left_to_the_next_run() throws IOException {
    var upload = registry.uploads.begin(app, ALICE);
    registry.uploads.cancel(app, upload.id());
    registry.clock.advance(Duration.ofHours(2));
    try (BlobWriter writer = registry.blobs.write(upload.key())) {
      assertThat(writer.size()).isZero();
      assertThat(registry.condemned.run(registry.clock.instant())).isZero();
    }
    assertThat(registry.condemned.run(registry.clock.instant())).isEqualTo(1);
    assertThat(registry.storedKeys()).isZero();
  }
}
