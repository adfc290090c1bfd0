package dev.berth.registry.image;

import static dev.berth.registry.TestRegistry.sha256;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.iam.Principal;
import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.StatusFilter;
import dev.berth.metadata.TaggedDigest;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference.ByDigest;
import dev.berth.model.ImageReference.ByTag;
import dev.berth.model.ImageStatus;
import dev.berth.model.Page;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.Conformance;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.SmallLimits;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.repository.Deletion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding, listing and describing images. */
final class ImagesTest {
  private static final Principal ALICE =
      new Principal.User(TestRegistry.ALICE, "AIDAEXAMPLE", Optional.empty());
  private static final Set<String> ALL_TYPES = Set.of();

  @TempDir Path folder;
  private TestRegistry registry;
  private RepositoryAddress app;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    app = registry.repository("app");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  /** V2-04; IM-27: the parts that were not asked for are {@code null}. */
  @Test
  void an_unknown_image_is_refused_with_ecrs_text() {
    assertThatThrownBy(() -> registry.images.get(app, new ByTag(new Tag("v1"))))
        .isInstanceOf(ImageNotFound.class)
        .hasMessage(
            "The image with imageId {imageDigest:'null', imageTag:'v1'} does not exist within the repository with name 'app' in the registry with id '123456789012'");
    assertThatThrownBy(() -> registry.images.find(app, new ByDigest(sha256("x"))))
        .isInstanceOf(ImageNotFound.class)
        .hasMessageContaining("{imageDigest:'%s', imageTag:'null'}".formatted(sha256("x")));
    assertThatThrownBy(
            () -> registry.images.find(TestRegistry.address("no"), new ByTag(new Tag("v1"))))
        .isInstanceOf(RepositoryNotFound.class);
  }

  /** DESIGN 5: what is kept in memory is never what was. */
  @Test
  void a_tag_that_moved_an_image_that_went_and_a_repository_that_is_gone_are_seen_at_once()
      throws IOException {
    ByTag latest = new ByTag(new Tag("latest"));
    Image one = registry.image(app, "one", "latest");
    assertThat(registry.images.get(app, latest).image().digest()).isEqualTo(one.digest());

    Image two = registry.image(app, "two", "latest");
    assertThat(registry.images.get(app, latest).image().digest()).isEqualTo(two.digest());
    assertThat(registry.images.find(app, new ByDigest(one.digest())).digest())
        .isEqualTo(one.digest());

    registry.images.delete(app, new ByDigest(two.digest()), TestRegistry.ALICE);
    assertThatThrownBy(() -> registry.images.get(app, latest)).isInstanceOf(ImageNotFound.class);

    registry.repositories.delete(app, Deletion.WITH_IMAGES, TestRegistry.ALICE);
    assertThatThrownBy(() -> registry.images.find(app, new ByDigest(one.digest())))
        .isInstanceOf(RepositoryNotFound.class);
  }

  /** IM-14, IM-15, IM-16. */
  @Test
  void a_batch_has_what_was_found_and_why_the_rest_was_not() throws IOException {
    Image one = registry.image(app, "one", "v1");
    Image two = registry.image(app, "two", "v2");
    ImageId mismatch = ImageId.of(two.digest(), new Tag("v1"));
    ImageId unknown = ImageId.of(new Tag("no"));
    ImageId half = ImageId.of(one.digest(), new Tag("no"));
    ImageId nothing = new ImageId(Optional.empty(), Optional.empty());

    ImageBatch batch =
        registry.images.batchGet(
            app,
            List.of(
                ImageId.of(two.digest()),
                mismatch,
                ImageId.of(new Tag("v1")),
                unknown,
                ImageId.of(one.digest(), new Tag("v1")),
                nothing,
                half));

    assertThat(batch.found())
        .extracting(ImageBatch.Found::id)
        .containsExactly(
            ImageId.of(two.digest()),
            ImageId.of(one.digest(), new Tag("v1")),
            ImageId.of(one.digest(), new Tag("v1")));
    assertThat(batch.found().getFirst().image().manifest().bytes())
        .isEqualTo(utf8(SampleManifests.image("config of two", "layer of two")));
    assertThat(batch.failures())
        .extracting(failure -> Map.entry(failure.id(), failure.code().ecrName()))
        .containsExactly(
            Map.entry(mismatch, "ImageTagDoesNotMatchDigest"),
            Map.entry(unknown, "ImageNotFound"),
            Map.entry(nothing, "MissingDigestAndTag"),
            Map.entry(half, "ImageNotFound"));
    assertThat(batch.failures().get(1).reason()).isEqualTo("Requested image not found");
    assertThat(batch.failures().get(2).reason())
        .isEqualTo("Invalid request parameters: both tag and digest cannot be null");
  }

  /** Invariant I7: no answer fills the memory. */
  @Test
  void a_batch_with_too_many_bytes_is_refused() throws IOException {
    try (TestRegistry small =
        TestRegistry.in(folder.resolve("small"), SmallLimits.rules(Conformance.OCI))) {
      RepositoryAddress there = small.repository("app");
      Image image = small.image(there, "one");
      int fit = (int) (SmallLimits.BATCH_BYTES / image.manifestSize());
      ImageId id = ImageId.of(image.digest());
      assertThat(small.images.batchGet(there, Collections.nCopies(fit, id)).found()).hasSize(fit);
      assertThatThrownBy(() -> small.images.batchGet(there, Collections.nCopies(fit + 1, id)))
          .isInstanceOfSatisfying(
              LimitExceeded.class,
              refusal -> assertThat(refusal.kind()).isEqualTo(LimitExceeded.Kind.BATCH_SIZE));
    }
  }

  /** IM-27. */
  @Test
  void describing_one_unknown_id_fails_the_whole_call() throws IOException {
    Image one = registry.image(app, "one", "v1", "v2");
    assertThat(registry.images.describe(app, List.of(ImageId.of(new Tag("v2")))))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.image()).isEqualTo(one);
              assertThat(found.tags()).extracting(Tag::value).containsExactly("v1", "v2");
            });
    assertThatThrownBy(
            () ->
                registry.images.describe(
                    app, List.of(ImageId.of(one.digest()), ImageId.of(new Tag("no")))))
        .isInstanceOf(ImageNotFound.class)
        .hasMessageContaining("{imageDigest:'null', imageTag:'no'}");
  }

  /** IM-26, PG-07. */
  @Test
  void pages_of_images_follow_the_tag_status() throws IOException {
    Image tagged = registry.image(app, "one", "b", "a");
    Image untagged = registry.image(app, "two");
    Image last = registry.image(app, "three", "c");

    assertThat(pageAll(TagStatus.ANY)).containsExactly(tagged, untagged, last);
    assertThat(pageAll(TagStatus.TAGGED)).containsExactly(tagged, last);
    assertThat(pageAll(TagStatus.UNTAGGED)).containsExactly(untagged);
  }

  /** IM-28, IM-26. */
  @Test
  void a_list_has_a_line_for_each_tag_and_for_each_untagged_image() throws IOException {
    Image tagged = registry.image(app, "one", "b", "a");
    Image untagged = registry.image(app, "two");

    assertThat(listAll(TagStatus.ANY))
        .containsExactlyInAnyOrder(
            ImageId.of(tagged.digest(), new Tag("a")),
            ImageId.of(tagged.digest(), new Tag("b")),
            ImageId.of(untagged.digest()));
    assertThat(listAll(TagStatus.TAGGED)).hasSize(2);
    assertThat(listAll(TagStatus.UNTAGGED)).containsExactly(ImageId.of(untagged.digest()));
  }

  /** V2-21, V2-22: byte order, and the start need not exist. */
  @Test
  void tags_are_listed_in_byte_order_after_any_name() throws IOException {
    registry.image(app, "one", "b", "B", "a_1", "a-1", "10", "9");
    assertThat(tagsAfter(Optional.empty(), 10)).containsExactly("10", "9", "B", "a-1", "a_1", "b");
    assertThat(tagsAfter(Optional.of("a"), 10)).containsExactly("a-1", "a_1", "b");
    assertThat(tagsAfter(Optional.empty(), 2)).containsExactly("10", "9");
  }

  /** RF-01, RF-03, RF-04; oci-behaviour 2.8. */
  @Test
  void referrers_are_listed_with_type_and_annotations_in_their_order() throws IOException {
    Image subject = registry.image(app, "subject");
    registry.layer(app, "{}");
    Image sbom =
        registry.put(
            app, SampleManifests.referrer(subject, "application/sbom", "{\"k\":\"v\"}", "{}"));
    Image signature =
        registry.put(app, SampleManifests.referrer(subject, "application/signature", "{}", "{}"));

    Page<Referrer, Long> all = referrers(subject.digest(), ALL_TYPES, Optional.empty(), 50);

    assertThat(all.items())
        .containsExactly(
            new Referrer(
                sbom.mediaType(),
                sbom.digest(),
                sbom.manifestSize(),
                Optional.of("application/sbom"),
                Map.of("k", "v"),
                ImageStatus.ACTIVE),
            new Referrer(
                signature.mediaType(),
                signature.digest(),
                signature.manifestSize(),
                Optional.of("application/signature"),
                Map.of(),
                ImageStatus.ACTIVE));
    assertThat(all.next()).isEmpty();
    assertThat(
            referrers(subject.digest(), Set.of("application/signature"), Optional.empty(), 50)
                .items())
        .extracting(Referrer::digest)
        .containsExactly(signature.digest());
    assertThat(referrers(sha256("unknown"), ALL_TYPES, Optional.empty(), 50).items()).isEmpty();
  }

  /** A deleted referrer is gone at once; a deleted subject leaves them for a while (RF-07). */
  @Test
  void deleting_a_referrer_removes_it_from_the_list_at_once() throws IOException {
    Image subject = registry.image(app, "subject");
    registry.layer(app, "{}");
    Image one = registry.put(app, SampleManifests.referrer(subject, "application/one", "{}", "{}"));
    Image two = registry.put(app, SampleManifests.referrer(subject, "application/two", "{}", "{}"));

    registry.images.delete(app, new ByDigest(one.digest()), TestRegistry.ALICE);
    registry.images.delete(app, new ByDigest(subject.digest()), TestRegistry.ALICE);

    assertThat(referrers(subject.digest(), ALL_TYPES, Optional.empty(), 50).items())
        .extracting(Referrer::digest)
        .containsExactly(two.digest());
  }

  /** PG-07, RF-02; oci-behaviour 2.8: a page stays under 4 MiB. */
  @Test
  void pages_of_referrers_end_early_when_annotations_are_large() throws IOException {
    Image subject = registry.image(app, "subject");
    registry.layer(app, "{}");
    List<Digest> pushed = new ArrayList<>();
    String large = "x".repeat(1024 * 1024);
    for (int i = 0; i < 7; i++) {
      String annotations = "{\"n\":\"%d\",\"large\":\"%s\"}".formatted(i, i < 4 ? large : "");
      pushed.add(
          registry
              .put(app, SampleManifests.referrer(subject, "application/x", annotations, "{}"))
              .digest());
    }

    List<Digest> listed = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    Optional<Long> after = Optional.empty();
    do {
      Page<Referrer, Long> page = referrers(subject.digest(), ALL_TYPES, after, 6);
      page.items().forEach(item -> listed.add(item.digest()));
      sizes.add(page.items().size());
      after = page.next();
    } while (after.isPresent());

    assertThat(listed).isEqualTo(pushed);
    assertThat(sizes).containsExactly(2, 5);
  }

  /** IM-31, IM-36. */
  @Test
  void a_pull_is_recorded_once_in_a_while() throws IOException {
    Image image = registry.image(app, "one", "v1");
    registry.images.get(app, new ByTag(new Tag("v1")));
    assertThat(pulled(image)).isEmpty();

    Instant first = registry.clock.instant();
    registry.images.recordPull(TestRegistry.REGISTRY, image, ALICE);
    await().until(() -> pulled(image).equals(Optional.of(first)));

    registry.clock.advance(Duration.ofSeconds(59));
    registry.images.recordPull(
        TestRegistry.REGISTRY, registry.images.find(app, new ByDigest(image.digest())), ALICE);
    registry.images.close();
    assertThat(pulled(image)).contains(first);

    registry.clock.advance(Duration.ofSeconds(1));
    registry.images.recordPull(
        TestRegistry.REGISTRY, registry.images.find(app, new ByDigest(image.digest())), ALICE);
    registry.images.close();
    assertThat(pulled(image)).contains(first.plusSeconds(60));
  }

  @Test
  void pulls_of_many_images_are_all_recorded_when_it_closes() throws IOException {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      images.add(registry.image(app, "image " + i));
    }
    images.forEach(image -> registry.images.recordPull(TestRegistry.REGISTRY, image, ALICE));
    registry.images.close();

    assertThat(images).allSatisfy(image -> assertThat(pulled(image)).isPresent());
  }

  private Optional<Instant> pulled(Image image) {
    return registry.images.find(app, new ByDigest(image.digest())).lastPulledAt();
  }

  private Page<Referrer, Long> referrers(
      Digest subject, Set<String> types, Optional<Long> after, int limit) {
    return registry.images.referrers(
        app, subject, types, StatusFilter.ANY, new Page.Request<>(after, limit));
  }

  private List<String> tagsAfter(Optional<String> after, int limit) {
    return registry
        .images
        .tags(app, new Page.Request<>(after.map(Tag::new), limit))
        .items()
        .stream()
        .map(Tag::value)
        .toList();
  }

  private List<Image> pageAll(TagStatus status) {
    List<Image> all = new ArrayList<>();
    Optional<Long> after = Optional.empty();
    do {
      Page<TaggedImage, Long> page =
          registry.images.page(app, status, StatusFilter.ANY, new Page.Request<>(after, 2));
      page.items().forEach(item -> all.add(item.image()));
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  private List<ImageId> listAll(TagStatus status) {
    List<ImageId> all = new ArrayList<>();
    Optional<TaggedDigest.Key> after = Optional.empty();
    do {
      Page<TaggedDigest, TaggedDigest.Key> page =
          registry.images.list(app, status, StatusFilter.ANY, new Page.Request<>(after, 2));
      page.items().forEach(item -> all.add(new ImageId(Optional.of(item.digest()), item.tag())));
      after = page.next();
    } while (after.isPresent());
    return all;
  }
}
