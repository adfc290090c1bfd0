package dev.berth.registry.upload;

import static dev.berth.registry.TestRegistry.ALICE;
import static dev.berth.registry.TestRegistry.breakingAfter;
import static dev.berth.registry.TestRegistry.channel;
import static dev.berth.registry.TestRegistry.sha256;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.blob.BlobWriter;
import dev.berth.blob.SourceFailed;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Upload;
import dev.berth.model.UploadId;
import dev.berth.registry.Conformance;
import dev.berth.registry.Limits;
import dev.berth.registry.SmallLimits;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.DigestMismatch;
import dev.berth.registry.refusal.EmptyUpload;
import dev.berth.registry.refusal.LayerAlreadyExists;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.LayerPartTooLarge;
import dev.berth.registry.refusal.LayerPartTooSmall;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.UploadLengthMismatch;
import dev.berth.registry.refusal.UploadNotFound;
import dev.berth.registry.refusal.UploadOutOfOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The layer API: ecr-behaviour 6.2. Parts have at least 10 bytes here, at most 40, and a layer 100
 * in 3 parts.
 */
final class LayerPartsTest {
  private static final String TEN = "0123456789";

  @TempDir Path folder;
  private TestRegistry registry;
  private RepositoryAddress app;
  private UploadId upload;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder, SmallLimits.rules(Conformance.OCI));
    app = registry.repository("app");
    upload = registry.uploads.begin(app, ALICE).id();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  /** LY-18. */
  @Test
  void contiguous_parts_become_a_layer() throws IOException {
    assertThat(part(0, TEN)).isEqualTo(9);
    assertThat(part(10, TEN)).isEqualTo(19);
    assertThat(part(20, "x")).isEqualTo(20);

    Digest digest = sha256(TEN + TEN + "x");
    assertThat(complete(digest)).isEqualTo(new Completed(upload, digest, 21));
    assertThat(registry.bytes(registry.layers.get(app, digest))).isEqualTo(utf8(TEN + TEN + "x"));
  }

  /** LY-04, LY-20; the same part again is out of order too, so that the client can resume. */
  @Test
  void a_gap_and_a_repetition_are_refused_with_the_last_valid_byte() throws IOException {
    assertThatThrownBy(() -> part(1, TEN))
        .isInstanceOfSatisfying(
            UploadOutOfOrder.class, refusal -> assertThat(refusal.lastValidByte()).isEqualTo(-1));
    part(0, TEN);
    assertThatThrownBy(() -> part(11, TEN))
        .isInstanceOfSatisfying(
            UploadOutOfOrder.class, refusal -> assertThat(refusal.lastValidByte()).isEqualTo(9))
        .hasMessage("First byte of the layer part is 11 instead of 10");
    assertThatThrownBy(() -> part(0, TEN)).isInstanceOf(UploadOutOfOrder.class);
    part(10, TEN);
    complete(sha256(TEN + TEN));
  }

  /** LY-05. */
  @Test
  void a_part_that_is_not_as_long_as_its_range_is_refused_and_undone() throws IOException {
    part(0, TEN);
    for (String wrong : new String[] {"short", "longer than that"}) {
      assertThatThrownBy(
              () ->
                  registry.uploads.appendPart(app, upload, new Span(10, 19), channel(utf8(wrong))))
          .isInstanceOfSatisfying(
              UploadLengthMismatch.class,
              refusal -> assertThat(refusal.lastValidByte()).isEqualTo(9));
    }
    part(10, TEN);
    complete(sha256(TEN + TEN));
  }

  /** LY-06: the bound of the shape. */
  @Test
  void a_part_that_is_too_large_is_refused_unread() {
    assertThat(Limits.DEFAULT.partBytes()).isEqualTo(20_971_520);
    assertThatThrownBy(() -> part(0, "x".repeat(SmallLimits.PART_BYTES + 1)))
        .isInstanceOfSatisfying(
            LayerPartTooLarge.class, refusal -> assertThat(refusal.max()).isEqualTo(40));
  }

  /** LY-07, LY-20. */
  @Test
  void a_small_part_that_is_not_the_last_is_found_at_completion() throws IOException {
    assertThat(Limits.DEFAULT.smallestPartBytes()).isEqualTo(5_242_880);
    part(0, "too small");
    part(9, TEN);
    assertThatThrownBy(() -> complete(sha256("too small" + TEN)))
        .isInstanceOf(LayerPartTooSmall.class)
        .hasMessage("All layer parts except the last part should be at least 10 bytes");
    assertThat(new LayerPartTooSmall(app, upload, 9, 5_242_880).getMessage())
        .isEqualTo("All layer parts except the last part should be at least 5MB");
  }

  /** LY-08, LY-20. */
  @Test
  void an_upload_without_parts_is_refused_with_ecrs_text() {
    assertThatThrownBy(() -> complete(sha256("")))
        .isInstanceOf(EmptyUpload.class)
        .hasMessage(
            "The upload with id '%s' in the repository with name 'app' in registry with id '123456789012' cannot be completed because it does not have any parts"
                .formatted(upload));
  }

  /** LY-09, LY-20. */
  @Test
  void a_wrong_digest_is_refused_and_nothing_is_stored() throws IOException {
    part(0, TEN);
    assertThatThrownBy(() -> complete(sha256("other")))
        .isInstanceOf(DigestMismatch.class)
        .hasMessage("None of the provided layer digests match the calculated layer digest");
    assertThatThrownBy(() -> registry.layers.get(app, sha256(TEN)))
        .isInstanceOf(LayerNotFound.class);
    assertThatThrownBy(() -> complete(sha256(TEN))).isInstanceOf(UploadNotFound.class);
    registry.clock.advance(Duration.ofHours(2));
    registry.condemned.run(registry.clock.instant());
    assertThat(registry.storedKeys()).isZero();
  }

  /** "None of the provided digests match": one of several is enough. */
  @Test
  void one_of_several_digests_is_enough() throws IOException {
    part(0, TEN);
    assertThat(
            registry
                .uploads
                .completeParts(app, upload, List.of(sha256("other"), sha256(TEN)))
                .digest())
        .isEqualTo(sha256(TEN));
  }

  /** LY-10: verified, and then gone. */
  @Test
  void a_layer_that_is_there_is_refused_after_it_was_verified() throws IOException {
    registry.layer(app, TEN);
    part(0, TEN);
    assertThatThrownBy(() -> complete(sha256(TEN)))
        .isInstanceOfSatisfying(
            LayerAlreadyExists.class,
            refusal -> assertThat(refusal.digest()).isEqualTo(sha256(TEN)));
    assertThatThrownBy(() -> complete(sha256(TEN))).isInstanceOf(UploadNotFound.class);
    assertThat(registry.bytes(registry.layers.get(app, sha256(TEN)))).isEqualTo(utf8(TEN));
  }

  /** The layer of another repository is none here: no LayerAlreadyExists. */
  @Test
  void a_layer_that_only_another_repository_holds_is_stored() throws IOException {
    RepositoryAddress other = registry.repository("other");
    registry.layer(other, TEN);
    part(0, TEN);
    complete(sha256(TEN));
    assertThat(registry.layers.get(app, sha256(TEN)).size()).isEqualTo(10);
  }

  /** LY-11. */
  @Test
  void unknown_foreign_and_completed_uploads_are_refused() throws IOException {
    RepositoryAddress other = registry.repository("other");
    assertThatThrownBy(
            () -> registry.uploads.appendPart(other, upload, new Span(0, 9), channel(utf8(TEN))))
        .isInstanceOf(UploadNotFound.class);
    part(0, TEN);
    assertThatThrownBy(() -> registry.uploads.completeParts(other, upload, List.of(sha256(TEN))))
        .isInstanceOf(UploadNotFound.class);
    complete(sha256(TEN));
    assertThatThrownBy(() -> complete(sha256(TEN))).isInstanceOf(UploadNotFound.class);
    assertThatThrownBy(() -> part(10, TEN)).isInstanceOf(UploadNotFound.class);
  }

  /** LY-12. */
  @Test
  void one_part_too_many_and_a_layer_too_large_are_refused() throws IOException {
    assertThat(Limits.DEFAULT.parts()).isEqualTo(4_200);
    assertThat(Limits.DEFAULT.layerBytes()).isEqualTo(52_000L * 1024 * 1024);
    String forty = TEN.repeat(4);
    part(0, forty);
    part(40, forty);
    assertThatThrownBy(() -> part(80, TEN + TEN + "x"))
        .isInstanceOfSatisfying(
            LimitExceeded.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(LimitExceeded.Kind.LAYER_SIZE));
    part(80, TEN);
    assertThatThrownBy(() -> part(90, TEN))
        .isInstanceOfSatisfying(
            LimitExceeded.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(LimitExceeded.Kind.PARTS_PER_LAYER));
    complete(sha256(forty + forty + TEN));
  }

  /** A part counts only after the request's signature held: the door's source throws at its end. */
  @Test
  void a_part_whose_source_fails_does_not_count() throws IOException {
    part(0, TEN);
    assertThatThrownBy(
            () ->
                registry.uploads.appendPart(
                    app, upload, new Span(10, 19), breakingAfter(utf8(TEN))))
        .isInstanceOf(SourceFailed.class);
    assertThatThrownBy(
            () ->
                registry.uploads.appendPart(
                    app, upload, new Span(10, 19), refusingAfter(utf8("forged sig"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(registry.uploads.offset(app, upload)).isEqualTo(10);
    part(10, "abcdefghij");
    complete(sha256(TEN + "abcdefghij"));
  }

  /** What a process that died left behind a part is cut off before the next one. */
  @Test
  void bytes_that_were_never_acknowledged_are_cut_off() throws IOException {
    part(0, TEN);
    registry.uploads.append(app, upload, TestRegistry.chunk("left behind"));
    part(10, TEN);
    registry.uploads.append(app, upload, TestRegistry.chunk("left behind"));
    complete(sha256(TEN + TEN));
  }

  /** I1: after a loss of power an upload in progress may be unknown, never wrong. */
  @Test
  void an_upload_that_lost_acknowledged_bytes_is_unknown() throws IOException {
    UploadId lost = registry.uploads.begin(app, ALICE).id();
    long repository = registry.repositories.get(app).id();
    BlobKey key =
        registry
            .database
            .<Optional<Upload>>read(tx -> tx.uploads().find(repository, lost))
            .orElseThrow()
            .key();
    registry.uploads.appendPart(app, lost, new Span(0, 9), channel(utf8(TEN)));
    try (BlobWriter writer = registry.blobs.write(key)) {
      writer.truncate(3);
    }
    assertThatThrownBy(
            () -> registry.uploads.appendPart(app, lost, new Span(10, 19), channel(utf8(TEN))))
        .isInstanceOf(UploadNotFound.class);
    assertThatThrownBy(() -> registry.uploads.completeParts(app, lost, List.of(sha256(TEN))))
        .isInstanceOf(UploadNotFound.class);
  }

  private long part(long first, String text) throws IOException {
    byte[] bytes = utf8(text);
    return registry.uploads.appendPart(
        app, upload, new Span(first, first + bytes.length - 1), channel(bytes));
  }

  private Completed complete(Digest digest) throws IOException {
    return registry.uploads.completeParts(app, upload, List.of(digest));
  }

  private static ReadableByteChannel refusingAfter(byte[] bytes) {
    ReadableByteChannel whole = channel(bytes);
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer into) throws IOException {
        int count = whole.read(into);
        if (count < 0) {
          throw new IllegalArgumentException("the signature does not match");
        }
        return count;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
