package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.FollowingReferrersTable.Subject;
import dev.berth.metadata.ImageStorageTable.Placed;
import dev.berth.metadata.ImageTable.NewImage;
import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.StatusFilter;
import dev.berth.metadata.TaggedDigest;
import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.ImageStatus;
import dev.berth.model.ImageStorage;
import dev.berth.model.Page;
import dev.berth.model.Repository;
import dev.berth.model.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is known of archived images (ECR dossier 13). */
interface ImageStorageRules extends MetadataRules {
  Instant ARCHIVED = NOW.plusSeconds(60);
  Instant DUE = ARCHIVED.plus(Duration.ofMinutes(20));

  private Image now(Image image) {
    return database()
        .<Optional<Image>>read(
            t -> t.images().find(image.repositoryId(), new ImageReference.ByDigest(image.digest())))
        .orElseThrow();
  }

  private ImageStorage storage(Image image) {
    return now(image).storage();
  }

  private long unarchived(Repository repository) {
    return database().<Long>read(t -> t.images().countUnarchived(repository.id()));
  }

  private List<Image> due(Repository repository, Instant at) {
    List<Placed> due = database().read(t -> t.imageStorage().due(at, 10_000));
    return due.stream()
        .filter(placed -> placed.repository().equals(repository.address()))
        .map(Placed::image)
        .toList();
  }

  private List<Long> change(Function<Transaction, List<Long>> change) {
    return database().write(change);
  }

  private List<Long> archive(Repository repository, Image... images) {
    return change(t -> t.imageStorage().archive(repository.id(), ids(images), ARCHIVED));
  }

  private List<Long> activate(Repository repository, Image... images) {
    return change(t -> t.imageStorage().activate(repository.id(), ids(images), DUE));
  }

  private List<Long> activated(Repository repository, Image... images) {
    return change(t -> t.imageStorage().activated(repository.id(), ids(images), DUE));
  }

  private static List<Long> ids(Image... images) {
    return Stream.of(images).map(Image::id).toList();
  }

  private Image referrer(Repository repository, Image subject) {
    NewImage image = GivenRows.newImage(repository);
    return database()
        .write(
            t ->
                t.images()
                    .insert(
                        new NewImage(
                            image.repositoryId(),
                            image.digest(),
                            image.mediaType(),
                            image.manifest(),
                            image.imageSize(),
                            image.artifactType(),
                            Optional.of(subject.digest()),
                            image.pushedAt())));
  }

  @Test
  default void an_archived_image_knows_since_when_and_does_not_count() {
    Repository repository = given().repository();
    Image image = given().image(repository, "v1");
    Image other = given().image(repository);

    assertThat(archive(repository, image)).containsExactly(image.id());
    assertThat(archive(repository, image)).as("a second time").isEmpty();
    assertThat(archive(given().repository(), other)).as("of another repository").isEmpty();
    assertThat(storage(image))
        .isEqualTo(new ImageStorage(ImageStatus.ARCHIVED, Optional.of(ARCHIVED), Optional.empty()));
    assertThat(storage(other)).isEqualTo(ImageStorage.NEVER_ARCHIVED);
    assertThat(unarchived(repository)).isEqualTo(1);
    assertThat(database().<Long>read(t -> t.images().count(repository.id()))).isEqualTo(2);
  }

  @Test
  default void a_blob_is_only_archived_when_every_image_that_names_it_is() {
    Repository repository = given().repository();
    Blob shared = given().linkedBlob(repository);
    Blob alone = given().linkedBlob(repository);
    Blob unnamed = given().linkedBlob(repository);
    Image archived = given().image(repository);
    Image active = given().image(repository);
    given()
        .change(
            t -> {
              List<Long> both = List.of(shared.id(), alone.id());
              t.images().insertEdges(archived.id(), both, List.of());
              t.images().insertEdges(active.id(), List.of(shared.id()), List.of());
            });
    List<Long> blobs = List.of(shared.id(), alone.id(), unnamed.id());
    archive(repository, archived);

    Set<Long> one = database().read(t -> t.blobs().onlyArchived(repository.id(), blobs));
    assertThat(one).containsExactly(alone.id());
    archive(repository, active);
    Set<Long> both = database().read(t -> t.blobs().onlyArchived(repository.id(), blobs));
    assertThat(both).containsExactlyInAnyOrder(alone.id(), shared.id());
  }

  @Test
  default void an_image_on_its_way_back_counts_and_is_due_at_its_time() {
    Repository repository = given().repository();
    Image image = given().image(repository);
    archive(repository, image);
    assertThat(activate(repository, image)).containsExactly(image.id());

    assertThat(storage(image).status()).isEqualTo(ImageStatus.ACTIVATING);
    assertThat(unarchived(repository)).isEqualTo(1);
    assertThat(due(repository, DUE.minusMillis(1))).isEmpty();
    assertThat(due(repository, DUE)).containsExactly(now(image));

    assertThat(activated(repository, image)).containsExactly(image.id());
    assertThat(storage(image))
        .isEqualTo(new ImageStorage(ImageStatus.ACTIVE, Optional.of(ARCHIVED), Optional.of(DUE)));
    assertThat(due(repository, DUE)).isEmpty();
    assertThat(unarchived(repository)).isEqualTo(1);
  }

  @Test
  default void an_active_image_stays_as_it_is() {
    Repository repository = given().repository();
    Image image = given().image(repository);
    assertThat(activate(repository, image)).isEmpty();
    assertThat(activated(repository, image)).isEmpty();
    assertThat(storage(image)).isEqualTo(ImageStorage.NEVER_ARCHIVED);
    assertThat(unarchived(repository)).isEqualTo(1);
  }

  @Test
  default void a_deleted_image_leaves_no_count_archived_or_not() {
    Repository repository = given().repository();
    Image archived = given().image(repository);
    Image active = given().image(repository);
    given().image(repository);
    archive(repository, archived);
    given().change(t -> t.images().delete(archived.id()));
    assertThat(unarchived(repository)).isEqualTo(2);
    given().change(t -> t.images().delete(active.id()));
    assertThat(unarchived(repository)).isEqualTo(1);
    assertThat(database().<Long>read(t -> t.images().count(repository.id()))).isEqualTo(1);
  }

  @Test
  default void an_image_cannot_be_archived_before_every_index_that_names_it() {
    Repository repository = given().repository();
    Image child = given().image(repository);
    Image first = given().image(repository);
    Image second = given().image(repository);
    given()
        .change(
            t -> {
              t.images().insertEdges(first.id(), List.of(), List.of(child.id()));
              t.images().insertEdges(second.id(), List.of(), List.of(child.id()));
            });
    assertThat(database().<List<Long>>read(t -> t.imageStorage().children(ids(first, second))))
        .containsExactly(child.id());
    archive(repository, first);
    assertThat(archive(repository, child)).isEmpty();
    archive(repository, second);
    assertThat(archive(repository, child)).containsExactly(child.id());
  }

  @Test
  default void lists_show_images_of_the_status_asked_for_and_tags_only_those_of_active_ones() {
    Repository repository = given().repository();
    Image active = given().image(repository, "active");
    Image archived = given().image(repository, "archived");
    Image activating = given().image(repository, "activating");
    Image untagged = given().image(repository);
    archive(repository, archived, activating, untagged);
    activate(repository, activating);

    assertThat(pushed(repository, TagStatus.ANY, StatusFilter.ACTIVE)).containsExactly(active.id());
    assertThat(pushed(repository, TagStatus.ANY, StatusFilter.ARCHIVED))
        .containsExactly(archived.id(), untagged.id());
    assertThat(pushed(repository, TagStatus.TAGGED, StatusFilter.ARCHIVED))
        .containsExactly(archived.id());
    assertThat(pushed(repository, TagStatus.UNTAGGED, StatusFilter.ARCHIVED))
        .containsExactly(untagged.id());
    assertThat(pushed(repository, TagStatus.ANY, StatusFilter.ACTIVATING))
        .containsExactly(activating.id());
    assertThat(pushed(repository, TagStatus.ANY, StatusFilter.ANY)).hasSize(4);
    Page<Tag, Tag> tags =
        database()
            .read(t -> t.tags().page(repository.id(), new Page.Request<>(Optional.empty(), 10)));
    assertThat(tags.items()).containsExactly(new Tag("active"));
  }

  // Both lists of images, which must agree.
  private List<Long> pushed(Repository repository, TagStatus tags, StatusFilter status) {
    Page<Image, Long> images =
        database()
            .read(
                t ->
                    t.images()
                        .page(
                            repository.id(),
                            tags,
                            status,
                            new Page.Request<>(Optional.empty(), 10)));
    Page<TaggedDigest, TaggedDigest.Key> lines =
        database()
            .read(
                t ->
                    t.images()
                        .list(
                            repository.id(),
                            tags,
                            status,
                            new Page.Request<>(Optional.empty(), 10)));
    assertThat(lines.items())
        .extracting(TaggedDigest::digest)
        .isEqualTo(images.items().stream().map(Image::digest).toList());
    return images.items().stream().map(Image::id).toList();
  }

  @Test
  default void a_subject_with_referrers_is_noted_until_they_followed() {
    Repository repository = given().repository();
    Image subject = given().image(repository);
    Image alone = given().image(repository);
    Image referrer = referrer(repository, subject);
    archive(repository, subject);
    given()
        .change(
            t -> {
              t.followingReferrers().add(ids(subject, alone), ARCHIVED);
              t.followingReferrers().add(ids(subject), ARCHIVED);
            });
    assertThat(noted(repository)).containsExactly(new Subject(repository.address(), now(subject)));
    assertThat(behind(subject, true)).containsExactly(referrer);
    assertThat(behind(subject, false)).isEmpty();

    archive(repository, referrer);
    assertThat(behind(subject, true)).isEmpty();
    assertThat(behind(subject, false)).containsExactly(now(referrer));
    given().change(t -> t.followingReferrers().delete(subject.id()));
    assertThat(noted(repository)).isEmpty();
  }

  @Test
  default void a_deleted_subject_or_repository_is_not_noted_any_more() {
    Repository repository = given().repository();
    Image subject = given().image(repository);
    Image other = given().image(repository);
    referrer(repository, subject);
    referrer(repository, other);
    given()
        .change(
            t -> {
              t.followingReferrers().add(ids(subject, other), ARCHIVED);
              t.images().delete(subject.id());
            });
    assertThat(noted(repository))
        .extracting(noted -> noted.image().id())
        .containsExactly(other.id());
    given().change(t -> t.repositories().delete(repository.id()));
    assertThat(noted(repository)).isEmpty();
  }

  private List<Subject> noted(Repository repository) {
    List<Subject> noted = database().read(t -> t.followingReferrers().next(0, 10_000));
    return noted.stream()
        .filter(subject -> subject.repository().equals(repository.address()))
        .toList();
  }

  private List<Image> behind(Image subject, boolean archived) {
    return database().<List<Image>>read(t -> t.followingReferrers().behind(subject, archived, 100));
  }
}
