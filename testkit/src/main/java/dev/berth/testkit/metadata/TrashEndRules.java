package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static dev.berth.testkit.metadata.GivenTrash.LATER;
import static dev.berth.testkit.metadata.GivenTrash.OVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.HoldingQueries.DeletedImage;
import dev.berth.metadata.PurgeQueries.Blobs;
import dev.berth.metadata.TrashQueries.Stored;
import dev.berth.model.AccountId;
import dev.berth.model.Blob;
import dev.berth.model.BlobKey;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.Reclaimed;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry.Content;
import dev.berth.model.TrashId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Deleted repositories come back as they were; and what becomes of entries that nobody brings back.
 */
interface TrashEndRules extends MetadataRules {

  private TrashId delete(Repository repository, Image image) {
    return database().write(t -> GivenTrash.delete(t, repository, image));
  }

  private Stored stored(Repository repository, TrashId id) {
    return database().read(t -> t.trashEntries().find(repository.registry(), id)).orElseThrow();
  }

  @Test
  default void a_repository_comes_back_with_everything_under_the_name_that_it_is_given() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Image child = given().image(repository);
    Image index = given().image(repository, "v1", "v2");
    given()
        .change(
            t -> {
              t.images().insertEdges(index.id(), List.of(blob.id()), List.of(child.id()));
              t.resourceTags().put(repository.id(), Map.of("team", "a"));
              t.repositoryPolicies().put(repository.id(), "{}");
              t.lifecyclePolicies().put(repository.id(), "[]", "policy-1", NOW);
              t.lifecycleProtections().add(repository.id(), "v*", NOW);
            });
    TrashId id = database().write(t -> GivenTrash.delete(t, repository));
    Stored entry = stored(repository, id);
    RepositoryAddress other =
        new RepositoryAddress(repository.registry(), new RepositoryName("other"));

    given()
        .change(
            t -> {
              assertThat(t.repositories().find(repository.address())).isEmpty();
              assertThat(t.trashedRepositories().restore(repository.id(), other, OVER))
                  .map(Repository::id)
                  .contains(repository.id());
              t.trashedImages().restore(entry.row(), OVER);
              t.trashedImages().restoreTags(entry.row(), OVER);
              t.trashedImages().deleteAll(entry.row());
              t.trash().delete(entry.row());
            });

    assertThat(entry.entry().content()).isEqualTo(new Content.OfRepository(2));
    given()
        .change(
            t -> {
              assertThat(t.tags().of(index.id())).containsExactly(new Tag("v1"), new Tag("v2"));
              assertThat(t.images().parents(child.id())).containsExactly(index.digest());
              assertThat(t.resourceTags().of(repository.id())).containsEntry("team", "a");
              assertThat(t.repositoryPolicies().find(other)).contains("{}");
              assertThat(t.lifecyclePolicies().find(other).orElseThrow().policyId())
                  .isEqualTo("policy-1");
              assertThat(t.lifecycleProtections().of(repository.id())).containsExactly("v*");
              assertThat(t.blobs().linked(repository.id(), blob.digest())).contains(blob);
              assertThat(t.integrity().miscounted()).isEmpty();
            });
  }

  @Test
  default void a_repository_does_not_come_back_under_a_name_that_is_taken() {
    Repository repository = given().repository();
    given().change(t -> GivenTrash.delete(t, repository));
    given().repository(repository.registry(), repository.name().value());

    given()
        .change(
            t ->
                assertThat(
                        t.trashedRepositories()
                            .restore(repository.id(), repository.address(), OVER))
                    .isEmpty());
  }

  @Test
  default void a_blob_that_a_deleted_image_names_is_not_collected_until_that_is_over() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Stored entry = stored(repository, delete(repository, given().imageOf(repository, blob)));
    given().change(t -> t.blobs().unlink(repository.id(), blob.id()));

    given().change(t -> assertThat(t.collection().remove(blob.id(), OVER)).isEmpty());
    given()
        .change(
            t ->
                assertThat(
                        t.collection()
                            .unlinked(new Page.Request<>(Optional.of(blob.id() - 1), 10))
                            .items())
                    .doesNotContain(blob.id()));
    given().change(t -> t.trashedImages().deleteAll(entry.row()));

    given().change(t -> assertThat(t.collection().remove(blob.id(), OVER)).contains(blob));
  }

  @Test
  default void an_entry_ends_once_and_not_before_its_time() {
    Repository repository = given().repository();
    Stored entry = stored(repository, delete(repository, given().image(repository)));

    given().change(t -> assertThat(t.trash().end(entry.row(), OVER.minusSeconds(1))).isFalse());
    given().change(t -> assertThat(t.trash().due(OVER, 10_000)).contains(entry.row()));
    given().change(t -> assertThat(t.trash().end(entry.row(), OVER)).isTrue());
    given().change(t -> assertThat(t.trash().end(entry.row(), OVER)).isFalse());

    given().change(t -> assertThat(GivenTrash.entries(t, repository)).isEmpty());
    given()
        .change(
            t -> assertThat(t.trash().lock(repository.registry(), entry.entry().id())).isEmpty());
    given().change(t -> assertThat(t.trash().ended(10_000)).contains(entry.row()));
    given()
        .change(
            t -> {
              assertThat(t.trashedImages().delete(entry.row(), 10)).isOne();
              t.trash().delete(entry.row());
            });
  }

  @Test
  default void with_a_repository_end_the_images_that_were_deleted_before_it() {
    Repository repository = given().repository();
    TrashId image = delete(repository, given().image(repository));
    Stored entry = stored(repository, database().write(t -> GivenTrash.delete(t, repository)));

    given().change(t -> t.trash().end(entry.row(), OVER));

    given().change(t -> assertThat(t.trashEntries().find(repository.registry(), image)).isEmpty());
  }

  @Test
  default void a_purge_frees_what_nobody_else_holds_whatever_was_promised() {
    Repository repository = given().repository();
    Repository other = given().repository(repository.registry(), "other");
    Blob own = given().linkedBlob(repository);
    Blob shared = given().linkedBlob(repository);
    Image image =
        database()
            .write(
                t -> {
                  t.blobs().link(other.id(), shared.id(), NOW);
                  Image made = GivenRows.image(t, repository);
                  t.images().insertEdges(made.id(), List.of(own.id(), shared.id()), List.of());
                  return made;
                });
    Stored entry = stored(repository, delete(repository, image));
    given().change(t -> t.blobs().renewLease(repository.id(), own.id(), OVER, OVER));

    Blobs freed = database().write(t -> GivenTrash.purge(t, entry));

    assertThat(freed).isEqualTo(new Blobs(1, own.size(), List.of(own)));
    given()
        .change(
            t -> {
              assertThat(t.blobs().linked(repository.id(), own.digest())).isEmpty();
              assertThat(t.blobs().linked(repository.id(), shared.digest())).isEmpty();
              assertThat(t.blobs().linked(other.id(), shared.digest())).contains(shared);
              assertThat(t.condemned().purged(Optional.empty(), 10_000)).contains(own.key());
            });
  }

  @Test
  default void with_what_is_purged_go_copies_of_it_in_its_registry_and_no_others() {
    Repository repository = given().repository();
    Blob secret = given().linkedBlob(repository);
    Blob other = given().linkedBlob(repository);
    BlobKey copy = GivenRows.key();
    BlobKey ofOther = GivenRows.key();
    BlobKey elsewhere = GivenRows.key();
    RegistryId theirs = new RegistryId(new AccountId("999999999999"), new Region("us-east-1"));
    given()
        .change(
            t -> {
              RegistryId ours = repository.registry();
              t.condemned().addCopy(ours, secret, copy, OVER, Reclaimed.DUPLICATE_UPLOAD);
              t.condemned().addCopy(ours, other, ofOther, OVER, Reclaimed.DUPLICATE_UPLOAD);
              t.condemned().addCopy(theirs, secret, elsewhere, OVER, Reclaimed.DUPLICATE_UPLOAD);
            });
    Stored entry = stored(repository, delete(repository, given().imageOf(repository, secret)));

    Blobs freed = database().write(t -> GivenTrash.purge(t, entry));

    assertThat(freed).isEqualTo(new Blobs(1, secret.size(), List.of(secret)));
    given()
        .change(
            t ->
                assertThat(t.condemned().purged(Optional.empty(), 10_000))
                    .contains(secret.key(), copy)
                    .doesNotContain(ofOther, elsewhere));
  }

  @Test
  default void a_deleted_image_is_told_as_a_holder_of_its_blobs() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Image image = given().imageOf(repository, blob);
    TrashId id = delete(repository, image);
    DeletedImage expected = new DeletedImage(id, repository.name(), image.digest(), LATER, OVER);

    given()
        .change(
            t -> assertThat(t.holdings().deletedNaming(blob.id(), 10)).containsExactly(expected));
    given()
        .change(
            t ->
                assertThat(t.holdings().deletedImages(repository.registry(), image.digest(), 10))
                    .containsExactly(expected));
  }

  @Test
  default void entries_of_a_repository_that_is_back_have_its_name() {
    Repository repository = given().repository();
    TrashId id = delete(repository, given().image(repository));

    given().change(t -> t.trash().rename(repository.id(), new RepositoryName("other")));

    assertThat(stored(repository, id).entry().repository().name().value()).isEqualTo("other");
  }
}
