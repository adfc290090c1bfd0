package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.Repository;
import dev.berth.model.Upload;
import dev.berth.model.UploadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Uploads. */
interface UploadRules extends MetadataRules {

  @Test
  default void an_upload_is_good_in_its_repository_only() {
    Repository repository = given().repository();
    Repository other = given().repository();
    Upload upload = GivenRows.upload(repository, NOW);
    given().change(t -> t.uploads().insert(upload));

    Optional<Upload> here = database().read(t -> t.uploads().find(repository.id(), upload.id()));
    Optional<Upload> there = database().read(t -> t.uploads().find(other.id(), upload.id()));
    Optional<Upload> locked = database().write(t -> t.uploads().lock(repository.id(), upload.id()));
    assertThat(here).contains(upload);
    assertThat(there).isEmpty();
    assertThat(locked).contains(upload);
  }

  @Test
  default void parts_activity_and_the_end_of_an_upload_are_kept() {
    Repository repository = given().repository();
    Upload upload = GivenRows.upload(repository, NOW);
    Upload.Parts parts = Upload.Parts.NONE.plus(10).plus(20).plus(5);
    Digest digest = GivenRows.digest();
    given().change(t -> t.uploads().insert(upload));

    given().change(t -> t.uploads().touch(upload.id(), NOW.plusSeconds(1)));
    assertThat(found(repository, upload.id()).lastActiveAt()).isEqualTo(NOW.plusSeconds(1));
    given().change(t -> t.uploads().recordPart(upload.id(), parts, NOW.plusSeconds(2)));
    assertThat(found(repository, upload.id()).parts()).isEqualTo(parts);
    assertThat(found(repository, upload.id()).lastActiveAt()).isEqualTo(NOW.plusSeconds(2));
    given().change(t -> t.uploads().finish(upload.id(), digest, NOW.plusSeconds(3)));
    assertThat(found(repository, upload.id()).finished())
        .contains(new Upload.Finished(digest, NOW.plusSeconds(3)));

    given().change(t -> t.uploads().delete(upload.id()));
    Optional<Upload> gone = database().read(t -> t.uploads().find(repository.id(), upload.id()));
    assertThat(gone).isEmpty();
  }

  private Upload found(Repository repository, UploadId id) {
    return database().read(t -> t.uploads().find(repository.id(), id)).orElseThrow();
  }

  @Test
  default void one_key_never_belongs_to_two_uploads() {
    Repository repository = given().repository();
    Upload upload = GivenRows.upload(repository, NOW);
    Upload twin =
        new Upload(
            new UploadId(UUID.randomUUID()),
            repository.id(),
            upload.key(),
            upload.startedBy(),
            NOW,
            NOW,
            Upload.Parts.NONE,
            Optional.empty());
    given().change(t -> t.uploads().insert(upload));
    assertThatThrownBy(() -> given().change(t -> t.uploads().insert(twin)))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  default void idle_open_uploads_and_old_finished_ones_are_found_the_oldest_first() {
    Instant past = Instant.parse("2002-01-01T00:00:00Z");
    Repository repository = given().repository();
    Upload idle = GivenRows.upload(repository, past.plusSeconds(2));
    Upload idler = GivenRows.upload(repository, past.plusSeconds(1));
    Upload active = GivenRows.upload(repository, past.plusSeconds(10));
    Upload closed = GivenRows.upload(repository, past);
    Upload justClosed = GivenRows.upload(repository, past);
    given()
        .change(
            t -> {
              List.of(idle, idler, active, closed, justClosed).forEach(t.uploads()::insert);
              t.uploads().finish(closed.id(), GivenRows.digest(), past.plusSeconds(3));
              t.uploads().finish(justClosed.id(), GivenRows.digest(), past.plusSeconds(9));
            });

    List<Upload> found =
        database().read(t -> t.uploads().idleBefore(past.plusSeconds(10), past.plusSeconds(9), 10));
    assertThat(found).extracting(Upload::id).containsExactly(idler.id(), idle.id(), closed.id());
    List<Upload> one =
        database().read(t -> t.uploads().idleBefore(past.plusSeconds(10), past.plusSeconds(9), 1));
    assertThat(one).extracting(Upload::id).containsExactly(idler.id());
  }

  @Test
  default void open_uploads_are_counted_for_each_principal_and_repository() {
    Repository repository = given().repository();
    Repository other = given().repository();
    Upload first = GivenRows.upload(repository, NOW);
    Upload second = GivenRows.upload(repository, NOW);
    given()
        .change(
            t -> {
              t.uploads().insert(first);
              t.uploads().insert(second);
              t.uploads().insert(GivenRows.upload(other, NOW));
              t.uploads().finish(second.id(), GivenRows.digest(), NOW);
            });
    long open = database().read(t -> t.uploads().countOpen(repository.id(), first.startedBy()));
    long ofNobody =
        database()
            .read(
                t ->
                    t.uploads()
                        .countOpen(repository.id(), Arn.parse("arn:aws:iam::1:user/nobody")));
    assertThat(open).isEqualTo(1);
    assertThat(ofNobody).isZero();
  }
}
