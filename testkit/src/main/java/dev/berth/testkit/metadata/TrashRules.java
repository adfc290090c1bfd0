package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static dev.berth.testkit.metadata.GivenTrash.LATER;
import static dev.berth.testkit.metadata.GivenTrash.OVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.metadata.TrashQueries.Stored;
import dev.berth.metadata.TrashedImageTable.Taken;
import dev.berth.model.Blob;
import dev.berth.model.Image;
import dev.berth.model.ImageReference.ByDigest;
import dev.berth.model.ImageReference.ByTag;
import dev.berth.model.Page;
import dev.berth.model.Repository;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashEntry.Content;
import dev.berth.model.TrashId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was deleted is apart from what lives, with ids and edges, and comes back as it was. */
interface TrashRules extends MetadataRules {

  private TrashId delete(Repository repository, Image image) {
    return database().write(t -> GivenTrash.delete(t, repository, image));
  }

  private Stored stored(Repository repository, TrashId id) {
    return database().read(t -> t.trashEntries().find(repository.registry(), id)).orElseThrow();
  }

  private void restore(Stored entry) {
    given()
        .change(
            t -> {
              t.trashedImages().restore(entry.row(), OVER);
              t.trashedImages()
                  .of(entry.row())
                  .ifPresent(image -> t.trashedImages().giveTags(entry.row(), image.id()));
              t.trashedImages().deleteAll(entry.row());
              t.trash().delete(entry.row());
            });
  }

  @Test
  default void tags_that_went_a_moment_before_the_image_come_back_with_it() {
    Repository repository = given().repository();
    Image image = given().image(repository, "v2");
    TrashId id = delete(repository, image);

    given()
        .change(
            t ->
                t.trashedImages()
                    .addTags(image.id(), List.of(new Tag("v1"), new Tag("v2")), LATER));
    restore(stored(repository, id));

    given()
        .change(
            t -> assertThat(t.tags().of(image.id())).containsExactly(new Tag("v1"), new Tag("v2")));
  }

  @Test
  default void a_deleted_image_counts_for_nothing_that_lives() {
    Repository repository = given().repository();
    Image image = given().image(repository, "latest");

    delete(repository, image);

    assertThat(database().<Long>read(t -> t.images().count(repository.id()))).isZero();
    given()
        .change(
            t ->
                assertThat(t.images().find(repository.id(), new ByDigest(image.digest())))
                    .isEmpty());
    Image other = given().image(repository, "latest");
    given()
        .change(
            t ->
                assertThat(t.images().find(repository.id(), new ByTag(new Tag("latest"))))
                    .contains(other));
  }

  @Test
  default void an_entry_says_what_was_deleted_by_whom_and_until_when() {
    Repository repository = given().repository();
    Image image = given().image(repository, "b", "a");

    TrashId id = delete(repository, image);

    assertThat(stored(repository, id).entry())
        .isEqualTo(
            new TrashEntry(
                id,
                id,
                repository.address(),
                new Content.OfImage(
                    image.digest(), List.of(new Tag("a"), new Tag("b")), 2, image.imageSize()),
                new TrashEntry.Cause.ByCaller(GivenTrash.ALICE),
                LATER,
                OVER));
    given().change(t -> assertThat(t.trashEntries().find(GivenRows.registry(), id)).isEmpty());
  }

  @Test
  default void an_image_comes_back_with_its_id_manifest_tags_edges_and_scans() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Image child = given().image(repository, "child");
    Image image = given().image(repository, "v1");
    given()
        .change(
            t -> {
              t.images().insertEdges(image.id(), List.of(blob.id()), List.of(child.id()));
              t.imageScans().add(repository.registry(), image.id(), NOW, NOW);
            });
    TrashId id = delete(repository, image);
    given().change(t -> t.blobs().unlink(repository.id(), blob.id()));

    restore(stored(repository, id));

    given()
        .change(
            t ->
                assertThat(t.images().find(repository.id(), new ByTag(new Tag("v1"))))
                    .contains(image));
    given()
        .change(
            t -> {
              assertThat(t.images().manifest(image.id()).orElseThrow().bytes()).hasSize(2);
              assertThat(t.integrity().edges(image.id()).blobIds()).containsExactly(blob.id());
              assertThat(t.images().parents(child.id())).containsExactly(image.digest());
              assertThat(t.blobs().leasedAt(repository.id(), blob.id())).contains(OVER);
              assertThat(t.imageScans().last(image.id())).contains(NOW);
              assertThat(t.images().count(repository.id())).isEqualTo(2);
              assertThat(t.integrity().miscounted()).isEmpty();
              assertThat(GivenTrash.entries(t, repository)).isEmpty();
            });
  }

  @Test
  default void an_archived_image_comes_back_into_the_archive() {
    Repository repository = given().repository();
    Image image = given().image(repository);
    given().change(t -> t.imageStorage().archive(repository.id(), List.of(image.id()), NOW));
    TrashId id = delete(repository, image);

    restore(stored(repository, id));

    assertThat(database().<Long>read(t -> t.images().countUnarchived(repository.id()))).isZero();
    assertThat(database().<Long>read(t -> t.images().count(repository.id()))).isOne();
  }

  @Test
  default void an_image_that_an_index_names_is_not_moved() {
    Repository repository = given().repository();
    Image child = given().image(repository);
    Image index = given().image(repository);
    given().change(t -> t.images().insertEdges(index.id(), List.of(), List.of(child.id())));

    assertThatThrownBy(() -> delete(repository, child)).isInstanceOf(RuntimeException.class);

    assertThat(database().<Long>read(t -> t.images().count(repository.id()))).isEqualTo(2);
    assertThat(database().<Integer>read(t -> GivenTrash.entries(t, repository).size())).isZero();
  }

  @Test
  default void a_tag_that_another_image_has_stays_there_and_is_told() {
    Repository repository = given().repository();
    Image image = given().image(repository, "free", "taken");
    Stored entry = stored(repository, delete(repository, image));
    Image other = given().image(repository, "taken");

    List<Taken> taken = database().read(t -> t.trashedImages().taken(entry.row()));
    restore(entry);

    assertThat(taken).containsExactly(new Taken(new Tag("taken"), other.digest()));
    given().change(t -> assertThat(t.tags().of(image.id())).containsExactly(new Tag("free")));
  }

  @Test
  default void children_that_the_repository_lacks_are_told_with_their_rows() {
    Repository repository = given().repository();
    Image living = given().image(repository);
    Image gone = given().image(repository);
    Image index = given().image(repository);
    given()
        .change(
            t -> t.images().insertEdges(index.id(), List.of(), List.of(living.id(), gone.id())));
    Stored entry = stored(repository, delete(repository, index));
    TrashId ofChild = delete(repository, gone);

    var absent = database().read(t -> t.trashedImages().absentChildren(entry.row()));

    assertThat(absent).hasSize(1);
    assertThat(absent.getFirst().digest()).isEqualTo(gone.digest());
    given()
        .change(
            t ->
                assertThat(t.trashEntries().ofImage(absent.getFirst().imageId()))
                    .map(found -> found.entry().id())
                    .contains(ofChild));
    given()
        .change(
            t ->
                assertThat(t.trashEntries().newestOf(repository.id(), gone.digest()))
                    .map(found -> found.entry().id())
                    .contains(ofChild));
  }

  @Test
  default void lists_begin_with_the_newest_and_go_on_where_they_ended() {
    Repository repository = given().repository();
    Repository other = given().repository(repository.registry(), "other");
    TrashId first = delete(repository, given().image(repository, "v1"));
    TrashId second = delete(other, given().image(other));
    TrashId third = delete(repository, given().image(repository, "v1"));

    var page =
        database()
            .read(
                t ->
                    t.trashEntries()
                        .page(
                            repository.registry(),
                            Optional.empty(),
                            new Page.Request<>(Optional.empty(), 2)));
    var rest =
        database()
            .read(
                t ->
                    t.trashEntries()
                        .page(
                            repository.registry(),
                            Optional.empty(),
                            new Page.Request<>(page.next(), 2)));

    assertThat(page.items()).extracting(TrashEntry::id).containsExactly(third, second);
    assertThat(rest.items()).extracting(TrashEntry::id).containsExactly(first);
    assertThat(rest.next()).isEmpty();
    given()
        .change(
            t ->
                assertThat(GivenTrash.entries(t, repository))
                    .extracting(TrashEntry::id)
                    .containsExactly(third, first));
    given()
        .change(
            t ->
                assertThat(
                        t.trashEntries()
                            .ofImage(repository.address(), new ByTag(new Tag("v1")), 10))
                    .extracting(found -> found.entry().id())
                    .containsExactly(third, first));
  }
}
