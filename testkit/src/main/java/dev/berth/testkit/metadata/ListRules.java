package dev.berth.testkit.metadata;

import static dev.berth.testkit.metadata.GivenRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.ImageTable.NewImage;
import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.Referrer;
import dev.berth.metadata.StatusFilter;
import dev.berth.metadata.TaggedDigest;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.MediaType;
import dev.berth.model.Page;
import dev.berth.model.Repository;
import dev.berth.model.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lists of a repository: order, pages, and what they leave out. */
interface ListRules extends MetadataRules {

  @Test
  default void tags_are_listed_in_byte_order() {
    Repository repository = given().repository();
    List<String> tags =
        List.of("-a", ".a", "1", "A", "A_b", "Z", "_a", "a", "a-1", "a.1", "a1", "a_1", "aa", "b");
    given().image(repository, tags.reversed().toArray(String[]::new));
    List<Tag> listed =
        MetadataRules.all(
            3,
            (Page.Request<Tag> request) ->
                database().read(t -> t.tags().page(repository.id(), request)));
    assertThat(listed).containsExactlyElementsOf(tags.stream().sorted().map(Tag::new).toList());
  }

  @Test
  default void a_thousand_tags_of_one_image_are_counted_told_and_paged() {
    Repository repository = given().repository();
    SortedSet<Tag> tags = new TreeSet<>();
    IntStream.range(0, 1_000).forEach(i -> tags.add(new Tag("v" + i)));
    Image image = given().image(repository, tags.stream().map(Tag::value).toArray(String[]::new));

    int count = database().read(t -> t.tags().count(image.id()));
    SortedSet<Tag> told = database().read(t -> t.tags().of(image.id()));
    assertThat(count).isEqualTo(1_000);
    assertThat(told).isEqualTo(tags);
    assertThat(list(repository, TagStatus.ANY, 99, () -> {}))
        .extracting(TaggedDigest::tag)
        .containsExactlyElementsOf(tags.stream().map(Optional::of).toList());
  }

  @Test
  default void pages_tell_every_image_once_while_others_are_pushed() {
    Repository repository = given().repository();
    List<Image> before = Stream.generate(() -> given().image(repository)).limit(10).toList();
    int[] pushes = {5};
    List<Image> told =
        MetadataRules.all(
            3,
            (Page.Request<Long> request) ->
                database()
                    .read(
                        t ->
                            t.images()
                                .page(repository.id(), TagStatus.ANY, StatusFilter.ANY, request)),
            () -> {
              if (pushes[0]-- > 0) {
                given().image(repository, "t" + pushes[0]);
              }
            });
    assertThat(told).containsAll(before).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(15);
    assertThat(told).extracting(Image::id).isSorted();
  }

  @Test
  default void lists_of_tagged_and_of_untagged_images_share_none() {
    Repository repository = given().repository();
    Image untagged = given().image(repository);
    Image tagged = given().image(repository, "b", "a");
    Image untaggedToo = given().image(repository);

    assertThat(page(repository, TagStatus.TAGGED)).containsExactly(tagged);
    assertThat(page(repository, TagStatus.UNTAGGED)).containsExactly(untagged, untaggedToo);
    assertThat(page(repository, TagStatus.ANY)).containsExactly(untagged, tagged, untaggedToo);

    assertThat(list(repository, TagStatus.ANY, 1, () -> {}))
        .extracting(line -> line.tag().map(Tag::value).orElse(line.digest().toString()))
        .containsExactly(untagged.digest().toString(), "a", "b", untaggedToo.digest().toString());
    assertThat(list(repository, TagStatus.TAGGED, 1, () -> {}))
        .extracting(TaggedDigest::digest)
        .containsExactly(tagged.digest(), tagged.digest());
    assertThat(list(repository, TagStatus.UNTAGGED, 1, () -> {}))
        .extracting(TaggedDigest::digest)
        .containsExactly(untagged.digest(), untaggedToo.digest());
  }

  @Test
  default void a_list_of_tags_tells_each_once_while_others_are_added() {
    Repository repository = given().repository();
    Image image = given().image(repository, "b", "d", "f", "h");
    List<String> added = new ArrayList<>(List.of("a", "e", "z"));
    List<TaggedDigest> told =
        list(
            repository,
            TagStatus.TAGGED,
            2,
            () -> {
              if (!added.isEmpty()) {
                Tag tag = new Tag(added.removeFirst());
                given().change(t -> t.tags().put(repository.id(), tag, image.id(), NOW));
              }
            });
    assertThat(told)
        .extracting(line -> line.tag().orElseThrow().value())
        .containsSubsequence("b", "d", "f", "h")
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @Test
  default void a_full_last_page_promises_no_further_one() {
    Repository repository = given().repository();
    given().image(repository, "a", "b");
    Page<Tag, Tag> page =
        database()
            .read(t -> t.tags().page(repository.id(), new Page.Request<>(Optional.empty(), 2)));
    assertThat(page.items()).hasSize(2);
    assertThat(page.next()).isEmpty();
    Page<Tag, Tag> huge =
        database()
            .read(
                t ->
                    t.tags()
                        .page(
                            repository.id(),
                            new Page.Request<>(Optional.empty(), Integer.MAX_VALUE)));
    assertThat(huge.items()).hasSize(2);
  }

  @Test
  default void referrers_are_listed_by_subject_and_artifact_type() {
    Repository repository = given().repository();
    Digest subject = GivenRows.digest();
    Image sbom = referrer(repository, subject, "application/spdx+json");
    Image signature = referrer(repository, subject, "application/vnd.sig");
    referrer(repository, GivenRows.digest(), "application/spdx+json");
    referrer(given().repository(), subject, "application/spdx+json");

    assertThat(referrers(repository, subject, Set.of()))
        .extracting(Referrer::image)
        .containsExactly(sbom, signature);
    assertThat(referrers(repository, subject, Set.of("application/spdx+json", "x\u0000\"\\")))
        .extracting(Referrer::image)
        .containsExactly(sbom);
    assertThat(referrers(repository, subject, Set.of("none\"]"))).isEmpty();
    assertThat(referrers(repository, subject, Set.of()).getFirst().manifest())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{}");
  }

  private Image referrer(Repository repository, Digest subject, String artifactType) {
    return database()
        .write(
            t ->
                t.images()
                    .insert(
                        new NewImage(
                            repository.id(),
                            GivenRows.digest(),
                            MediaType.OCI_MANIFEST,
                            "{}".getBytes(StandardCharsets.UTF_8),
                            2,
                            Optional.of(artifactType),
                            Optional.of(subject),
                            NOW)));
  }

  private List<Referrer> referrers(Repository repository, Digest subject, Set<String> types) {
    return MetadataRules.all(
        1,
        (Page.Request<Long> request) ->
            database()
                .read(
                    t ->
                        t.images()
                            .referrers(
                                repository.id(), subject, types, StatusFilter.ANY, request)));
  }

  private List<Image> page(Repository repository, TagStatus status) {
    return MetadataRules.all(
        1,
        (Page.Request<Long> request) ->
            database()
                .read(t -> t.images().page(repository.id(), status, StatusFilter.ANY, request)));
  }

  private List<TaggedDigest> list(
      Repository repository, TagStatus status, int limit, Runnable between) {
    return MetadataRules.all(
        limit,
        (Page.Request<TaggedDigest.Key> request) ->
            database()
                .read(t -> t.images().list(repository.id(), status, StatusFilter.ANY, request)),
        between);
  }
}
