package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.CollectionQueries.Link;
import dev.berth.model.Blob;
import dev.berth.model.BlobKey;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What collection finds, and what it may remove (invariant I4). */
interface CollectionRules extends MetadataRules {
  Instant LATER = NOW.plus(Duration.ofDays(1));

  private List<Link> unreferenced(int stretch, Instant leasedBefore) {
    return MetadataRules.all(
        stretch,
        (Page.Request<Link> page) ->
            database().read(t -> t.collection().unreferenced(page, leasedBefore)));
  }

  private List<Long> unlinked(int stretch) {
    return MetadataRules.all(
        stretch, (Page.Request<Long> page) -> database().read(t -> t.collection().unlinked(page)));
  }

  private static Link link(Repository repository, Blob blob) {
    return new Link(repository.id(), blob.id());
  }

  @Test
  default void a_link_that_no_manifest_names_is_found_once_its_lease_is_over() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Blob named = given().linkedBlob(repository);
    given().imageOf(repository, named);

    assertThat(unreferenced(100, NOW)).doesNotContain(link(repository, blob));
    assertThat(unreferenced(100, LATER))
        .containsOnlyOnce(link(repository, blob))
        .doesNotContain(link(repository, named));
  }

  @Test
  default void every_link_is_found_however_short_the_stretches() {
    Repository repository = given().repository();
    List<Link> links =
        List.of(
            link(repository, given().linkedBlob(repository)),
            link(repository, given().linkedBlob(repository)),
            link(repository, given().linkedBlob(repository)));
    for (int stretch : List.of(1, 2, 3, 1_000)) {
      assertThat(unreferenced(stretch, LATER)).containsAll(links).doesNotHaveDuplicates();
    }
  }

  @Test
  default void a_link_that_was_leased_or_named_since_it_was_found_stays() {
    Repository repository = given().repository();
    Blob leased = given().linkedBlob(repository);
    Blob named = given().linkedBlob(repository);
    Blob due = given().linkedBlob(repository);
    given().change(t -> t.blobs().renewLease(repository.id(), leased.id(), LATER, LATER));
    given().imageOf(repository, named);

    List<Boolean> unlinked =
        database()
            .write(
                t ->
                    List.of(leased, named, due).stream()
                        .map(blob -> t.collection().unlink(link(repository, blob), LATER))
                        .toList());
    assertThat(unlinked).containsExactly(false, false, true);
  }

  @Test
  default void the_last_image_that_named_a_blob_starts_its_grace() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Image image = given().imageOf(repository, blob);
    given()
        .change(
            t -> {
              t.blobs().renewLeasesOf(image.id(), LATER);
              t.images().delete(image.id());
            });

    assertThat(unreferenced(100, LATER)).doesNotContain(link(repository, blob));
    assertThat(unreferenced(100, LATER.plusSeconds(1))).contains(link(repository, blob));
  }

  @Test
  default void a_blob_without_links_is_removed_and_its_bytes_condemned_together() {
    Repository repository = given().repository();
    Blob linked = given().linkedBlob(repository);
    Blob blob = database().write(t -> GivenRows.blob(t, repository));
    assertThat(unlinked(1)).contains(blob.id()).doesNotContain(linked.id());

    Optional<Blob> kept = database().write(t -> t.collection().remove(linked.id(), LATER));
    Optional<Blob> removed = database().write(t -> t.collection().remove(blob.id(), LATER));
    Optional<Blob> again = database().write(t -> t.collection().remove(blob.id(), LATER));
    List<BlobKey> early = database().read(t -> t.condemned().due(NOW, 1_000));
    List<BlobKey> due = database().read(t -> t.condemned().due(LATER, 1_000));

    assertThat(kept).isEmpty();
    assertThat(removed).contains(blob);
    assertThat(again).isEmpty();
    assertThat(unlinked(1_000)).doesNotContain(blob.id());
    assertThat(early).doesNotContain(blob.key());
    assertThat(due).contains(blob.key()).doesNotContain(linked.key());
  }
}
