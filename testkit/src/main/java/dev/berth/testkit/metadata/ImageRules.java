package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.metadata.ImageTable.NewImage;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.ImageStorage;
import dev.berth.model.Manifest;
import dev.berth.model.MediaType;
import dev.berth.model.Repository;
import dev.berth.model.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** Images, their bytes, their edges and their tags. */
interface ImageRules extends MetadataRules {

  @Test
  default void an_image_is_found_by_digest_with_the_bytes_that_were_pushed() {
    Repository repository = given().repository();
    byte[] bytes = {0, -1, '{', '\n', 127, -128};
    NewImage pushed =
        new NewImage(
            repository.id(),
            GivenRows.digest(),
            MediaType.OCI_INDEX,
            bytes,
            1L << 40,
            Optional.of("application/vnd.example+type"),
            Optional.of(GivenRows.digest()),
            NOW);
    Image image = database().write(t -> t.images().insert(pushed));

    assertThat(image)
        .isEqualTo(
            new Image(
                image.id(),
                repository.id(),
                pushed.digest(),
                MediaType.OCI_INDEX,
                bytes.length,
                1L << 40,
                pushed.artifactType(),
                pushed.subject(),
                NOW,
                Optional.empty(),
                ImageStorage.NEVER_ARCHIVED));
    assertThat(find(repository, pushed.digest())).contains(image);
    Manifest manifest = database().read(t -> t.images().manifest(image.id())).orElseThrow();
    assertThat(manifest.bytes()).isEqualTo(bytes);
    assertThat(manifest.digest()).isEqualTo(pushed.digest());
    assertThat(manifest.mediaType()).isEqualTo(MediaType.OCI_INDEX);
  }

  @Test
  default void an_image_of_one_repository_is_not_in_another() {
    Repository repository = given().repository();
    Repository other = given().repository();
    Image image = given().image(repository, "latest");
    assertThat(find(other, image.digest())).isEmpty();
    assertThat(find(other, "latest")).isEmpty();
    Map<Digest, Image> found =
        database()
            .read(
                t ->
                    t.images()
                        .findAll(repository.id(), List.of(image.digest(), GivenRows.digest())));
    assertThat(found).containsExactly(Map.entry(image.digest(), image));
  }

  @Test
  default void an_image_cannot_be_stored_twice_in_one_repository() {
    Repository repository = given().repository();
    NewImage image = GivenRows.newImage(repository);
    given().change(t -> t.images().insert(image));
    assertThatThrownBy(() -> given().change(t -> t.images().insert(image)))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  default void a_tag_moves_and_then_names_only_the_newer_image() {
    Repository repository = given().repository();
    Image first = given().image(repository, "latest", "v1");
    Image second = given().image(repository, "latest");
    assertThat(find(repository, "latest")).contains(second);
    assertThat(find(repository, "v1")).contains(first);
    Map<Long, SortedSet<Tag>> tags =
        database().read(t -> t.tags().of(List.of(first.id(), second.id())));
    assertThat(tags.get(first.id())).containsExactly(new Tag("v1"));
    assertThat(tags.get(second.id())).containsExactly(new Tag("latest"));

    given().change(t -> t.tags().delete(repository.id(), new Tag("latest")));
    assertThat(find(repository, "latest")).isEmpty();
    assertThat(find(repository, second.digest())).contains(second);
    SortedSet<Tag> none = database().read(t -> t.tags().of(second.id()));
    assertThat(none).isEmpty();
  }

  @Test
  default void a_tag_cannot_name_an_image_of_another_repository() {
    Repository repository = given().repository();
    Image elsewhere = given().image(given().repository());
    assertThatThrownBy(
            () ->
                given()
                    .change(
                        t -> t.tags().put(repository.id(), new Tag("stolen"), elsewhere.id(), NOW)))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  default void tags_differ_by_case() {
    Repository repository = given().repository();
    Image upper = given().image(repository, "V1");
    Image lower = given().image(repository, "v1");
    assertThat(find(repository, "V1")).contains(upper);
    assertThat(find(repository, "v1")).contains(lower);
  }

  @Test
  default void an_index_keeps_its_children_until_it_goes_itself() {
    Repository repository = given().repository();
    Image child = given().image(repository, "child");
    Image index = given().image(repository);
    given()
        .change(
            t -> t.images().insertEdges(index.id(), List.of(), List.of(child.id(), child.id())));
    List<Digest> parents = database().read(t -> t.images().parents(child.id()));
    assertThat(parents).containsExactly(index.digest());

    assertThatThrownBy(() -> given().change(t -> t.images().delete(child.id())))
        .isInstanceOf(RuntimeException.class);
    assertThat(find(repository, "child")).as("the refused delete took nothing").contains(child);

    given().change(t -> t.images().delete(index.id()));
    given().change(t -> t.images().delete(child.id()));
    long left = database().read(t -> t.images().count(repository.id()));
    assertThat(left).isZero();
  }

  @Test
  default void an_index_cannot_name_a_child_of_another_repository() {
    Image elsewhere = given().image(given().repository());
    Image index = given().image(given().repository());
    assertThatThrownBy(
            () ->
                given()
                    .change(
                        t ->
                            t.images().insertEdges(index.id(), List.of(), List.of(elsewhere.id()))))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  default void a_deleted_image_takes_its_tags_and_edges_and_leaves_its_blobs() {
    Repository repository = given().repository();
    Blob blob = given().linkedBlob(repository);
    Image image = given().imageOf(repository, blob);
    given().change(t -> t.tags().put(repository.id(), new Tag("v1"), image.id(), NOW));
    given().change(t -> t.images().delete(image.id()));
    assertThat(find(repository, "v1")).isEmpty();
    Optional<Manifest> manifest = database().read(t -> t.images().manifest(image.id()));
    assertThat(manifest).isEmpty();
    Optional<Blob> linked = database().read(t -> t.blobs().linked(repository.id(), blob.digest()));
    assertThat(linked).contains(blob);
  }

  @Test
  default void the_last_pull_is_the_latest_one_recorded() {
    Repository repository = given().repository();
    Image image = given().image(repository);
    given().change(t -> t.images().recordPull(image.id(), NOW.plusSeconds(5)));
    given().change(t -> t.images().recordPull(image.id(), NOW));
    assertThat(find(repository, image.digest()).orElseThrow().lastPulledAt())
        .contains(NOW.plusSeconds(5));
  }

  private Optional<Image> find(Repository repository, Digest digest) {
    return database()
        .read(t -> t.images().find(repository.id(), new ImageReference.ByDigest(digest)));
  }

  private Optional<Image> find(Repository repository, String tag) {
    return database()
        .read(t -> t.images().find(repository.id(), new ImageReference.ByTag(new Tag(tag))));
  }
}
