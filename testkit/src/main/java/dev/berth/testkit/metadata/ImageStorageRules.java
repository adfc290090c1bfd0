package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.FollowingReferrersTable.Subject;
import dev.berth.metadata.ImageStorageTable.Placed;
import dev.berth.metadata.ImageTable.NewImage;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.ImageStatus;
import dev.berth.model.ImageStorage;
import dev.berth.model.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  private boolean archive(Image image, Instant at) {
    return database().<Boolean>write(t -> t.imageStorage().archive(image.id(), at));
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

    assertThat(archive(image, ARCHIVED)).isTrue();
    assertThat(archive(image, ARCHIVED.plusSeconds(9))).as("a second time").isFalse();
    assertThat(storage(image))
        .isEqualTo(new ImageStorage(ImageStatus.ARCHIVED, Optional.of(ARCHIVED), Optional.empty()));
    assertThat(storage(other)).isEqualTo(ImageStorage.NEVER_ARCHIVED);
    assertThat(unarchived(repository)).isEqualTo(1);
    assertThat(database().<Long>read(t -> t.images().count(repository.id()))).isEqualTo(2);
  }

  @Test
  default void an_image_on_its_way_back_counts_and_is_due_at_its_time() {
    Repository repository = given().repository();
    Image image = given().image(repository);
    archive(image, ARCHIVED);
    given().change(t -> t.imageStorage().activate(image.id(), DUE));

    assertThat(storage(image).status()).isEqualTo(ImageStatus.ACTIVATING);
    assertThat(unarchived(repository)).isEqualTo(1);
    assertThat(due(repository, DUE.minusMillis(1))).isEmpty();
    assertThat(due(repository, DUE)).containsExactly(now(image));

    boolean changed = database().<Boolean>write(t -> t.imageStorage().activated(image.id(), DUE));
    assertThat(changed).isTrue();
    assertThat(storage(image))
        .isEqualTo(new ImageStorage(ImageStatus.ACTIVE, Optional.of(ARCHIVED), Optional.of(DUE)));
    assertThat(due(repository, DUE)).isEmpty();
  }

  @Test
  default void an_archived_image_may_be_active_at_once_and_an_active_one_stays() {
    Repository repository = given().repository();
    Image image = given().image(repository);
    given().change(t -> t.imageStorage().activate(image.id(), DUE));
    assertThat(database().<Boolean>write(t -> t.imageStorage().activated(image.id(), DUE)))
        .isFalse();
    assertThat(storage(image)).isEqualTo(ImageStorage.NEVER_ARCHIVED);

    archive(image, ARCHIVED);
    assertThat(database().<Boolean>write(t -> t.imageStorage().activated(image.id(), DUE)))
        .isTrue();
    assertThat(storage(image).status()).isEqualTo(ImageStatus.ACTIVE);
    assertThat(unarchived(repository)).isEqualTo(1);
  }

  @Test
  default void a_deleted_image_leaves_no_count_archived_or_not() {
    Repository repository = given().repository();
    Image archived = given().image(repository);
    Image active = given().image(repository);
    given().image(repository);
    archive(archived, ARCHIVED);
    given().change(t -> t.images().delete(archived.id()));
    assertThat(unarchived(repository)).isEqualTo(2);
    given().change(t -> t.images().delete(active.id()));
    assertThat(unarchived(repository)).isEqualTo(1);
    assertThat(database().<Long>read(t -> t.images().count(repository.id()))).isEqualTo(1);
  }

  @Test
  default void an_image_has_an_unarchived_parent_until_every_index_is_archived() {
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
    assertThat(database().<List<Image>>read(t -> t.imageStorage().children(first.id())))
        .containsExactly(child);
    archive(first, ARCHIVED);
    assertThat(database().<Boolean>read(t -> t.imageStorage().hasUnarchivedParent(child.id())))
        .isTrue();
    archive(second, ARCHIVED);
    assertThat(database().<Boolean>read(t -> t.imageStorage().hasUnarchivedParent(child.id())))
        .isFalse();
  }

  @Test
  default void a_subject_with_referrers_is_noted_until_they_followed() {
    Repository repository = given().repository();
    Image subject = given().image(repository);
    Image alone = given().image(repository);
    Image referrer = referrer(repository, subject);
    given()
        .change(
            t -> {
              t.imageStorage().archive(subject.id(), ARCHIVED);
              t.followingReferrers().add(subject.id(), ARCHIVED);
              t.followingReferrers().add(subject.id(), ARCHIVED);
              t.followingReferrers().add(alone.id(), ARCHIVED);
            });
    assertThat(noted(repository)).containsExactly(new Subject(repository.address(), now(subject)));
    assertThat(behind(subject, true)).containsExactly(referrer);
    assertThat(behind(subject, false)).isEmpty();

    archive(referrer, ARCHIVED);
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
              t.followingReferrers().add(subject.id(), ARCHIVED);
              t.followingReferrers().add(other.id(), ARCHIVED);
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
