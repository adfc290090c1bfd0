package dev.berth.registry.upload;

import static dev.berth.registry.TestRegistry.ALICE;
import static dev.berth.registry.TestRegistry.BOB;
import static dev.berth.registry.TestRegistry.address;
import static dev.berth.registry.TestRegistry.breakingAfter;
import static dev.berth.registry.TestRegistry.channel;
import static dev.berth.registry.TestRegistry.chunk;
import static dev.berth.registry.TestRegistry.sha256;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.blob.SourceFailed;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Digester;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;
import dev.berth.registry.Conformance;
import dev.berth.registry.SmallLimits;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.DigestMismatch;
import dev.berth.registry.refusal.EmptyUpload;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.UploadLengthMismatch;
import dev.berth.registry.refusal.UploadNotFound;
import dev.berth.registry.refusal.UploadOutOfOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The session of {@code /v2/}: oci-behaviour 2.4. */
final class UploadsTest {
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

  /** V2-19: POST, then PUT with the whole body. */
  @Test
  void an_upload_in_one_piece_becomes_a_layer() throws IOException {
    UploadId upload = begin();
    Completed completed = registry.uploads.complete(app, upload, sha256("layer"), chunk("layer"));

    assertThat(completed).isEqualTo(new Completed(upload, sha256("layer"), 5));
    assertThat(registry.bytes(registry.layers.get(app, sha256("layer")))).isEqualTo(utf8("layer"));
  }

  /** V2-16: one PATCH without a range, then an empty PUT. */
  @Test
  void a_stream_and_an_empty_close_become_a_layer() throws IOException {
    UploadId upload = begin();
    assertThat(registry.uploads.append(app, upload, chunk("some "))).isEqualTo(5);
    assertThat(registry.uploads.append(app, upload, chunk("bytes"))).isEqualTo(10);
    assertThat(registry.uploads.offset(app, upload)).isEqualTo(10);

    registry.uploads.complete(app, upload, sha256("some bytes"), Chunk.none());

    assertThat(registry.bytes(registry.layers.get(app, sha256("some bytes"))))
        .isEqualTo(utf8("some bytes"));
  }

  /** V2-17, V2-18: the range advances; the last chunk comes with the close. */
  @Test
  void chunks_with_ranges_become_a_layer() throws IOException {
    UploadId upload = begin();
    registry.uploads.append(app, upload, at(0, "some "));
    registry.uploads.append(app, upload, at(5, "more "));
    registry.uploads.complete(app, upload, sha256("some more bytes"), at(10, "bytes"));

    assertThat(registry.layers.get(app, sha256("some more bytes")).size()).isEqualTo(15);
  }

  /**
   * V2-17, V2-43: a gap and an overlap are refused with ECR's text, in PATCH and in PUT, and the
   * upload goes on.
   */
  @Test
  void a_chunk_out_of_order_is_refused_and_the_upload_goes_on() throws IOException {
    UploadId upload = begin();
    registry.uploads.append(app, upload, at(0, "some "));
    assertThatThrownBy(() -> registry.uploads.append(app, upload, at(6, "x")))
        .isInstanceOfSatisfying(
            UploadOutOfOrder.class, refusal -> assertThat(refusal.lastValidByte()).isEqualTo(4))
        .hasMessage("First byte of the layer part is 6 instead of 5");
    assertThatThrownBy(() -> registry.uploads.append(app, upload, at(0, "some ")))
        .isInstanceOf(UploadOutOfOrder.class);
    assertThatThrownBy(() -> registry.uploads.complete(app, upload, sha256("x"), at(7, "x")))
        .isInstanceOf(UploadOutOfOrder.class);

    assertThat(registry.uploads.offset(app, upload)).isEqualTo(5);
    registry.uploads.complete(app, upload, sha256("some bytes"), at(5, "bytes"));
  }

  /** oci-behaviour 2.4: length and range disagree. */
  @Test
  void a_chunk_that_is_not_as_long_as_its_range_is_refused_and_undone() throws IOException {
    UploadId upload = begin();
    registry.uploads.append(app, upload, at(0, "some "));
    for (String wrong : new String[] {"byte", "bytes!", ""}) {
      assertThatThrownBy(
              () ->
                  registry.uploads.append(
                      app, upload, Chunk.at(new Span(5, 9), channel(utf8(wrong)))))
          .isInstanceOfSatisfying(
              UploadLengthMismatch.class,
              refusal -> {
                assertThat(refusal.announced()).isEqualTo(5);
                assertThat(refusal.received()).isEqualTo(wrong.length());
                assertThat(refusal.lastValidByte()).isEqualTo(4);
              });
      assertThat(registry.uploads.offset(app, upload)).isEqualTo(5);
    }
    registry.uploads.complete(app, upload, sha256("some bytes"), at(5, "bytes"));
  }

  /** V2-42: zero bytes, also in a PATCH (docker's empty layer). */
  @Test
  void zero_bytes_are_a_layer() throws IOException {
    UploadId upload = begin();
    assertThat(registry.uploads.append(app, upload, Chunk.none())).isZero();
    assertThat(registry.uploads.offset(app, upload)).isZero();
    registry.uploads.complete(app, upload, sha256(""), Chunk.none());
    assertThat(registry.bytes(registry.layers.get(app, sha256("")))).isEmpty();

    registry.uploads.complete(app, begin(), sha256(""), Chunk.none());
  }

  /** V2-42. */
  @Test
  void zero_bytes_are_refused_with_ecrs_text_where_ecr_is_followed_strictly() throws IOException {
    try (TestRegistry strict = small(Conformance.ECR)) {
      RepositoryAddress there = strict.repository("app");
      UploadId upload = strict.uploads.begin(there, ALICE).id();
      assertThatThrownBy(() -> strict.uploads.complete(there, upload, sha256(""), Chunk.none()))
          .isInstanceOf(EmptyUpload.class)
          .hasMessage(
              "The upload with id '%s' in the repository with name 'app' in registry with id '123456789012' cannot be completed because it does not have any parts"
                  .formatted(upload));
    }
  }

  /** V2-41; the upload ends, nothing is visible, the bytes go. */
  @Test
  void a_wrong_digest_is_refused_and_nothing_is_stored() throws IOException {
    UploadId upload = begin();
    registry.uploads.append(app, upload, chunk("layer"));
    assertThatThrownBy(() -> registry.uploads.complete(app, upload, sha256("other"), Chunk.none()))
        .isInstanceOfSatisfying(
            DigestMismatch.class,
            refusal -> assertThat(refusal.calculated()).containsExactly(sha256("layer")))
        .hasMessage("None of the provided layer digests match the calculated layer digest");

    assertThatThrownBy(() -> registry.uploads.offset(app, upload))
        .isInstanceOf(UploadNotFound.class);
    assertThatThrownBy(() -> registry.layers.get(app, sha256("layer")))
        .isInstanceOf(LayerNotFound.class);
    assertThatThrownBy(() -> registry.layers.get(app, sha256("other")))
        .isInstanceOf(LayerNotFound.class);
    sweep();
    assertThat(registry.storedKeys()).isZero();
  }

  /** I3: another algorithm than the one that ran along is computed from the stored bytes. */
  @Test
  void a_sha512_layer_is_verified_and_stored_under_it() throws IOException {
    Digest sha512 = Digester.digest(Digest.Algorithm.SHA512, utf8("layer"));
    UploadId upload = begin();
    registry.uploads.append(app, upload, chunk("lay"));
    registry.uploads.complete(app, upload, sha512, chunk("er"));

    assertThat(registry.layers.get(app, sha512).size()).isEqualTo(5);
    assertThatThrownBy(() -> registry.layers.get(app, sha256("layer")))
        .isInstanceOf(LayerNotFound.class);
    Digest other = Digester.digest(Digest.Algorithm.SHA512, utf8("other"));
    assertThatThrownBy(() -> registry.uploads.complete(app, begin(), other, chunk("layer")))
        .isInstanceOf(DigestMismatch.class);
  }

  /** I7: a lost answer is asked for again. */
  @Test
  void a_repeated_close_is_answered_alike_for_an_hour() throws IOException {
    UploadId upload = begin();
    Completed first = registry.uploads.complete(app, upload, sha256("layer"), chunk("layer"));
    registry.clock.advance(Duration.ofMinutes(59));
    assertThat(registry.uploads.complete(app, upload, sha256("layer"), chunk("layer")))
        .isEqualTo(first);
    assertThatThrownBy(() -> registry.uploads.complete(app, upload, sha256("other"), Chunk.none()))
        .isInstanceOf(UploadNotFound.class);
    assertThatThrownBy(() -> registry.uploads.append(app, upload, chunk("x")))
        .isInstanceOf(UploadNotFound.class);
    assertThatThrownBy(() -> registry.uploads.offset(app, upload))
        .isInstanceOf(UploadNotFound.class);
    assertThatThrownBy(() -> registry.uploads.cancel(app, upload))
        .isInstanceOf(UploadNotFound.class);

    registry.clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> registry.uploads.complete(app, upload, sha256("layer"), Chunk.none()))
        .isInstanceOf(UploadNotFound.class);
  }

  @Test
  void a_repeated_close_does_not_bring_back_a_deleted_layer() throws IOException {
    UploadId upload = begin();
    registry.uploads.complete(app, upload, sha256("layer"), chunk("layer"));
    registry.layers.delete(app, sha256("layer"));
    assertThatThrownBy(() -> registry.uploads.complete(app, upload, sha256("layer"), Chunk.none()))
        .isInstanceOf(UploadNotFound.class);
  }

  @Test
  void a_cancelled_upload_is_gone_with_its_bytes() throws IOException {
    UploadId upload = begin();
    registry.uploads.append(app, upload, chunk("layer"));
    registry.uploads.cancel(app, upload);

    assertThatThrownBy(() -> registry.uploads.append(app, upload, chunk("x")))
        .isInstanceOf(UploadNotFound.class);
    assertThatThrownBy(() -> registry.uploads.cancel(app, upload))
        .isInstanceOf(UploadNotFound.class);
    sweep();
    assertThat(registry.storedKeys()).isZero();
  }

  /** The client went away in the middle of a PATCH: it asks for the offset and goes on. */
  @Test
  void an_upload_goes_on_after_the_client_went_away() throws IOException {
    UploadId upload = begin();
    assertThatThrownBy(
            () -> registry.uploads.append(app, upload, Chunk.of(breakingAfter(utf8("some ")))))
        .isInstanceOf(SourceFailed.class);
    assertThat(registry.uploads.offset(app, upload)).isEqualTo(5);
    registry.uploads.complete(app, upload, sha256("some bytes"), at(5, "bytes"));
  }

  @Test
  void an_upload_goes_on_after_the_client_went_away_while_closing() throws IOException {
    UploadId upload = begin();
    assertThatThrownBy(
            () ->
                registry.uploads.complete(
                    app, upload, sha256("some bytes"), Chunk.of(breakingAfter(utf8("some ")))))
        .isInstanceOf(SourceFailed.class);
    registry.uploads.complete(app, upload, sha256("some bytes"), at(5, "bytes"));
  }

  @Test
  void an_upload_is_good_in_its_repository_only() throws IOException {
    UploadId upload = begin();
    RepositoryAddress other = registry.repository("other");
    assertThatThrownBy(() -> registry.uploads.append(other, upload, chunk("x")))
        .isInstanceOf(UploadNotFound.class);
    assertThatThrownBy(() -> registry.uploads.append(address("no"), upload, chunk("x")))
        .isInstanceOf(RepositoryNotFound.class);
    assertThatThrownBy(() -> registry.uploads.begin(address("no"), ALICE))
        .isInstanceOf(RepositoryNotFound.class);
    UploadId unknown = new UploadId(UUID.fromString("00000000-0000-4000-8000-000000000000"));
    assertThatThrownBy(() -> registry.uploads.complete(app, unknown, sha256("x"), chunk("x")))
        .isInstanceOf(UploadNotFound.class);
  }

  /** One row, one key: the second upload of a digest takes the blob that is there. */
  @Test
  void the_same_layer_in_two_repositories_is_stored_once() throws IOException {
    RepositoryAddress other = registry.repository("other");
    registry.layer(app, "layer");
    registry.layer(other, "layer");
    registry.layer(app, "layer");
    assertThat(registry.layers.get(other, sha256("layer")))
        .isEqualTo(registry.layers.get(app, sha256("layer")));

    sweep();

    assertThat(registry.storedKeys()).isEqualTo(1);
    assertThat(registry.bytes(registry.layers.get(other, sha256("layer"))))
        .isEqualTo(utf8("layer"));
  }

  /** I7: capped per principal and repository. */
  @Test
  void one_open_upload_too_many_is_refused() throws IOException {
    try (TestRegistry small = small(Conformance.OCI)) {
      RepositoryAddress one = small.repository("one");
      RepositoryAddress two = small.repository("two");
      UploadId first = small.uploads.begin(one, ALICE).id();
      small.uploads.begin(one, ALICE);
      assertThatThrownBy(() -> small.uploads.begin(one, ALICE))
          .isInstanceOfSatisfying(
              LimitExceeded.class,
              refusal -> assertThat(refusal.kind()).isEqualTo(LimitExceeded.Kind.OPEN_UPLOADS));
      small.uploads.begin(one, BOB);
      small.uploads.begin(two, ALICE);

      small.uploads.complete(one, first, sha256("x"), chunk("x"));
      small.uploads.begin(one, ALICE);
    }
  }

  /** ecr-behaviour 22: the largest layer is accepted, one byte more is not. */
  @Test
  void a_layer_that_is_too_large_is_refused() throws IOException {
    try (TestRegistry small = small(Conformance.OCI)) {
      RepositoryAddress there = small.repository("app");
      String largest = "x".repeat(SmallLimits.LAYER_BYTES);
      small.layer(there, largest);
      UploadId upload = small.uploads.begin(there, ALICE).id();
      small.uploads.append(there, upload, chunk("x"));
      assertThatThrownBy(() -> small.uploads.append(there, upload, chunk(largest)))
          .isInstanceOfSatisfying(
              LimitExceeded.class,
              refusal -> assertThat(refusal.kind()).isEqualTo(LimitExceeded.Kind.LAYER_SIZE));
      assertThat(small.uploads.offset(there, upload)).isEqualTo(1);
      assertThatThrownBy(
              () ->
                  small.uploads.append(
                      there,
                      upload,
                      Chunk.at(new Span(1, SmallLimits.LAYER_BYTES), channel(utf8(largest)))))
          .isInstanceOf(LimitExceeded.class);
    }
  }

  /** V2-19: POST with a digest. A failure leaves no upload behind. */
  @Test
  void a_layer_in_one_request_leaves_no_upload_when_it_fails() throws IOException {
    assertThatThrownBy(() -> registry.uploads.receive(app, ALICE, sha256("other"), chunk("layer")))
        .isInstanceOf(DigestMismatch.class);
    assertThatThrownBy(
            () ->
                registry.uploads.receive(
                    app, ALICE, sha256("layer"), Chunk.of(breakingAfter(utf8("lay")))))
        .isInstanceOf(SourceFailed.class);

    long repository = registry.repositories.get(app).id();
    assertThat(registry.database.<Long>read(tx -> tx.uploads().countOpen(repository, ALICE)))
        .isZero();
    sweep();
    assertThat(registry.storedKeys()).isZero();
  }

  /** I2: keys carry the day, and no two are alike. */
  @Test
  void keys_are_of_the_day_and_never_repeat() {
    BlobKeys keys = new BlobKeys(registry.clock, new SecureRandom());
    Set<BlobKey> made = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      made.add(keys.next());
    }
    assertThat(made).hasSize(1000).allSatisfy(key -> assertThat(key.day()).isEqualTo("2026-11-21"));
    registry.clock.advance(Duration.ofHours(12));
    assertThat(keys.next().day()).isEqualTo("2026-11-22");
  }

  /** LY-03. */
  @Test
  void upload_ids_are_version_4_uuids() {
    UUID id = begin().value();
    assertThat(id.version()).isEqualTo(4);
    assertThat(id.variant()).isEqualTo(2);
  }

  private UploadId begin() {
    return registry.uploads.begin(app, ALICE).id();
  }

  private static Chunk at(long first, String text) {
    byte[] bytes = utf8(text);
    return Chunk.at(new Span(first, first + bytes.length - 1), channel(bytes));
  }

  private void sweep() throws IOException {
    registry.clock.advance(Duration.ofHours(2));
    registry.condemned.run(registry.clock.instant());
  }

  private TestRegistry small(Conformance conformance) throws IOException {
    return TestRegistry.in(folder.resolve("small"), SmallLimits.rules(conformance));
  }
}
