package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Blob;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Encryption;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TagFilter;
import dev.berth.model.TagMutability;
import dev.berth.model.Upload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Repositories and their resource tags. */
interface RepositoryRules extends MetadataRules {

  @Test
  default void a_repository_is_found_as_it_was_made() {
    RepositoryAddress address =
        new RepositoryAddress(GivenRows.registry(), new RepositoryName("a/b"));
    TagMutability mutability =
        new TagMutability(
            TagMutability.Mode.IMMUTABLE_WITH_EXCLUSION,
            List.of(new TagFilter("dev*"), new TagFilter("*-rc.*")));
    Encryption encryption =
        new Encryption(Encryption.Type.KMS, Optional.of("arn:aws:kms:eu-west-1:1:key/k"));
    Repository made =
        database()
            .write(t -> t.repositories().insert(address, NOW, mutability, true, encryption))
            .orElseThrow();

    assertThat(made)
        .isEqualTo(new Repository(made.id(), address, NOW, mutability, true, encryption));
    Optional<Repository> found = database().read(t -> t.repositories().find(address));
    assertThat(found).contains(made);
    Optional<Repository> locked = database().write(t -> t.repositories().lock(address));
    assertThat(locked).contains(made);
  }

  @Test
  default void a_taken_name_is_refused_and_the_first_repository_stays() {
    Repository first = given().repository();
    Optional<Repository> second =
        database()
            .write(
                t ->
                    t.repositories()
                        .insert(
                            first.address(),
                            NOW.plusSeconds(1),
                            TagMutability.MUTABLE,
                            true,
                            Encryption.AES256));
    assertThat(second).isEmpty();
    Optional<Repository> found = database().read(t -> t.repositories().find(first.address()));
    assertThat(found).contains(first);
  }

  @Test
  default void one_name_in_two_registries_is_two_repositories() {
    Repository here = given().repository();
    Repository there = given().repository();
    assertThat(here.name()).isEqualTo(there.name());
    long count = database().read(t -> t.repositories().count(here.registry()));
    assertThat(count).isEqualTo(1);
    List<Repository> named =
        database()
            .read(
                t ->
                    t.repositories()
                        .findAll(
                            here.registry(), List.of(here.name(), new RepositoryName("missing"))));
    assertThat(named).containsExactly(here);
  }

  @Test
  default void repositories_are_listed_in_the_byte_order_of_their_names() {
    RegistryId registry = GivenRows.registry();
    List<String> names = List.of("a-b", "a.b", "a/b", "a0", "a_b", "a__b", "aa", "ab", "b0");
    names.reversed().forEach(name -> given().repository(registry, name));
    List<Repository> listed =
        MetadataRules.all(
            2,
            (Page.Request<RepositoryName> request) ->
                database().read(t -> t.repositories().page(registry, request)));
    assertThat(listed)
        .extracting(repository -> repository.name().value())
        .containsExactlyElementsOf(names.stream().sorted().toList());
  }

  @Test
  default void tag_mutability_is_replaced_as_a_whole() {
    Repository repository = given().repository();
    TagMutability immutable = new TagMutability(TagMutability.Mode.IMMUTABLE, List.of());
    given().change(t -> t.repositories().setTagMutability(repository.id(), immutable));
    Repository found =
        database().read(t -> t.repositories().find(repository.address())).orElseThrow();
    assertThat(found.tagMutability()).isEqualTo(immutable);
  }

  @Test
  default void resource_tags_are_added_replaced_and_removed() {
    Repository repository = given().repository();
    given()
        .change(t -> t.resourceTags().put(repository.id(), Map.of("team", "a", "cost \"x\"", "1")));
    given()
        .change(
            t -> {
              t.resourceTags().put(repository.id(), Map.of("team", "b", "Team", "c"));
              t.resourceTags().remove(repository.id(), List.of("cost \"x\"", "missing"));
            });
    SortedMap<String, String> tags = database().read(t -> t.resourceTags().of(repository.id()));
    assertThat(tags).containsExactly(Map.entry("Team", "c"), Map.entry("team", "b"));
  }

  @Test
  default void a_deleted_repository_leaves_nothing_and_its_neighbour_everything() {
    Repository repository = given().repository();
    Repository neighbour = given().repository(repository.registry(), "neighbour");
    Blob blob = given().linkedBlob(repository);
    Image kept = given().image(neighbour, "latest");
    Image image = given().imageOf(repository, blob);
    Image index = given().image(repository, "latest");
    Upload open = GivenRows.upload(repository, NOW);
    Upload finished = GivenRows.upload(repository, NOW);
    given()
        .change(
            t -> {
              t.blobs().link(neighbour.id(), blob.id(), NOW);
              t.images().insertEdges(index.id(), List.of(), List.of(image.id()));
              t.resourceTags().put(repository.id(), Map.of("team", "a"));
              t.uploads().insert(open);
              t.uploads().insert(finished);
              t.uploads().finish(finished.id(), GivenRows.digest(), NOW);
            });

    given().change(t -> t.repositories().delete(repository.id()));

    Optional<Repository> gone = database().read(t -> t.repositories().find(repository.address()));
    assertThat(gone).isEmpty();
    long images = database().read(t -> t.images().count(repository.id()));
    assertThat(images).isZero();
    Optional<Blob> linked = database().read(t -> t.blobs().linked(repository.id(), blob.digest()));
    assertThat(linked).isEmpty();
    List<BlobKey> condemned =
        database().read(t -> t.condemned().due(Instant.EPOCH, Integer.MAX_VALUE));
    assertThat(condemned).contains(open.key()).doesNotContain(finished.key(), blob.key());

    Optional<Blob> stays = database().read(t -> t.blobs().linked(neighbour.id(), blob.digest()));
    assertThat(stays).contains(blob);
    Map<Digest, Image> neighbours =
        database().read(t -> t.images().findAll(neighbour.id(), List.of(kept.digest())));
    assertThat(neighbours).containsEntry(kept.digest(), kept);
    int tags = database().read(t -> t.tags().count(kept.id()));
    assertThat(tags).isEqualTo(1);
  }

  @Test
  default void the_row_of_a_deleted_repository_is_never_used_again() {
    Repository first = given().repository();
    given().change(t -> t.repositories().delete(first.id()));
    Repository second = given().repository(first.registry(), first.name().value());
    assertThat(second.id()).isGreaterThan(first.id());
  }
}
