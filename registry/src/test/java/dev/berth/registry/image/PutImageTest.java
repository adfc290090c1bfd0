package dev.berth.registry.image;

import static dev.berth.registry.TestRegistry.pushed;
import static dev.berth.registry.TestRegistry.sha256;
import static dev.berth.registry.TestRegistry.tags;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.metadata.StatusFilter;
import dev.berth.model.Digest;
import dev.berth.model.Digester;
import dev.berth.model.Encryption;
import dev.berth.model.Image;
import dev.berth.model.ImageReference.ByDigest;
import dev.berth.model.ImageReference.ByTag;
import dev.berth.model.MediaType;
import dev.berth.model.Page;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.model.TagFilter;
import dev.berth.model.TagMutability;
import dev.berth.model.TagMutability.Mode;
import dev.berth.registry.Conformance;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.SmallLimits;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.ImageDigestDoesNotMatch;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.ImageTagAlreadyExists;
import dev.berth.registry.refusal.LayersNotFound;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.ManifestInvalid;
import dev.berth.registry.refusal.ReferencedImagesNotFound;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.repository.RepositorySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules P1 to P17 of ecr-behaviour 5.2. */
final class PutImageTest {
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

  /** IM-01, invariant I5. */
  @Test
  void the_bytes_come_back_unchanged_under_their_digest() throws IOException {
    registry.layer(app, "{}");
    registry.layer(app, "a");
    String manifest = "\n " + SampleManifests.image("{}", "a") + "\t";

    Put put = registry.images.put(app, pushed(manifest), tags("v1"));

    assertThat(put.outcome()).isEqualTo(Put.Outcome.CREATED);
    assertThat(put.image().digest()).isEqualTo(sha256(manifest));
    for (var reference : List.of(new ByTag(new Tag("v1")), new ByDigest(sha256(manifest)))) {
      StoredImage got = registry.images.get(app, reference);
      assertThat(got.manifest().bytes()).isEqualTo(utf8(manifest));
      assertThat(got.manifest().mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
      assertThat(got.manifest().digest()).isEqualTo(sha256(manifest));
    }
  }

  /** IM-02, P1. */
  @Test
  void an_image_without_a_tag_is_stored_untagged() throws IOException {
    Image image = registry.image(app, "one");
    assertThat(described(image).tags()).isEmpty();
  }

  /** IM-03, P3, IM-33. */
  @Test
  void a_mutable_tag_moves_and_the_old_image_stays() throws IOException {
    Image old = registry.image(app, "old", "latest");
    registry.clock.advance(Duration.ofMinutes(5));
    Image young = registry.image(app, "young", "latest");

    assertThat(registry.images.find(app, new ByTag(new Tag("latest")))).isEqualTo(young);
    assertThat(described(old)).isEqualTo(new TaggedImage(old, new TreeSet<>()));
    assertThat(described(old).image().pushedAt()).isBefore(young.pushedAt());
  }

  /** P5, V2-34. */
  @Test
  void the_same_image_under_the_same_tag_is_there_already() throws IOException {
    Image image = registry.image(app, "one", "v1");
    Put again =
        registry.images.put(
            app, pushed(SampleManifests.image("config of one", "layer of one")), tags("v1"));
    assertThat(again.outcome()).isEqualTo(Put.Outcome.ALREADY);
    assertThat(again.image()).isEqualTo(image);
  }

  /** P6. */
  @Test
  void the_same_image_without_a_tag_is_there_already() throws IOException {
    registry.image(app, "one", "v1");
    assertThat(
            registry
                .images
                .put(app, pushed(SampleManifests.image("config of one", "layer of one")), List.of())
                .outcome())
        .isEqualTo(Put.Outcome.ALREADY);
  }

  /** IM-05, P7, IM-33. */
  @Test
  void a_stored_image_gets_another_tag_and_keeps_its_time() throws IOException {
    Image image = registry.image(app, "one", "v1");
    registry.clock.advance(Duration.ofDays(1));
    Put put =
        registry.images.put(
            app, pushed(SampleManifests.image("config of one", "layer of one")), tags("v2"));

    assertThat(put.outcome()).isEqualTo(Put.Outcome.RETAGGED);
    assertThat(put.image()).isEqualTo(image);
    assertThat(described(image).tags()).containsExactly(new Tag("v1"), new Tag("v2"));
  }

  /** OCI distribution-spec [dev], end-7b: all tags or none. */
  @Test
  void several_tags_are_taken_together_or_not_at_all() throws IOException {
    Image image = registry.image(app, "one", "a", "b", "a");
    assertThat(described(image).tags()).extracting(Tag::value).containsExactly("a", "b");

    registry.repositories.putTagMutability(app, immutable());
    assertThatThrownBy(() -> registry.image(app, "two", "c", "b"))
        .isInstanceOf(ImageTagAlreadyExists.class);
    assertThatThrownBy(() -> registry.images.find(app, new ByTag(new Tag("c"))))
        .isInstanceOf(ImageNotFound.class);
  }

  /** IM-06, P8. */
  @Test
  void a_digest_that_the_manifest_does_not_have_is_refused() throws IOException {
    registry.image(app, "one");
    String manifest = SampleManifests.image("config of one");
    assertThatThrownBy(
            () ->
                registry.images.put(
                    app,
                    new PushedManifest(
                        utf8(manifest), Optional.empty(), Optional.of(sha256("other"))),
                    tags("v1")))
        .isInstanceOfSatisfying(
            ImageDigestDoesNotMatch.class,
            refusal -> assertThat(refusal.actual()).isEqualTo(sha256(manifest)));
    assertThatThrownBy(() -> registry.images.find(app, new ByTag(new Tag("v1"))))
        .isInstanceOf(ImageNotFound.class);
  }

  /** OCI conformance: manifests addressed by sha512. */
  @Test
  void a_manifest_pushed_by_sha512_is_stored_under_it() throws IOException {
    registry.layer(app, "{}");
    byte[] manifest = utf8(SampleManifests.image("{}"));
    Digest sha512 = Digester.digest(Digest.Algorithm.SHA512, manifest);
    registry.images.put(
        app, new PushedManifest(manifest, Optional.empty(), Optional.of(sha512)), tags("v1"));

    assertThat(registry.images.get(app, new ByDigest(sha512)).manifest().bytes())
        .isEqualTo(manifest);
    assertThat(registry.images.find(app, new ByTag(new Tag("v1"))).digest()).isEqualTo(sha512);
    assertThatThrownBy(() -> registry.images.find(app, new ByDigest(sha256(manifest))))
        .isInstanceOf(ImageNotFound.class);
  }

  /** IM-07, P9. */
  @Test
  void a_manifest_without_any_media_type_is_refused() {
    assertThatThrownBy(() -> registry.put(app, "{\"schemaVersion\":2}"))
        .isInstanceOfSatisfying(
            ManifestInvalid.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(ManifestInvalid.Kind.NO_MEDIA_TYPE));
  }

  /** IM-08, P11: config and layers, each missing digest once. */
  @Test
  void missing_layers_are_refused_with_ecrs_text_and_nothing_is_stored() throws IOException {
    registry.layer(app, "there");
    assertThatThrownBy(
            () ->
                registry.put(app, SampleManifests.image("config", "layer", "there", "layer"), "v1"))
        .isInstanceOfSatisfying(
            LayersNotFound.class,
            refusal ->
                assertThat(refusal.digests()).containsExactly(sha256("config"), sha256("layer")))
        .hasMessage(
            "Layers with digests '[%s, %s]' required for pushing image into repository with name 'app' in the registry with id '123456789012' do not exist"
                .formatted(sha256("config"), sha256("layer")));
    assertThat(all()).isEmpty();
  }

  /** LY-13, invariant I4: another repository's layers do not count. */
  @Test
  void layers_of_another_repository_are_missing_here() throws IOException {
    RepositoryAddress other = registry.repository("other");
    registry.image(other, "one", "v1");
    assertThatThrownBy(
            () -> registry.put(app, SampleManifests.image("config of one", "layer of one")))
        .isInstanceOf(LayersNotFound.class);
  }

  /** IM-09, P12. */
  @Test
  void an_index_with_missing_children_is_refused_with_ecrs_text() throws IOException {
    Image there = registry.image(app, "one");
    RepositoryAddress other = registry.repository("other");
    Image absent = registry.image(other, "two");
    assertThatThrownBy(() -> registry.put(app, SampleManifests.index(there, absent), "v1"))
        .isInstanceOfSatisfying(
            ReferencedImagesNotFound.class,
            refusal -> assertThat(refusal.digests()).containsExactly(absent.digest()))
        .hasMessage(
            "Images with digests '[%s]' required for pushing image into repository with name 'app' in the registry with id '123456789012' do not exist"
                .formatted(absent.digest()));
  }

  /** Invariant I7: a refusal names so many digests and no more. */
  @Test
  void of_many_missing_children_a_hundred_are_named() {
    String[] absent = new String[500];
    for (int i = 0; i < absent.length; i++) {
      absent[i] = "absent " + i;
    }
    assertThatThrownBy(() -> registry.put(app, SampleManifests.cacheIndex(absent)))
        .isInstanceOfSatisfying(
            ReferencedImagesNotFound.class,
            refusal ->
                assertThat(refusal.digests())
                    .hasSize(100)
                    .startsWith(sha256("absent 0"), sha256("absent 1")));
  }

  /** IM-12: absent foreign layers are fine; one that is there is kept like any other. */
  @Test
  void foreign_layers_need_not_exist() throws IOException {
    registry.layer(app, "{}");
    String foreign =
        "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"%s\",\"size\":7,\"urls\":[\"https://example.com/\"]}";
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s,%s]}\
        """
            .formatted(
                MediaType.OCI_MANIFEST,
                SampleManifests.descriptor("application/vnd.oci.image.config.v1+json", "{}"),
                foreign.formatted(sha256("absent")),
                foreign.formatted(sha256("present")));
    registry.layer(app, "present");

    Image image = registry.put(app, manifest);

    assertThat(image.imageSize()).isEqualTo(2 + 7);
    assertThat(registry.layers.forDownload(app, sha256("present")).size()).isEqualTo(7);
  }

  /** oci-behaviour 3.1: sizes are checked against what is stored. */
  @Test
  void a_descriptor_with_a_wrong_size_is_refused() throws IOException {
    registry.layer(app, "{}");
    registry.layer(app, "layer");
    String wrong = SampleManifests.image("{}", "layer").replace("\"size\":5", "\"size\":6");
    assertThatThrownBy(() -> registry.put(app, wrong))
        .isInstanceOfSatisfying(
            ManifestInvalid.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(ManifestInvalid.Kind.SIZE_MISMATCH));

    Image child = registry.image(app, "one");
    String size = "\"size\":" + child.manifestSize();
    assertThatThrownBy(
            () -> registry.put(app, SampleManifests.index(child).replace(size, "\"size\":1")))
        .isInstanceOf(ManifestInvalid.class);
  }

  /** IM-10, IM-40, P13. */
  @Test
  void one_tag_too_many_is_refused_with_ecrs_text() throws IOException {
    try (TestRegistry small = small(Conformance.OCI)) {
      RepositoryAddress there = small.repository("app");
      small.image(there, "one", "a", "b", "c");
      small.image(there, "one", "c");
      assertThatThrownBy(() -> small.image(there, "one", "d"))
          .isInstanceOfSatisfying(
              LimitExceeded.class,
              refusal -> assertThat(refusal.kind()).isEqualTo(LimitExceeded.Kind.TAGS_PER_IMAGE))
          .hasMessage(
              "Adding tag 'd' to an image in the repository with name 'app' in registry with id"
                  + " '123456789012' exceeds the maximum allowed number of tags per image which is"
                  + " '3'");
      assertThatThrownBy(() -> small.image(there, "two", "w", "x", "y", "z"))
          .isInstanceOf(LimitExceeded.class)
          .hasMessageContaining("Adding tag 'z'");
    }
  }

  /** P13: the quota of images; a stored one may still be tagged. */
  @Test
  void one_image_too_many_is_refused() throws IOException {
    try (TestRegistry small = small(Conformance.OCI)) {
      RepositoryAddress there = small.repository("app");
      for (String name : List.of("one", "two", "three")) {
        small.image(there, name);
      }
      assertThatThrownBy(() -> small.image(there, "four"))
          .isInstanceOfSatisfying(
              LimitExceeded.class,
              refusal ->
                  assertThat(refusal.kind()).isEqualTo(LimitExceeded.Kind.IMAGES_PER_REPOSITORY))
          .hasMessageEndingWith("already has the maximum allowed number of images which is '3'");
      small.image(there, "one", "tagged");
    }
  }

  /** IM-39, P16. */
  @Test
  void no_layers_are_fine_unless_ecr_is_followed_strictly() throws IOException {
    registry.layer(app, "{}");
    registry.put(app, SampleManifests.image("{}"), "v1");
    try (TestRegistry strict = small(Conformance.ECR)) {
      RepositoryAddress there = strict.repository("app");
      strict.layer(there, "{}");
      assertThatThrownBy(() -> strict.put(there, SampleManifests.image("{}"), "v1"))
          .isInstanceOf(ManifestInvalid.class)
          .hasMessage("Image has to have at least 1 layer");
    }
  }

  /** TM-01, TM-06, P4: nothing is stored. */
  @Test
  void an_immutable_tag_is_not_moved() throws IOException {
    registry.repositories.putTagMutability(app, immutable());
    Image first = registry.image(app, "one", "v1");

    assertThatThrownBy(() -> registry.image(app, "two", "v1"))
        .isInstanceOf(ImageTagAlreadyExists.class)
        .hasMessage(
            "The image tag 'v1' already exists in the 'app' repository and cannot be overwritten"
                + " because the tag is immutable.");
    assertThat(all()).extracting(TaggedImage::image).containsExactly(first);
  }

  /** V2-39: the same bytes under the same immutable tag are no move. */
  @Test
  void the_same_image_under_its_immutable_tag_is_there_already() throws IOException {
    registry.repositories.putTagMutability(app, immutable());
    registry.image(app, "one", "v1");
    assertThat(
            registry
                .images
                .put(
                    app, pushed(SampleManifests.image("config of one", "layer of one")), tags("v1"))
                .outcome())
        .isEqualTo(Put.Outcome.ALREADY);
  }

  /** TM-01, TM-08: the matrix of ecr-behaviour 11, through a push. */
  @Test
  void exclusion_filters_turn_the_rule_around() throws IOException {
    List<TagFilter> filters = List.of(new TagFilter("dev-*"), new TagFilter("latest"));
    RepositoryAddress most =
        registry.repository(
            "most", settings(new TagMutability(Mode.IMMUTABLE_WITH_EXCLUSION, filters)));
    RepositoryAddress few =
        registry.repository(
            "few", settings(new TagMutability(Mode.MUTABLE_WITH_EXCLUSION, filters)));
    for (RepositoryAddress repository : List.of(most, few)) {
      registry.image(repository, "one", "dev-1", "latest", "v1");
    }

    registry.image(most, "two", "dev-1", "latest");
    assertThatThrownBy(() -> registry.image(most, "two", "v1"))
        .isInstanceOf(ImageTagAlreadyExists.class);
    registry.image(few, "two", "v1");
    assertThatThrownBy(() -> registry.image(few, "two", "dev-1"))
        .isInstanceOf(ImageTagAlreadyExists.class);
    assertThatThrownBy(() -> registry.image(few, "two", "latest"))
        .isInstanceOf(ImageTagAlreadyExists.class);
  }

  /** TM-07. */
  @Test
  void a_deleted_immutable_tag_may_be_used_again() throws IOException {
    registry.repositories.putTagMutability(app, immutable());
    registry.image(app, "one", "v1");
    registry.images.delete(app, new ByTag(new Tag("v1")), TestRegistry.ALICE);
    Image second = registry.image(app, "two", "v1");
    assertThat(registry.images.find(app, new ByTag(new Tag("v1")))).isEqualTo(second);
  }

  /** IM-29, IM-30. */
  @Test
  void the_size_of_an_image_is_config_and_layers_and_of_an_index_its_largest_child()
      throws IOException {
    registry.layer(app, "{}");
    registry.layer(app, "123456789");
    Image small = registry.put(app, SampleManifests.image("{}"));
    Image large = registry.put(app, SampleManifests.image("{}", "123456789", "123456789"));
    Image index = registry.put(app, SampleManifests.index(small, large, small));
    Image empty = registry.put(app, SampleManifests.index());

    assertThat(small.imageSize()).isEqualTo(2);
    assertThat(large.imageSize()).isEqualTo(20);
    assertThat(index.imageSize()).isEqualTo(20);
    assertThat(empty.imageSize()).isZero();
    assertThat(index.artifactType()).isEmpty();
    assertThat(large.artifactType()).contains("application/vnd.oci.image.config.v1+json");
  }

  /** oci-behaviour 4.3: caches of BuildKit are indexes of layers. */
  @Test
  void an_index_may_name_layers() throws IOException {
    registry.layer(app, "cached");
    registry.put(app, SampleManifests.cacheIndex("cached"), "cache");
    assertThat(registry.layers.forDownload(app, sha256("cached")).size()).isEqualTo(6);
    assertThatThrownBy(() -> registry.put(app, SampleManifests.cacheIndex("no")))
        .isInstanceOf(ReferencedImagesNotFound.class);
  }

  /** IM-32, RF-05; oci-behaviour 2.6: the subject need not exist. */
  @Test
  void the_subject_is_recorded_whether_or_not_it_exists() throws IOException {
    Image subject = registry.image(app, "one");
    RepositoryAddress other = registry.repository("other");
    registry.layer(other, "{}");
    Image referrer =
        registry.put(other, SampleManifests.referrer(subject, "application/vnd.sbom", "{}", "{}"));
    assertThat(referrer.subject()).contains(subject.digest());
    assertThat(referrer.artifactType()).contains("application/vnd.sbom");
  }

  @Test
  void an_unknown_repository_is_refused() {
    assertThatThrownBy(
            () ->
                registry.images.put(
                    TestRegistry.address("no"), pushed(SampleManifests.image("{}")), List.of()))
        .isInstanceOf(RepositoryNotFound.class);
  }

  /** IM-37. */
  @Test
  void of_many_that_put_the_same_tag_at_once_exactly_one_owns_it() throws Exception {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      images.add(registry.image(app, "image " + i));
    }
    race(
        images.size(),
        i ->
            registry.images.put(
                app,
                pushed(SampleManifests.image("config of image " + i, "layer of image " + i)),
                tags("contested")));

    assertThat(all().stream().filter(image -> !image.tags().isEmpty()))
        .singleElement()
        .satisfies(
            winner ->
                assertThat(registry.images.find(app, new ByTag(new Tag("contested"))))
                    .isEqualTo(winner.image()));
  }

  /** IM-37 with immutable tags: one wins, the others are told. */
  @Test
  void of_many_that_put_the_same_immutable_tag_at_once_one_wins() throws Exception {
    registry.repositories.putTagMutability(app, immutable());
    for (int i = 0; i < 8; i++) {
      registry.layer(app, "config of image " + i);
      registry.layer(app, "layer of image " + i);
    }
    List<Boolean> won =
        race(
            8,
            i -> {
              try {
                registry.put(
                    app,
                    SampleManifests.image("config of image " + i, "layer of image " + i),
                    "contested");
                return true;
              } catch (ImageTagAlreadyExists _) {
                return false;
              }
            });
    assertThat(won).containsOnlyOnce(true);
    assertThat(all()).hasSize(1);
  }

  private interface Racer<R> {
    R run(int number) throws Exception;
  }

  private static <R> List<R> race(int count, Racer<R> racer)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<R>> running = new ArrayList<>();
    List<R> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return racer.run(number);
                }));
      }
      start.countDown();
      for (Future<R> one : running) {
        results.add(one.get());
      }
    }
    return results;
  }

  private TaggedImage described(Image image) {
    return registry.images.describe(app, List.of(ImageId.of(image.digest()))).getFirst();
  }

  private List<TaggedImage> all() {
    return registry
        .images
        .page(app, TagStatus.ANY, StatusFilter.ANY, new Page.Request<>(Optional.empty(), 100))
        .items();
  }

  private TestRegistry small(Conformance conformance) throws IOException {
    return TestRegistry.in(folder.resolve("small"), SmallLimits.rules(conformance));
  }

  private static TagMutability immutable() {
    return new TagMutability(Mode.IMMUTABLE, List.of());
  }

  private static RepositorySettings settings(TagMutability mutability) {
    return new RepositorySettings(mutability, false, Encryption.AES256);
  }
}
