package dev.berth.registry.upload;

import static dev.berth.registry.TestRegistry.address;
import static dev.berth.registry.TestRegistry.sha256;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.blob.Stored;
import dev.berth.model.AccountId;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Encryption;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TagMutability;
import dev.berth.registry.Conformance;
import dev.berth.registry.SmallLimits;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.LayerInaccessible;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.LayerReferenced;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.repository.Deletion;
import dev.berth.registry.repository.RepositorySettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayersTest {
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

  /** LY-01, LY-13. */
  @Test
  void only_layers_of_the_repository_are_available() throws IOException {
    RepositoryAddress other = registry.repository("other");
    Digest here = registry.layer(app, "here");
    Digest there = registry.layer(other, "there");

    Map<Digest, Blob> available =
        registry.layers.available(app, List.of(here, there, sha256("nowhere")));

    assertThat(available).containsOnlyKeys(here);
    assertThat(available.get(here)).extracting(Blob::size).isEqualTo(4L);
    assertThat(registry.layers.available(app, List.of())).isEmpty();
    assertThatThrownBy(() -> registry.layers.available(address("no"), List.of(here)))
        .isInstanceOf(RepositoryNotFound.class);
  }

  /** V2-11. */
  @Test
  void an_unknown_layer_is_refused_with_ecrs_text() {
    String text =
        "The layer with digest '%s' does not exist within the repository with name 'app' in the registry with id '123456789012'"
            .formatted(sha256("x"));
    assertThatThrownBy(() -> registry.layers.head(app, sha256("x")))
        .isInstanceOf(LayerNotFound.class)
        .hasMessage(text);
    assertThatThrownBy(() -> registry.layers.get(app, sha256("x")))
        .isInstanceOf(LayerNotFound.class)
        .hasMessage(text);
  }

  /** Invariant I4: an answer renews the lease, at most once an hour. */
  @Test
  void an_existence_answer_is_a_lease_that_is_renewed_once_an_hour() throws IOException {
    Digest digest = registry.layer(app, "layer");
    Instant uploaded = registry.clock.instant();

    registry.clock.advance(Duration.ofMinutes(60));
    registry.layers.head(app, digest);
    assertThat(leasedAt(digest)).isEqualTo(uploaded);

    registry.clock.advance(Duration.ofSeconds(1));
    registry.layers.head(app, digest);
    assertThat(leasedAt(digest)).isEqualTo(registry.clock.instant());

    registry.clock.advance(Duration.ofDays(3));
    registry.layers.available(app, List.of(digest, sha256("other")));
    assertThat(leasedAt(digest)).isEqualTo(registry.clock.instant());
  }

  /** Invariant I4: a promise that cannot be written down is not made. */
  @Test
  void a_layer_whose_lease_cannot_be_recorded_is_said_to_be_absent() throws Exception {
    Digest stale = registry.layer(app, "stale");
    registry.image(app, "named");
    registry.clock.advance(Duration.ofDays(1));
    Digest fresh = registry.layer(app, "fresh");
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("berth.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create trigger full before update on blob_link begin select raise(abort, 'full'); end");
    }

    assertThat(registry.layers.available(app, List.of(stale, fresh, sha256("layer of named"))))
        .containsOnlyKeys(fresh, sha256("layer of named"));
    assertThatThrownBy(() -> registry.layers.head(app, stale)).isInstanceOf(LayerNotFound.class);
    assertThat(registry.layers.get(app, stale).size()).isEqualTo(5);
  }

  /** DESIGN 5: what is kept in memory is never what was. */
  @Test
  void a_layer_that_came_or_went_and_a_repository_that_is_gone_are_seen_at_once()
      throws IOException {
    Digest digest = sha256("layer");
    assertThatThrownBy(() -> registry.layers.head(app, digest)).isInstanceOf(LayerNotFound.class);

    registry.layer(app, "layer");
    assertThat(registry.layers.head(app, digest).size()).isEqualTo(5);
    assertThat(registry.layers.get(app, digest).size()).isEqualTo(5);

    registry.layers.delete(app, digest);
    assertThatThrownBy(() -> registry.layers.head(app, digest)).isInstanceOf(LayerNotFound.class);
    assertThatThrownBy(() -> registry.layers.get(app, digest)).isInstanceOf(LayerNotFound.class);

    registry.layer(app, "layer");
    assertThat(registry.layers.head(app, digest).size()).isEqualTo(5);
    registry.repositories.delete(app, Deletion.WITH_IMAGES, TestRegistry.ALICE);
    assertThatThrownBy(() -> registry.layers.head(app, digest))
        .isInstanceOf(RepositoryNotFound.class);
  }

  @Test
  void uploading_again_and_mounting_are_leases_too() throws IOException {
    Digest digest = registry.layer(app, "layer");
    registry.clock.advance(Duration.ofHours(5));
    registry.layer(app, "layer");
    assertThat(leasedAt(digest)).isEqualTo(registry.clock.instant());
    registry.clock.advance(Duration.ofHours(5));
    registry.layers.mount(app, app, digest);
    assertThat(leasedAt(digest)).isEqualTo(registry.clock.instant());
  }

  @Test
  void a_part_of_a_layer_is_opened() throws IOException {
    Blob blob = registry.layers.get(app, registry.layer(app, "0123456789"));
    switch (registry.layers.open(blob, 3, 4)) {
      case Stored.Region(var file, long position, long length) -> {
        try (file) {
          ByteBuffer bytes = ByteBuffer.allocate((int) length);
          file.read(bytes, position);
          assertThat(bytes.array()).isEqualTo(utf8("3456"));
        }
      }
      case Stored.Streamed(var stream, long _) -> {
        try (stream) {
          assertThat(stream.readAllBytes()).isEqualTo(utf8("3456"));
        }
      }
    }
  }

  /** LY-14, LY-15, LY-19. */
  @Test
  void a_download_is_given_for_layers_that_an_image_names() throws IOException {
    Digest alone = registry.layer(app, "alone");
    registry.image(app, "one");

    assertThat(registry.layers.forDownload(app, sha256("layer of one")).size()).isEqualTo(12);
    assertThat(registry.layers.forDownload(app, sha256("config of one")).size()).isEqualTo(13);
    assertThatThrownBy(() -> registry.layers.forDownload(app, alone))
        .isInstanceOf(LayerInaccessible.class);
    assertThatThrownBy(() -> registry.layers.forDownload(app, sha256("no")))
        .isInstanceOf(LayerNotFound.class)
        .hasMessageStartingWith("The layer with digest '" + sha256("no") + "' does not exist");
  }

  /** V2-24, V2-25 (default column), V2-30. */
  @Test
  void a_mounted_layer_is_the_targets_own() throws IOException {
    RepositoryAddress source = registry.repository("source");
    Digest digest = registry.layer(source, "shared");

    assertThat(registry.layers.mount(source, app, digest))
        .isEqualTo(new Mount.Mounted(registry.layers.get(source, digest)));

    registry.repositories.delete(source, Deletion.WITH_IMAGES, TestRegistry.ALICE);
    assertThat(registry.bytes(registry.layers.get(app, digest))).isEqualTo(utf8("shared"));
  }

  /** V2-27, oci-behaviour 2.5: never an error. */
  @Test
  void what_cannot_be_mounted_says_why() throws IOException {
    RepositoryAddress source = registry.repository("source");
    RepositoryAddress keyed = registry.repository("keyed", kms("key/one"));
    Digest digest = registry.layer(source, "shared");
    registry.layer(keyed, "secret");
    RepositoryAddress abroad =
        new RepositoryAddress(
            new RegistryId(new AccountId("123456789012"), new Region("us-east-1")),
            new RepositoryName("source"));
    registry.repositories.create(abroad, RepositorySettings.DEFAULT, Map.of());
    registry.layer(abroad, "shared");

    assertThat(why(source, app, sha256("absent"))).isEqualTo(Mount.Reason.NOT_THERE);
    assertThat(why(address("no"), app, digest)).isEqualTo(Mount.Reason.NOT_THERE);
    assertThat(why(source, keyed, digest)).isEqualTo(Mount.Reason.OTHER_ENCRYPTION);
    assertThat(why(keyed, app, sha256("secret"))).isEqualTo(Mount.Reason.OTHER_ENCRYPTION);
    assertThat(why(abroad, app, digest)).isEqualTo(Mount.Reason.OTHER_REGISTRY);
    assertThatThrownBy(() -> registry.layers.mount(source, address("no"), digest))
        .isInstanceOf(RepositoryNotFound.class);
    assertThat(registry.layers.available(app, List.of(digest))).isEmpty();
  }

  /** V2-24 to V2-29, strict column. */
  @Test
  void mounts_are_off_where_ecr_is_followed_strictly() throws IOException {
    try (TestRegistry strict =
        TestRegistry.in(folder.resolve("strict"), SmallLimits.rules(Conformance.ECR))) {
      RepositoryAddress source = strict.repository("source");
      RepositoryAddress target = strict.repository("target");
      Digest digest = strict.layer(source, "shared");
      assertThat(strict.layers.mount(source, target, digest))
          .isEqualTo(new Mount.NotMounted(Mount.Reason.OFF));
    }
  }

  /** oci-behaviour 2.5: a mount without a source searches for one. */
  @Test
  void holders_of_a_layer_are_found_for_a_mount_without_a_source() throws IOException {
    RepositoryAddress one = registry.repository("one");
    RepositoryAddress two = registry.repository("two");
    RepositoryAddress keyed = registry.repository("keyed", kms("key/one"));
    Digest digest = registry.layer(one, "shared");
    registry.layer(two, "shared");
    registry.layer(keyed, "shared");

    assertThat(registry.layers.holders(app, digest, 10)).containsExactly(one, two);
    assertThat(registry.layers.holders(app, digest, 1)).hasSize(1);
    assertThat(registry.layers.holders(app, sha256("no"), 10)).isEmpty();
  }

  /** oci-behaviour 2.5: those whose names are near come first. */
  @Test
  void holders_of_the_same_namespace_come_first() throws IOException {
    RepositoryAddress far = registry.repository("elsewhere/far");
    RepositoryAddress outer = registry.repository("org/base");
    RepositoryAddress near = registry.repository("org/team/near");
    RepositoryAddress target = registry.repository("org/team/target");
    Digest digest = registry.layer(far, "shared");
    registry.layer(outer, "shared");
    registry.layer(near, "shared");

    assertThat(registry.layers.holders(target, digest, 10)).containsExactly(near, outer, far);
    assertThat(registry.layers.holders(target, digest, 2)).containsExactly(near, outer);
    assertThat(registry.layers.holders(app, digest, 1)).containsExactly(far);
  }

  /** Bytes are shared only under the same key (DESIGN, section 6). */
  @Test
  void repositories_with_different_keys_do_not_share_bytes() throws IOException {
    RepositoryAddress keyed = registry.repository("keyed", kms("key/one"));
    Digest digest = registry.layer(app, "same");
    registry.layer(keyed, "same");
    assertThat(registry.layers.get(keyed, digest).key())
        .isNotEqualTo(registry.layers.get(app, digest).key());
  }

  /** oci-behaviour 2.9: refused while an image names it. */
  @Test
  void a_layer_is_deleted_from_one_repository_at_once() throws IOException {
    RepositoryAddress other = registry.repository("other");
    Digest digest = registry.layer(app, "layer");
    registry.layers.mount(app, other, digest);

    registry.layers.delete(app, digest);

    assertThatThrownBy(() -> registry.layers.get(app, digest)).isInstanceOf(LayerNotFound.class);
    assertThatThrownBy(() -> registry.layers.delete(app, digest)).isInstanceOf(LayerNotFound.class);
    assertThat(registry.bytes(registry.layers.get(other, digest))).isEqualTo(utf8("layer"));

    registry.image(app, "one");
    assertThatThrownBy(() -> registry.layers.delete(app, sha256("config of one")))
        .isInstanceOf(LayerReferenced.class);
  }

  private Instant leasedAt(Digest digest) {
    long repository = registry.repositories.get(app).id();
    Blob blob = registry.layers.get(app, digest);
    return registry
        .database
        .<Optional<Instant>>read(tx -> tx.blobs().leasedAt(repository, blob.id()))
        .orElseThrow();
  }

  private Mount.Reason why(RepositoryAddress source, RepositoryAddress target, Digest digest) {
    return switch (registry.layers.mount(source, target, digest)) {
      case Mount.Mounted _ -> throw new AssertionError("it was mounted");
      case Mount.NotMounted(Mount.Reason reason) -> reason;
    };
  }

  private static RepositorySettings kms(String key) {
    return new RepositorySettings(
        TagMutability.MUTABLE,
        false,
        new Encryption(
            Encryption.Type.KMS, Optional.of("arn:aws:kms:eu-central-1:123456789012:" + key)));
  }
}
