package dev.berth.registry.image;

import static dev.berth.registry.TestRegistry.pushed;
import static dev.berth.registry.TestRegistry.tags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference.ByDigest;
import dev.berth.model.ImageReference.ByTag;
import dev.berth.model.ImageStatus;
import dev.berth.model.ImageStorage;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.Conformance;
import dev.berth.registry.Rules;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.SmallLimits;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.ReferencedImagesNotFound;
import dev.berth.registry.refusal.StorageClassUpdateNotSupported;
import dev.berth.registry.refusal.StorageClassUpdateNotSupported.Reason;
import dev.berth.registry.repository.Deletion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CHECKLIST AR-01 to AR-04, AR-07, AR-08, AR-10, RF-08; ECR dossier 8 and 13. */
final class StorageClassesTest {
  private static final Duration ACTIVATION = Duration.ofMinutes(1);

  @TempDir Path folder;
  private TestRegistry registry;
  private RepositoryAddress app;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    app = registry.repository("app");
    registry.layer(app, "{}");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Instant now() {
    return registry.clock.instant();
  }

  private ImageStatus archive(Image image) {
    return update(image, StorageClass.ARCHIVE).storage().status();
  }

  private Image update(Image image, StorageClass target) {
    return registry.classes.update(app, ImageId.of(image.digest()), target);
  }

  private ImageStorage storage(Image image) {
    return registry
        .images
        .describe(app, List.of(ImageId.of(image.digest())))
        .getFirst()
        .image()
        .storage();
  }

  private ImageStatus status(Image image) {
    return storage(image).status();
  }

  private void activate() {
    registry.clock.advance(ACTIVATION);
    registry.classes.activate(now());
  }

  private Image referrer(Image of, String type) {
    return registry.put(app, SampleManifests.referrer(of, type, "{}", "{}"));
  }

  private void assertRefused(Image image, StorageClass target, Reason reason) {
    ImageStorage before = storage(image);
    assertThatThrownBy(() -> update(image, target))
        .isInstanceOfSatisfying(
            StorageClassUpdateNotSupported.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    assertThat(storage(image)).as("a refusal changes nothing").isEqualTo(before);
  }

  // AR-01, AR-02, V2-35
  @Test
  void an_archived_image_is_known_and_cannot_be_pulled() throws IOException {
    Image image = registry.image(app, "a", "v1");
    assertThat(archive(image)).isEqualTo(ImageStatus.ARCHIVED);

    assertThat(storage(image))
        .isEqualTo(new ImageStorage(ImageStatus.ARCHIVED, Optional.of(now()), Optional.empty()));
    assertThatThrownBy(() -> registry.images.get(app, new ByDigest(image.digest())))
        .isInstanceOf(ImageNotFound.class);
    assertThatThrownBy(() -> registry.images.find(app, new ByTag(new Tag("v1"))))
        .isInstanceOf(ImageNotFound.class);
    ImageBatch batch = registry.images.batchGet(app, List.of(ImageId.of(new Tag("v1"))));
    assertThat(batch.found()).isEmpty();
    assertThat(batch.failures())
        .extracting(ImageFailure::code)
        .containsExactly(ImageFailure.Code.IMAGE_INACCESSIBLE);
  }

  // AR-03
  @Test
  void a_restored_image_is_active_after_its_time() throws IOException {
    Image image = registry.image(app, "a", "v1");
    archive(image);
    Instant archived = now();
    assertThat(update(image, StorageClass.STANDARD).storage().status())
        .isEqualTo(ImageStatus.ACTIVATING);
    assertRefused(image, StorageClass.STANDARD, Reason.ACTIVATING);
    assertRefused(image, StorageClass.ARCHIVE, Reason.ACTIVATING);

    registry.clock.advance(ACTIVATION.minusMillis(1));
    assertThat(registry.classes.activate(now())).isZero();
    assertThatThrownBy(() -> registry.images.get(app, new ByDigest(image.digest())))
        .isInstanceOf(ImageNotFound.class);

    registry.clock.advance(Duration.ofMillis(1));
    assertThat(registry.classes.activate(now())).isEqualTo(1);
    assertThat(storage(image))
        .isEqualTo(new ImageStorage(ImageStatus.ACTIVE, Optional.of(archived), Optional.of(now())));
    assertThat(registry.images.get(app, new ByTag(new Tag("v1"))).image().digest())
        .isEqualTo(image.digest());
    assertThat(registry.classes.activate(now())).isZero();
  }

  // AR-04
  @Test
  void an_archived_image_that_is_pushed_again_is_active_at_once() throws IOException {
    Image image = registry.image(app, "a", "v1");
    String manifest = SampleManifests.image("config of a", "layer of a");
    archive(image);

    Put put = registry.images.put(app, pushed(manifest), tags("v1"));
    assertThat(put.outcome()).isEqualTo(Put.Outcome.RESTORED);
    assertThat(put.image().storage())
        .isEqualTo(new ImageStorage(ImageStatus.ACTIVE, Optional.of(now()), Optional.of(now())));
    assertThat(registry.images.put(app, pushed(manifest), tags("v1")).outcome())
        .isEqualTo(Put.Outcome.ALREADY);

    archive(image);
    update(image, StorageClass.STANDARD);
    assertThat(registry.images.put(app, pushed(manifest), tags("v1")).outcome())
        .as("on its way back")
        .isEqualTo(Put.Outcome.RESTORED);
    assertThat(status(image)).isEqualTo(ImageStatus.ACTIVE);
  }

  // AR-07, RP-10
  @Test
  void an_archived_image_can_be_deleted_and_keeps_its_repository_from_being_empty()
      throws IOException {
    Image image = registry.image(app, "a", "v1");
    archive(image);
    assertThatThrownBy(
            () -> registry.repositories.delete(app, Deletion.ONLY_IF_EMPTY, TestRegistry.ALICE))
        .hasMessageContaining("it still contains images");
    Deleted deleted =
        registry.images.delete(app, List.of(ImageId.of(image.digest())), TestRegistry.ALICE);
    assertThat(deleted.failures()).isEmpty();
    registry.repositories.delete(app, Deletion.ONLY_IF_EMPTY, TestRegistry.ALICE);
  }

  // AR-08
  @Test
  void an_index_takes_its_children_along_which_cannot_go_before_it() throws IOException {
    Image one = registry.image(app, "a");
    Image two = registry.image(app, "b");
    Image shared = registry.image(app, "c");
    Image inner = registry.put(app, SampleManifests.index(one));
    Image index = registry.put(app, SampleManifests.index(inner, two, shared), "all");
    Image other = registry.put(app, SampleManifests.index(shared), "other");
    assertRefused(one, StorageClass.ARCHIVE, Reason.NAMED_BY_INDEX);
    assertRefused(inner, StorageClass.ARCHIVE, Reason.NAMED_BY_INDEX);

    assertThat(archive(index)).isEqualTo(ImageStatus.ARCHIVED);
    assertThat(List.of(status(inner), status(one), status(two))).containsOnly(ImageStatus.ARCHIVED);
    assertThat(status(shared)).isEqualTo(ImageStatus.ACTIVE);
    archive(other);
    assertThat(status(shared)).isEqualTo(ImageStatus.ARCHIVED);

    update(index, StorageClass.STANDARD);
    activate();
    assertThat(List.of(status(index), status(inner), status(one), status(two), status(shared)))
        .containsOnly(ImageStatus.ACTIVE);
    assertThat(status(other)).isEqualTo(ImageStatus.ARCHIVED);
  }

  @Test
  void an_index_may_not_name_what_is_archived() throws IOException {
    Image child = registry.image(app, "a");
    archive(child);
    assertThatThrownBy(() -> registry.put(app, SampleManifests.index(child), "all"))
        .isInstanceOfSatisfying(
            ReferencedImagesNotFound.class,
            refusal -> assertThat(refusal.digests()).containsExactly(child.digest()));
  }

  @Test
  void an_index_that_is_pushed_again_brings_its_children_back() throws IOException {
    Image child = registry.image(app, "a");
    Image index = registry.put(app, SampleManifests.index(child), "all");
    archive(index);
    registry.put(app, SampleManifests.index(child), "all");
    assertThat(List.of(status(index), status(child))).containsOnly(ImageStatus.ACTIVE);
  }

  // AR-10
  @Test
  void what_has_the_class_already_and_what_follows_another_is_refused() throws IOException {
    Image image = registry.image(app, "a");
    Image signature = referrer(image, "application/signature");
    assertRefused(image, StorageClass.STANDARD, Reason.ALREADY_THERE);
    assertRefused(signature, StorageClass.ARCHIVE, Reason.REFERRER);
    archive(image);
    assertRefused(image, StorageClass.ARCHIVE, Reason.ALREADY_THERE);
    assertThatThrownBy(
            () ->
                registry.classes.update(
                    app, ImageId.of(TestRegistry.sha256("none")), StorageClass.ARCHIVE))
        .isInstanceOf(ImageNotFound.class);
  }

  // RF-08
  @Test
  void referrers_and_theirs_follow_their_subject_into_the_archive_and_back() throws IOException {
    Image child = registry.image(app, "a");
    Image index = registry.put(app, SampleManifests.index(child), "all");
    Image sbom = referrer(child, "application/sbom");
    Image signature = referrer(sbom, "application/signature");
    Image stranger = referrer(registry.image(app, "b"), "application/sbom");
    archive(index);
    assertThat(status(sbom)).isEqualTo(ImageStatus.ACTIVE);
    assertThat(registry.classes.follow(now())).isEqualTo(2);
    assertThat(List.of(status(sbom), status(signature))).containsOnly(ImageStatus.ARCHIVED);
    assertThat(status(stranger)).isEqualTo(ImageStatus.ACTIVE);
    assertThat(registry.classes.follow(now())).isZero();

    update(index, StorageClass.STANDARD);
    activate();
    assertThat(registry.classes.follow(now())).isEqualTo(2);
    assertThat(List.of(status(sbom), status(signature))).containsOnly(ImageStatus.ACTIVE);
  }

  @Test
  void a_referrer_that_is_pushed_to_an_archived_subject_follows_it() throws IOException {
    Image image = registry.image(app, "a");
    archive(image);
    Image late = referrer(image, "application/late");
    assertThat(status(late)).isEqualTo(ImageStatus.ACTIVE);
    assertThat(registry.classes.follow(now())).isEqualTo(1);
    assertThat(status(late)).isEqualTo(ImageStatus.ARCHIVED);
  }

  @Test
  void a_referrer_that_an_active_index_names_stays_and_hides_no_other() throws IOException {
    Image image = registry.image(app, "a");
    Image named = referrer(image, "application/named");
    registry.put(app, SampleManifests.index(named), "fallback");
    Image free = referrer(image, "application/free");
    archive(image);
    assertThat(registry.classes.follow(now())).isEqualTo(1);
    assertThat(status(named)).isEqualTo(ImageStatus.ACTIVE);
    assertThat(status(free)).isEqualTo(ImageStatus.ARCHIVED);
    assertThat(registry.classes.follow(now())).isZero();
  }

  @Test
  void more_referrers_than_one_write_takes_all_follow() throws IOException {
    Image image = registry.image(app, "a");
    List<Digest> referrers =
        IntStream.range(0, 120)
            .mapToObj(i -> referrer(image, "application/x" + i).digest())
            .toList();
    archive(image);
    assertThat(registry.classes.follow(now())).isEqualTo(referrers.size());
  }

  // AR-09
  @Test
  void archived_images_do_not_count_against_the_images_of_a_repository() throws IOException {
    Rules three = SmallLimits.rules(Conformance.OCI);
    try (TestRegistry small = TestRegistry.in(folder.resolve("small"), three)) {
      RepositoryAddress there = small.repository("app");
      Image first = small.image(there, "1");
      small.image(there, "2");
      small.image(there, "3");
      assertThatThrownBy(() -> small.image(there, "4")).isInstanceOf(LimitExceeded.class);

      small.classes.update(there, ImageId.of(first.digest()), StorageClass.ARCHIVE);
      small.image(there, "4");
      assertThatThrownBy(() -> small.image(there, "5")).isInstanceOf(LimitExceeded.class);
      assertThatThrownBy(() -> small.image(there, "1"))
          .as("a push that would restore it")
          .isInstanceOf(LimitExceeded.class);
    }
  }
}
