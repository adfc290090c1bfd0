package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.CollectionTallyTable.Run;
import dev.berth.metadata.CollectionTallyTable.Tally;
import dev.berth.metadata.CondemnedTable.Former;
import dev.berth.metadata.CondemnedTable.Waiting;
import dev.berth.model.Blob;
import dev.berth.model.BlobKey;
import dev.berth.model.Reclaimed;
import dev.berth.model.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is noted of collection: its runs, what it took and why, and what waits. */
interface CollectionTallyRules extends MetadataRules {
  Instant DUE = NOW.plus(Duration.ofHours(2));

  private List<Tally> tallies(String job) {
    return database().read(t -> t.collectionTally().tallies()).stream()
        .filter(tally -> tally.job().equals(job))
        .toList();
  }

  private List<Run> runs(String job) {
    return database().read(t -> t.collectionTally().runs()).stream()
        .filter(run -> run.job().equals(job))
        .toList();
  }

  private Optional<Waiting> waiting(Reclaimed why) {
    return database().read(t -> t.condemned().waiting()).stream()
        .filter(waiting -> waiting.why() == why)
        .findFirst();
  }

  @Test
  default void what_a_job_took_counts_in_its_last_run_and_in_all() {
    String job = "job-" + UUID.randomUUID();
    given().change(t -> t.collectionTally().begin(job, NOW));
    given().change(t -> t.collectionTally().add(job, Reclaimed.UNLINKED_BLOB, 2, 30));
    given().change(t -> t.collectionTally().add(job, Reclaimed.UNLINKED_BLOB, 1, 5));
    given().change(t -> t.collectionTally().add(job, Reclaimed.EXPIRED_UPLOAD, 0, 0));

    assertThat(tallies(job)).containsExactly(new Tally(job, Reclaimed.UNLINKED_BLOB, 3, 35, 3, 35));
    assertThat(runs(job)).containsExactly(new Run(job, NOW, Optional.empty()));

    given().change(t -> t.collectionTally().end(job, DUE));
    assertThat(runs(job)).containsExactly(new Run(job, NOW, Optional.of(DUE)));

    given().change(t -> t.collectionTally().begin(job, DUE));
    given().change(t -> t.collectionTally().add(job, Reclaimed.UNLINKED_BLOB, 1, 1));
    assertThat(runs(job)).containsExactly(new Run(job, DUE, Optional.empty()));
    assertThat(tallies(job)).containsExactly(new Tally(job, Reclaimed.UNLINKED_BLOB, 1, 1, 4, 36));
  }

  @Test
  default void condemned_bytes_are_counted_by_why_and_forgotten_with_why() {
    long items = waiting(Reclaimed.UNOWNED_BYTES).map(Waiting::items).orElse(0L);
    long bytes = waiting(Reclaimed.UNOWNED_BYTES).map(Waiting::bytes).orElse(0L);
    long unmeasured = waiting(Reclaimed.UNOWNED_BYTES).map(Waiting::unmeasured).orElse(0L);
    BlobKey measured = GivenRows.key();
    BlobKey other = GivenRows.key();
    given()
        .change(
            t -> {
              t.condemned().add(measured, DUE, Reclaimed.UNOWNED_BYTES, 12);
              t.condemned().add(other, DUE, Reclaimed.UNOWNED_BYTES);
            });

    Waiting waiting = waiting(Reclaimed.UNOWNED_BYTES).orElseThrow();
    assertThat(waiting.items()).isEqualTo(items + 2);
    assertThat(waiting.bytes()).isEqualTo(bytes + 12);
    assertThat(waiting.unmeasured()).isEqualTo(unmeasured + 1);
    assertThat(waiting.lastDue()).isEqualTo(DUE);

    Optional<Reclaimed> why = database().write(t -> t.condemned().remove(measured));
    Optional<Reclaimed> again = database().write(t -> t.condemned().remove(measured));
    given().change(t -> t.condemned().remove(other));
    assertThat(why).contains(Reclaimed.UNOWNED_BYTES);
    assertThat(again).isEmpty();
  }

  @Test
  default void a_removed_blob_is_found_by_its_digest_while_its_bytes_wait() {
    Repository repository = given().repository();
    Blob blob = database().write(t -> GivenRows.blob(t, repository));
    given().change(t -> t.collection().remove(blob.id(), DUE));

    List<Former> here =
        database().read(t -> t.condemned().of(repository.registry(), blob.digest(), 10));
    List<Former> elsewhere =
        database().read(t -> t.condemned().of(GivenRows.registry(), blob.digest(), 10));

    assertThat(here)
        .containsExactly(new Former(Reclaimed.UNLINKED_BLOB, OptionalLong.of(blob.size()), DUE));
    assertThat(elsewhere).isEmpty();
  }
}
