package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.ImageTable.NewImage;
import dev.berth.metadata.LifecycleImage;
import dev.berth.metadata.LifecycleImage.Parents;
import dev.berth.metadata.LifecyclePolicyTable.Stored;
import dev.berth.metadata.LifecyclePreview;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.Repository;
import dev.berth.model.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lifecycle policies, what they must not touch, and images as they look at them. */
interface LifecycleRules extends MetadataRules {
  Instant DUE = NOW.plus(Duration.ofHours(1));

  private void put(Repository repository, String document) {
    given().change(t -> t.lifecyclePolicies().put(repository.id(), document, "an id", DUE));
  }

  private Stored policy(Repository repository) {
    return found(repository).orElseThrow();
  }

  private Optional<Stored> found(Repository repository) {
    return database().read(t -> t.lifecyclePolicies().find(repository.address()));
  }

  private List<String> protections(Repository repository) {
    return database().read(t -> t.lifecycleProtections().of(repository.id()));
  }

  private boolean isDue(Repository repository, Instant now) {
    return database()
        .<Boolean>read(t -> t.lifecyclePolicies().due(now, 100_000).contains(repository.address()));
  }

  private List<LifecycleImage> images(Repository repository) {
    return database()
        .read(
            t ->
                t.lifecycle()
                    .page(repository.id(), new Page.Request<>(Optional.empty(), 1_000))
                    .items());
  }

  @Test
  default void a_lifecycle_policy_counts_its_changes_and_is_due_when_it_was_said() {
    Repository repository = given().repository();
    put(repository, "one");
    put(repository, "two");

    Stored policy = policy(repository);
    assertThat(policy)
        .isEqualTo(new Stored(repository.id(), "an id", 2, "two", Optional.empty(), 0));
    assertThat(isDue(repository, DUE.minusMillis(1))).isFalse();
    assertThat(isDue(repository, DUE)).isTrue();

    given().change(t -> t.lifecyclePolicies().delete(repository.id()));
    assertThat(isDue(repository, DUE)).isFalse();
    assertThat(found(repository)).isEmpty();
  }

  @Test
  default void an_evaluation_is_noted_of_the_policy_that_was_evaluated_only() {
    Repository repository = given().repository();
    put(repository, "one");
    Stored first = policy(repository);
    put(repository, "two");
    given().change(t -> t.lifecyclePolicies().evaluated(first, DUE, DUE.plusSeconds(60)));
    assertThat(policy(repository).evaluatedAt()).isEmpty();
    assertThat(isDue(repository, DUE)).isTrue();

    Stored second = policy(repository);
    given().change(t -> t.lifecyclePolicies().evaluated(second, DUE, DUE.plusSeconds(60)));
    assertThat(policy(repository).evaluatedAt()).contains(DUE);
    assertThat(isDue(repository, DUE)).isFalse();

    given().change(t -> t.lifecyclePolicies().postpone(repository.id(), DUE.plusSeconds(90)));
    assertThat(isDue(repository, DUE.plusSeconds(60))).isFalse();
    assertThat(isDue(repository, DUE.plusSeconds(90))).isTrue();
  }

  @Test
  default void whatever_images_or_tags_a_repository_loses_is_counted() {
    Repository repository = given().repository();
    Image first = given().image(repository, "a", "b");
    Image second = given().image(repository, "c");
    given().image(given().repository(), "elsewhere");
    put(repository, "policy");

    given().change(t -> t.tags().put(repository.id(), new Tag("d"), first.id(), NOW));
    given().change(t -> t.tags().put(repository.id(), new Tag("a"), first.id(), NOW));
    assertThat(policy(repository).losses()).isZero();

    given().change(t -> t.tags().put(repository.id(), new Tag("a"), second.id(), NOW));
    assertThat(policy(repository).losses()).isEqualTo(1);
    given().change(t -> t.tags().delete(repository.id(), new Tag("b")));
    assertThat(policy(repository).losses()).isEqualTo(2);
    given().change(t -> t.imageStorage().archive(repository.id(), List.of(first.id()), NOW));
    assertThat(policy(repository).losses()).isEqualTo(3);
    given().change(t -> t.images().delete(first.id()));
    assertThat(policy(repository).losses()).isEqualTo(5);
    given().change(t -> t.images().recordPull(second.id(), NOW.plusSeconds(1)));
    assertThat(policy(repository).losses()).isEqualTo(5);
  }

  @Test
  default void lifecycle_sees_tags_indexes_subjects_and_storage_of_an_image() {
    Repository repository = given().repository();
    Image child = given().image(repository, "b", "a");
    Image index = given().image(repository);
    Image freed = given().image(repository);
    Image archived = given().image(repository);
    NewImage plain = GivenRows.newImage(repository);
    Image referrer =
        database()
            .write(
                t ->
                    t.images()
                        .insert(
                            new NewImage(
                                plain.repositoryId(),
                                plain.digest(),
                                plain.mediaType(),
                                plain.manifest(),
                                plain.imageSize(),
                                plain.artifactType(),
                                Optional.of(child.digest()),
                                plain.pushedAt())));
    given()
        .change(
            t -> {
              t.images().insertEdges(index.id(), List.of(), List.of(child.id()));
              t.images().insertEdges(archived.id(), List.of(), List.of(child.id(), freed.id()));
              t.imageStorage().archive(repository.id(), List.of(archived.id()), NOW);
              t.images().recordPull(freed.id(), NOW.plusSeconds(5));
            });

    List<LifecycleImage> images = images(repository);

    assertThat(images)
        .extracting(LifecycleImage::digest)
        .containsExactly(
            child.digest(), index.digest(), freed.digest(), archived.digest(), referrer.digest());
    assertThat(images.getFirst().tags()).containsExactlyInAnyOrder(new Tag("a"), new Tag("b"));
    assertThat(images)
        .extracting(LifecycleImage::parents)
        .containsExactly(
            Parents.UNARCHIVED, Parents.NONE, Parents.ARCHIVED, Parents.NONE, Parents.NONE);
    assertThat(images.get(2).lastPulledAt()).contains(NOW.plusSeconds(5));
    assertThat(images.get(3).storage().lastArchivedAt()).contains(NOW);
    assertThat(images)
        .extracting(LifecycleImage::isReferrer)
        .containsExactly(false, false, false, false, true);
    List<LifecycleImage> some =
        database().read(t -> t.lifecycle().all(repository.id(), List.of(freed.id(), child.id())));
    assertThat(some).containsExactly(images.get(0), images.get(2));
  }

  @Test
  default void a_repository_has_the_protections_that_were_added_and_not_removed() {
    Repository repository = given().repository();
    given()
        .change(
            t -> {
              t.lifecycleProtections().add(repository.id(), "v*", NOW);
              t.lifecycleProtections().add(repository.id(), "Keep", NOW);
              t.lifecycleProtections().add(repository.id(), "v*", NOW);
            });
    assertThat(protections(repository)).containsExactly("Keep", "v*");

    assertThat(remove(repository, "v*")).isTrue();
    assertThat(remove(repository, "v*")).isFalse();
    assertThat(protections(repository)).containsExactly("Keep");
  }

  private boolean remove(Repository repository, String pattern) {
    return database()
        .<Boolean>write(t -> t.lifecycleProtections().remove(repository.id(), pattern));
  }

  @Test
  default void a_repository_takes_its_lifecycle_with_it() {
    Repository repository = given().repository();
    given().image(repository, "a");
    put(repository, "policy");
    given()
        .change(
            t -> {
              t.lifecycleProtections().add(repository.id(), "v*", NOW);
              t.lifecyclePreviews().start(repository.id(), "policy", NOW);
            });

    given().change(t -> t.repositories().delete(repository.id()));

    Repository again = given().repository(repository.registry(), repository.name().value());
    assertThat(found(again)).isEmpty();
    assertThat(protections(again)).isEmpty();
    Optional<LifecyclePreview> preview =
        database().read(t -> t.lifecyclePreviews().find(again.id()));
    assertThat(preview).isEmpty();
  }
}
