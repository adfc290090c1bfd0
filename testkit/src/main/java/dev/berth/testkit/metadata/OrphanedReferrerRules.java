package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.ImageTable.NewImage;
import dev.berth.metadata.OrphanedReferrerTable.Orphan;
import dev.berth.model.Image;
import dev.berth.model.Repository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is known of referrers whose subject was deleted (CHECKLIST RF-07). */
interface OrphanedReferrerRules extends MetadataRules {
  Instant GONE = NOW.plusSeconds(60);

  private Image referrer(Repository repository, Image subject) {
    NewImage image = GivenRows.newImage(repository);
    NewImage referrer =
        new NewImage(
            image.repositoryId(),
            image.digest(),
            image.mediaType(),
            image.manifest(),
            image.imageSize(),
            image.artifactType(),
            Optional.of(subject.digest()),
            image.pushedAt());
    return database().write(t -> t.images().insert(referrer));
  }

  private void delete(Image subject, Instant at) {
    given()
        .change(
            t -> {
              t.images().delete(subject.id());
              t.orphanedReferrers().subjectGone(subject.repositoryId(), subject.digest(), at);
            });
  }

  private boolean isDue(Image referrer, Instant since) {
    return database().<Boolean>read(t -> t.orphanedReferrers().isDue(referrer.id(), since));
  }

  private List<Orphan> due(Repository repository, Instant since) {
    return database().read(t -> t.orphanedReferrers().due(since, 0, 10_000)).stream()
        .filter(orphan -> orphan.repository().equals(repository.address()))
        .toList();
  }

  @Test
  default void a_referrer_is_due_from_the_deletion_of_its_subject_on() {
    Repository repository = given().repository();
    Image subject = given().image(repository);
    Image referrer = referrer(repository, subject);
    Image stranger = referrer(repository, given().image(repository));
    delete(subject, GONE);

    assertThat(isDue(referrer, GONE.minusMillis(1))).isFalse();
    assertThat(isDue(referrer, GONE)).isTrue();
    assertThat(isDue(stranger, GONE)).isFalse();
    assertThat(due(repository, GONE)).containsExactly(new Orphan(repository.address(), referrer));
  }

  @Test
  default void the_same_digest_in_another_repository_is_another_subject() {
    Repository repository = given().repository();
    Repository other = given().repository();
    Image subject = given().image(repository);
    Image elsewhere = referrer(other, subject);
    delete(subject, GONE);

    assertThat(isDue(elsewhere, GONE)).isFalse();
  }

  @Test
  default void a_subject_that_is_back_takes_its_referrers_with_it() {
    Repository repository = given().repository();
    Image subject = given().image(repository);
    Image referrer = referrer(repository, subject);
    delete(subject, GONE);
    given().change(t -> t.orphanedReferrers().subjectIsBack(repository.id(), subject.digest()));

    assertThat(isDue(referrer, GONE)).isFalse();
  }

  @Test
  default void an_orphan_keeps_its_first_time_and_is_forgotten_with_its_image() {
    Repository repository = given().repository();
    Image subject = given().image(repository);
    Image referrer = referrer(repository, subject);
    delete(subject, GONE);
    given()
        .change(
            t ->
                t.orphanedReferrers()
                    .subjectGone(repository.id(), subject.digest(), GONE.plusSeconds(60)));
    assertThat(isDue(referrer, GONE)).isTrue();

    given().change(t -> t.images().delete(referrer.id()));
    assertThat(due(repository, GONE)).isEmpty();
  }

  @Test
  default void an_orphan_that_an_index_names_is_not_listed() {
    Repository repository = given().repository();
    Image subject = given().image(repository);
    Image referrer = referrer(repository, subject);
    Image index = given().image(repository);
    given().change(t -> t.images().insertEdges(index.id(), List.of(), List.of(referrer.id())));
    delete(subject, GONE);

    assertThat(due(repository, GONE)).isEmpty();
  }
}
