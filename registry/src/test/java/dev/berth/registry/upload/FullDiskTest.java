package dev.berth.registry.upload;

import static dev.berth.registry.TestRegistry.ALICE;
import static dev.berth.registry.TestRegistry.RESERVE;
import static dev.berth.registry.TestRegistry.channel;
import static dev.berth.registry.TestRegistry.chunk;
import static dev.berth.registry.TestRegistry.pushed;
import static dev.berth.registry.TestRegistry.sha256;
import static dev.berth.registry.TestRegistry.tags;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.image.Put;
import dev.berth.registry.refusal.InsufficientStorage;
import dev.berth.registry.refusal.RepositoryNotFound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused where the disk's reserve begins, and what is not. */
final class FullDiskTest {
  @TempDir Path folder;
  private TestRegistry registry;
  private RepositoryAddress app;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder, TestRegistry.WITHOUT_UNDO);
    app = registry.repository("app");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private void fill() {
    registry.free.set(RESERVE - 1);
    registry.pass();
  }

  private void makeRoom() {
    registry.free.set(Long.MAX_VALUE);
    registry.pass();
  }

  @Test
  void no_upload_begins() throws IOException {
    fill();
    assertThatThrownBy(() -> registry.uploads.begin(app, ALICE))
        .isInstanceOf(InsufficientStorage.class);
    assertThatThrownBy(() -> registry.layer(app, "layer")).isInstanceOf(InsufficientStorage.class);
    makeRoom();
    registry.layer(app, "layer");
  }

  @Test
  void an_upload_that_was_begun_takes_no_more_and_goes_on_when_there_is_room() throws IOException {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    registry.uploads.append(app, upload, chunk("first "));
    fill();
    assertThatThrownBy(() -> registry.uploads.append(app, upload, chunk("second")))
        .isInstanceOf(InsufficientStorage.class);
    assertThatThrownBy(
            () -> registry.uploads.complete(app, upload, sha256("first second"), chunk("second")))
        .isInstanceOf(InsufficientStorage.class);

    makeRoom();
    long offset = registry.uploads.offset(app, upload);
    String rest = "first second".substring((int) offset);
    Digest whole = sha256("first second");
    registry.uploads.complete(app, upload, whole, chunk(rest));
    assertThat(registry.bytes(registry.layers.get(app, whole))).isEqualTo(utf8("first second"));
  }

  /** The bytes that had come when the disk was full count, and no digest is wrong afterwards. */
  @Test
  void a_chunk_that_fills_the_disk_in_its_middle_is_kept_as_far_as_it_came() throws IOException {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    ReadableByteChannel filling =
        new ReadableByteChannel() {
          private int reads;

          @Override
          public int read(ByteBuffer into) {
            if (++reads == 3) {
              fill();
            }
            into.put((byte) ('0' + reads));
            return 1;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> registry.uploads.append(app, upload, Chunk.of(filling)))
        .isInstanceOf(InsufficientStorage.class);
    assertThat(registry.uploads.offset(app, upload)).isEqualTo(3);

    makeRoom();
    registry.uploads.complete(app, upload, sha256("123456"), chunk("456"));
  }

  @Test
  void an_upload_whose_bytes_are_there_is_closed() throws IOException {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    registry.uploads.append(app, upload, chunk("whole"));
    fill();
    registry.uploads.complete(app, upload, sha256("whole"), Chunk.none());
    assertThat(registry.bytes(registry.layers.get(app, sha256("whole")))).isEqualTo(utf8("whole"));
  }

  @Test
  void a_part_is_refused_and_those_before_it_become_a_layer() throws IOException {
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    registry.uploads.appendPart(app, upload, new Span(0, 3), channel(utf8("part")));
    fill();
    assertThatThrownBy(
            () -> registry.uploads.appendPart(app, upload, new Span(4, 4), channel(utf8("2"))))
        .isInstanceOf(InsufficientStorage.class);
    registry.uploads.completeParts(app, upload, List.of(sha256("part")));
  }

  @Test
  void no_image_is_stored_but_one_that_is_there_is_tagged() throws IOException {
    Image there = registry.image(app, "there", "1");
    registry.layer(app, "config");
    registry.layer(app, "layer");
    String another = SampleManifests.image("config", "layer");
    fill();
    assertThatThrownBy(() -> registry.put(app, another, "2"))
        .isInstanceOf(InsufficientStorage.class);
    assertThatThrownBy(() -> registry.put(TestRegistry.address("nowhere"), another, "2"))
        .isInstanceOf(RepositoryNotFound.class);
    String manifest = SampleManifests.image("config of there", "layer of there");
    assertThat(registry.images.put(app, pushed(manifest), tags("2")).outcome())
        .isEqualTo(Put.Outcome.RETAGGED);

    makeRoom();
    assertThat(registry.put(app, another, "3")).isNotEqualTo(there);
  }

  @Test
  void reads_mounts_deletes_and_collection_go_on() throws IOException {
    Image image = registry.image(app, "there", "1");
    RepositoryAddress other = registry.repository("other");
    Digest layer = sha256("layer of there");
    UploadId upload = registry.uploads.begin(app, ALICE).id();
    fill();
    assertThat(registry.bytes(registry.layers.head(app, layer))).isEqualTo(utf8("layer of there"));
    assertThat(registry.layers.mount(app, other, layer)).isInstanceOf(Mount.Mounted.class);
    registry.layers.delete(other, layer);
    registry.uploads.cancel(app, upload);
    registry.images.delete(app, new ImageReference.ByDigest(image.digest()), TestRegistry.ALICE);
    registry.clock.advance(Duration.ofDays(2));
    assertThat(registry.collection.run(registry.clock.instant()).blobs()).isEqualTo(2);
    registry.clock.advance(Duration.ofHours(2));
    assertThat(registry.condemned.run(registry.clock.instant())).isEqualTo(3);
    assertThat(registry.storedKeys()).isZero();
  }
}
