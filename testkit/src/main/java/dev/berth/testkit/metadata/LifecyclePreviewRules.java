package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.LifecyclePreview;
import dev.berth.metadata.LifecyclePreview.Result;
import dev.berth.metadata.LifecyclePreview.Status;
import dev.berth.metadata.LifecyclePreviewTable.Unowned;
import dev.berth.model.Page;
import dev.berth.model.Repository;
import dev.berth.model.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Previews of lifecycle policies: who works on one, and what it shows (ECR dossier 12.4). */
interface LifecyclePreviewRules extends MetadataRules {

  private void start(Repository repository, String document) {
    given().change(t -> t.lifecyclePreviews().start(repository.id(), document, NOW));
  }

  private Optional<LifecyclePreview> claim(Repository repository, Instant now) {
    return database()
        .write(t -> t.lifecyclePreviews().claim(repository.id(), now, now.plusSeconds(60)));
  }

  private boolean add(LifecyclePreview preview, Result... results) {
    return database().<Boolean>write(t -> t.lifecyclePreviews().add(preview, List.of(results)));
  }

  private boolean complete(LifecyclePreview preview, Instant at) {
    LifecyclePreview ended =
        new LifecyclePreview(
            preview.repositoryId(),
            preview.document(),
            Status.COMPLETE,
            preview.attempt(),
            Optional.empty(),
            2,
            1);
    return database().<Boolean>write(t -> t.lifecyclePreviews().finish(ended, at));
  }

  private LifecyclePreview preview(Repository repository) {
    return database().read(t -> t.lifecyclePreviews().find(repository.id())).orElseThrow();
  }

  private static Result result(long position, String... tags) {
    return new Result(
        position,
        GivenRows.digest(),
        List.of(tags).stream().map(Tag::new).toList(),
        NOW,
        7,
        "EXPIRE",
        "STANDARD");
  }

  @Test
  default void a_preview_is_worked_on_by_one_at_a_time_until_the_claim_is_over() {
    Repository repository = given().repository();
    start(repository, "text");
    LifecyclePreview first = claim(repository, NOW).orElseThrow();
    assertThat(claim(repository, NOW.plusSeconds(59))).isEmpty();

    LifecyclePreview second = claim(repository, NOW.plusSeconds(60)).orElseThrow();

    assertThat(add(first, result(1))).isFalse();
    assertThat(complete(first, NOW)).isFalse();
    assertThat(add(second, result(1))).isTrue();
    assertThat(complete(second, NOW.plusSeconds(61))).isTrue();
    assertThat(preview(repository))
        .isEqualTo(
            new LifecyclePreview(
                repository.id(),
                "text",
                Status.COMPLETE,
                second.attempt(),
                Optional.of(NOW.plusSeconds(61)),
                2,
                1));
    assertThat(claim(repository, NOW.plusSeconds(600))).isEmpty();
  }

  @Test
  default void a_preview_that_nobody_works_on_waits() {
    Repository repository = given().repository();
    start(repository, "text");
    assertThat(waiting(repository, NOW, NOW.minusMillis(1))).isFalse();
    assertThat(waiting(repository, NOW, NOW)).isTrue();

    LifecyclePreview claimed = claim(repository, NOW).orElseThrow();
    assertThat(waiting(repository, NOW, NOW)).isFalse();
    assertThat(waiting(repository, NOW.plusSeconds(60), NOW)).isTrue();

    complete(claimed, NOW);
    assertThat(waiting(repository, NOW.plusSeconds(60), NOW)).isFalse();
  }

  private boolean waiting(Repository repository, Instant now, Instant startedBy) {
    return database()
        .<Boolean>read(
            t ->
                t.lifecyclePreviews()
                    .waiting(now, startedBy, 100_000)
                    .contains(repository.address()));
  }

  @Test
  default void results_are_paged_by_tag_status_and_found_by_digest() {
    Repository repository = given().repository();
    start(repository, "text");
    LifecyclePreview preview = claim(repository, NOW).orElseThrow();
    Result tagged = result(1, "a", "b");
    Result untagged = result(2);
    Result last = result(3, "c");
    add(preview, tagged, untagged);
    add(preview, last);

    assertThat(page(preview, TagStatus.ANY, 0, 2))
        .isEqualTo(new Page<>(List.of(tagged, untagged), Optional.of(2L)));
    assertThat(page(preview, TagStatus.ANY, 2, 2))
        .isEqualTo(new Page<>(List.of(last), Optional.empty()));
    assertThat(page(preview, TagStatus.TAGGED, 0, 9).items()).containsExactly(tagged, last);
    assertThat(page(preview, TagStatus.UNTAGGED, 0, 9).items()).containsExactly(untagged);
    List<Result> named =
        database()
            .read(
                t ->
                    t.lifecyclePreviews()
                        .of(preview, List.of(last.digest(), GivenRows.digest(), tagged.digest())));
    assertThat(named).containsExactly(tagged, last);
  }

  private Page<Result, Long> page(
      LifecyclePreview preview, TagStatus status, long after, int limit) {
    return database()
        .read(
            t ->
                t.lifecyclePreviews()
                    .page(preview, status, new Page.Request<>(Optional.of(after), limit)));
  }

  @Test
  default void results_of_earlier_attempts_and_of_old_previews_are_swept_in_parts() {
    Repository repository = given().repository();
    start(repository, "one");
    LifecyclePreview first = claim(repository, NOW).orElseThrow();
    add(first, LongStream.rangeClosed(1, 5).mapToObj(at -> result(at)).toArray(Result[]::new));
    start(repository, "two");
    LifecyclePreview second = claim(repository, NOW).orElseThrow();
    Result kept = result(1);
    add(second, kept);
    complete(second, NOW);

    sweepAll(NOW.minusMillis(1));
    assertThat(page(first, TagStatus.ANY, 0, 9).items()).isEmpty();
    assertThat(page(second, TagStatus.ANY, 0, 9).items()).containsExactly(kept);

    sweepAll(NOW);
    assertThat(page(second, TagStatus.ANY, 0, 9).items()).isEmpty();
    assertThat(preview(repository).status()).isEqualTo(Status.COMPLETE);
  }

  private void sweepAll(Instant finishedBy) {
    Optional<Unowned> unowned = database().read(t -> t.lifecyclePreviews().unowned(finishedBy));
    while (unowned.isPresent()) {
      Unowned results = unowned.get();
      given().change(t -> t.lifecyclePreviews().sweep(results, 2));
      unowned = database().read(t -> t.lifecyclePreviews().unowned(finishedBy));
    }
  }
}
