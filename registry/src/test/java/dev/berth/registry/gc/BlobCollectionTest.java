package dev.berth.registry.gc;

import static dev.berth.registry.TestRegistry.ALICE;
import static dev.berth.registry.TestRegistry.chunk;
import static dev.berth.registry.TestRegistry.sha256;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.repository.Deletion;
import dev.berth.registry.upload.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collection as clients meet it (invariant I4, CHECKLIST LY-17). */
final class BlobCollectionTest {
  private static final Duration GRACE = Duration.ofHours(24);
  private static final Duration A_MOMENT = Duration.ofSeconds(1);
  private static final Collected NOTHING = new Collected(0, 0, 0);

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

  private Collected collect() {
    return registry.collection.run(registry.clock.instant());
  }

  private void deleteCondemned() throws IOException {
    registry.condemned.run(registry.clock.instant());
  }

  private boolean present(RepositoryAddress repository, Digest digest) {
    return registry.layers.available(repository, List.of(digest)).containsKey(digest);
  }

  @Test
  void a_layer_that_no_image_names_goes_after_the_grace_and_its_bytes_two_hours_later()
      throws IOException {
    Digest digest = registry.layer(app, "layer");
    registry.clock.advance(GRACE);
    assertThat(collect()).isEqualTo(NOTHING);

    registry.clock.advance(A_MOMENT);
    assertThat(collect()).isEqualTo(new Collected(1, 1, 5));
    assertThatThrownBy(() -> registry.layers.get(app, digest)).isInstanceOf(LayerNotFound.class);
    registry.clock.advance(Duration.ofMinutes(119));
    deleteCondemned();
    assertThat(registry.storedKeys()).isEqualTo(1);

    registry.clock.advance(Duration.ofMinutes(1));
    deleteCondemned();
    assertThat(registry.storedKeys()).isZero();
    assertThat(collect()).isEqualTo(NOTHING);
  }

  @Test
  void what_an_image_names_stays_for_ever() throws IOException {
    Image image = registry.image(app, "kept", "1");
    registry.clock.advance(Duration.ofDays(1000));
    assertThat(collect()).isEqualTo(NOTHING);
    deleteCondemned();

    assertThat(registry.images.find(app, new ImageReference.ByDigest(image.digest())))
        .isEqualTo(image);
    Blob layer = registry.layers.get(app, sha256("layer of kept"));
    assertThat(registry.bytes(layer)).isEqualTo(utf8("layer of kept"));
  }

  @Test
  void what_an_image_named_stays_for_the_grace_after_the_last_image_is_deleted()
      throws IOException {
    Image one = registry.image(app, "shared", "1");
    Image other =
        registry.put(
            app,
            SampleManifests.image("config of shared", "layer of shared", "layer of shared"),
            "2");
    registry.clock.advance(Duration.ofDays(30));
    registry.images.delete(app, new ImageReference.ByDigest(one.digest()), TestRegistry.ALICE);
    registry.clock.advance(Duration.ofDays(30));
    assertThat(collect()).isEqualTo(NOTHING);

    registry.images.delete(app, new ImageReference.ByDigest(other.digest()), TestRegistry.ALICE);
    registry.clock.advance(GRACE);
    assertThat(collect()).isEqualTo(NOTHING);
    registry.clock.advance(A_MOMENT);
    assertThat(collect().blobs()).isEqualTo(2);
  }

  @Test
  void an_answer_that_a_layer_is_there_keeps_it_for_the_grace() throws IOException {
    Digest digest = registry.layer(app, "layer");
    registry.clock.advance(Duration.ofHours(23));
    assertThat(present(app, digest)).isTrue();
    registry.clock.advance(Duration.ofHours(23));
    registry.layers.head(app, digest);
    registry.clock.advance(GRACE);
    assertThat(collect()).isEqualTo(NOTHING);
    registry.put(app, imageOf("layer"), "late");

    registry.clock.advance(Duration.ofDays(30));
    assertThat(collect()).isEqualTo(NOTHING);
  }

  /** The one layer is also the config. */
  private static String imageOf(String content) {
    return SampleManifests.image(content, content);
  }

  /** I4: such an answer promises at least the grace less the hour in which it is not repeated. */
  @Test
  void an_answer_is_written_down_at_most_once_an_hour() throws IOException {
    Digest digest = registry.layer(app, "layer");
    registry.clock.advance(Duration.ofMinutes(59));
    assertThat(present(app, digest)).isTrue();
    registry.clock.advance(GRACE.minusMinutes(59).plusSeconds(1));
    assertThat(collect().blobs()).isEqualTo(1);
    assertThat(present(app, digest)).isFalse();
  }

  @Test
  void a_mount_keeps_the_bytes_when_their_first_repository_loses_them() throws IOException {
    Digest digest = registry.layer(app, "layer");
    RepositoryAddress other = registry.repository("other");
    registry.clock.advance(Duration.ofHours(12));
    assertThat(registry.layers.mount(app, other, digest)).isInstanceOf(Mount.Mounted.class);
    registry.clock.advance(Duration.ofHours(13));

    assertThat(collect()).isEqualTo(new Collected(1, 0, 0));
    assertThat(present(app, digest)).isFalse();
    assertThat(registry.bytes(registry.layers.get(other, digest))).isEqualTo(utf8("layer"));
    assertThat(registry.layers.mount(app, registry.repository("third"), digest))
        .isInstanceOf(Mount.NotMounted.class);
  }

  @Test
  void what_a_deleted_repository_held_goes_unless_another_holds_it() throws IOException {
    registry.image(app, "only here", "1");
    registry.image(app, "shared", "2");
    RepositoryAddress other = registry.repository("other");
    registry.image(other, "shared", "1");
    registry.repositories.delete(app, Deletion.WITH_IMAGES, TestRegistry.ALICE);

    assertThat(collect().blobs()).isEqualTo(2);
    registry.clock.advance(Duration.ofHours(2));
    deleteCondemned();
    assertThat(registry.bytes(registry.layers.get(other, sha256("layer of shared"))))
        .isEqualTo(utf8("layer of shared"));
  }

  @Test
  void a_layer_that_is_pushed_again_while_its_bytes_are_condemned_has_bytes_of_its_own()
      throws IOException {
    Digest digest = registry.layer(app, "layer");
    registry.clock.advance(GRACE.plus(A_MOMENT));
    assertThat(collect().blobs()).isEqualTo(1);

    registry.layer(app, "layer");
    registry.clock.advance(Duration.ofHours(3));
    deleteCondemned();
    assertThat(registry.storedKeys()).isEqualTo(1);
    assertThat(registry.bytes(registry.layers.get(app, digest))).isEqualTo(utf8("layer"));
  }

  @Test
  void a_layer_that_is_uploaded_again_before_it_is_collected_stays() throws IOException {
    Digest digest = registry.layer(app, "layer");
    registry.clock.advance(GRACE.plus(A_MOMENT));
    registry.layer(app, "layer");
    assertThat(collect()).isEqualTo(NOTHING);
    registry.clock.advance(Duration.ofHours(3));
    deleteCondemned();
    assertThat(registry.bytes(registry.layers.get(app, digest))).isEqualTo(utf8("layer"));
  }

  @Test
  void an_upload_that_goes_on_is_not_collected() throws IOException {
    var upload = registry.uploads.begin(app, ALICE).id();
    registry.uploads.append(app, upload, chunk("first"));
    registry.clock.advance(Duration.ofHours(23));
    assertThat(collect()).isEqualTo(NOTHING);
    registry.uploads.append(app, upload, chunk("second"));
    registry.clock.advance(Duration.ofHours(2));
    assertThat(collect()).isEqualTo(NOTHING);
    registry.uploads.complete(app, upload, sha256("firstsecond"), chunk(""));
  }

  /** More than one transaction's worth. */
  @Test
  void many_layers_go_in_one_run() throws IOException {
    for (int i = 0; i < 205; i++) {
      registry.layer(app, "layer %03d".formatted(i));
    }
    registry.clock.advance(GRACE.plus(A_MOMENT));
    assertThat(collect()).isEqualTo(new Collected(205, 205, 205 * 9));
  }
}
