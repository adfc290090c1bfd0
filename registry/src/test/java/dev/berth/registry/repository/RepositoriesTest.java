package dev.berth.registry.repository;

import static dev.berth.registry.TestRegistry.REGISTRY;
import static dev.berth.registry.TestRegistry.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccountId;
import dev.berth.model.Encryption;
import dev.berth.model.ImageReference;
import dev.berth.model.Page;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TagFilter;
import dev.berth.model.TagMutability;
import dev.berth.registry.Conformance;
import dev.berth.registry.SmallLimits;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.InvalidResourceTag;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RepositoryAlreadyExists;
import dev.berth.registry.refusal.RepositoryNotEmpty;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.TooManyResourceTags;
import dev.berth.registry.upload.Chunk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RepositoriesTest {
  @TempDir Path folder;
  private TestRegistry registry;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  /** RP-03, RP-04. */
  @Test
  void a_repository_is_created_with_ecrs_defaults() {
    Repository created =
        registry.repositories.create(address("team/app"), RepositorySettings.DEFAULT, Map.of());

    assertThat(created.tagMutability()).isEqualTo(TagMutability.MUTABLE);
    assertThat(created.scanOnPush()).isFalse();
    assertThat(created.encryption()).isEqualTo(Encryption.AES256);
    assertThat(created.createdAt()).isEqualTo(registry.clock.instant());
    assertThat(created.arn())
        .hasToString("arn:aws:ecr:eu-central-1:123456789012:repository/team/app");
    assertThat(registry.repositories.get(address("team/app"))).isEqualTo(created);
  }

  /** RP-05. */
  @Test
  void a_taken_name_is_refused_with_ecrs_text() {
    registry.repository("app");
    assertThatThrownBy(() -> registry.repository("app"))
        .isInstanceOf(RepositoryAlreadyExists.class)
        .hasMessage(
            "The repository with name 'app' already exists in the registry with id '123456789012'");
  }

  @Test
  void the_same_name_in_another_registry_is_another_repository() {
    registry.repository("app");
    RegistryId other = new RegistryId(new AccountId("210987654321"), new Region("eu-central-1"));
    registry.repositories.create(
        new RepositoryAddress(other, new RepositoryName("app")),
        RepositorySettings.DEFAULT,
        Map.of());

    assertThat(registry.repositories.page(other, new Page.Request<>(Optional.empty(), 10)).items())
        .singleElement()
        .satisfies(found -> assertThat(found.registry()).isEqualTo(other));
  }

  /** RP-06. */
  @Test
  void kms_without_a_key_is_answered_with_a_key() {
    RepositorySettings kms =
        new RepositorySettings(
            TagMutability.MUTABLE, true, new Encryption(Encryption.Type.KMS, Optional.empty()));
    registry.repository("one", kms);
    registry.repository("two", kms);

    Encryption one = registry.repositories.get(address("one")).encryption();
    assertThat(one.kmsKey())
        .hasValueSatisfying(
            key ->
                assertThat(key).matches("arn:aws:kms:eu-central-1:123456789012:key/[0-9a-f-]{36}"));
    assertThat(registry.repositories.get(address("two")).encryption()).isEqualTo(one);
    assertThat(registry.repositories.get(address("two")).scanOnPush()).isTrue();
  }

  /** RP-07. */
  @Test
  void tags_at_creation_are_stored_and_51_are_refused() {
    registry.repositories.create(
        address("app"), RepositorySettings.DEFAULT, Map.of("team", "a", "stage", ""));
    assertThat(registry.repositories.tags(address("app")))
        .containsExactlyEntriesOf(new TreeMap<>(Map.of("stage", "", "team", "a")));

    assertThatThrownBy(
            () ->
                registry.repositories.create(
                    address("many"), RepositorySettings.DEFAULT, numbered(51)))
        .isInstanceOf(TooManyResourceTags.class);
    assertThat(registry.repositories.find(address("many"))).isEmpty();
  }

  /** RP-09. */
  @Test
  void one_unknown_name_fails_the_whole_call() {
    registry.repository("bb");
    registry.repository("aa");
    RepositoryName aa = new RepositoryName("aa");
    RepositoryName bb = new RepositoryName("bb");
    assertThat(registry.repositories.getAll(REGISTRY, List.of(bb, aa, bb)))
        .extracting(Repository::name)
        .containsExactly(aa, bb);
    assertThat(registry.repositories.getAll(REGISTRY, List.of())).isEmpty();

    assertThatThrownBy(
            () -> registry.repositories.getAll(REGISTRY, List.of(bb, new RepositoryName("no"))))
        .isInstanceOfSatisfying(
            RepositoryNotFound.class,
            refusal -> assertThat(refusal.address()).isEqualTo(address("no")))
        .hasMessage(
            "The repository with name 'no' does not exist in the registry with id '123456789012'");
  }

  /** PG-07. */
  @Test
  void pages_show_each_repository_once_by_name() {
    List.of("cc", "aa", "bb/x", "bb").forEach(registry::repository);

    Page<Repository, RepositoryName> first =
        registry.repositories.page(REGISTRY, new Page.Request<>(Optional.empty(), 3));
    Page<Repository, RepositoryName> second =
        registry.repositories.page(REGISTRY, new Page.Request<>(first.next(), 3));

    assertThat(first.items())
        .extracting(found -> found.name().value())
        .containsExactly("aa", "bb", "bb/x");
    assertThat(second.items()).extracting(found -> found.name().value()).containsExactly("cc");
    assertThat(second.next()).isEmpty();
  }

  /** RP-10, RP-12. */
  @Test
  void a_repository_with_an_untagged_image_is_deleted_only_by_force() throws IOException {
    RepositoryAddress app = registry.repository("app");
    registry.image(app, "one");

    assertThatThrownBy(
            () -> registry.repositories.delete(app, Deletion.ONLY_IF_EMPTY, TestRegistry.ALICE))
        .isInstanceOf(RepositoryNotEmpty.class)
        .hasMessage(
            "The repository with name 'app' in registry with id '123456789012' cannot be deleted because it still contains images");
    assertThat(registry.repositories.find(app)).isPresent();

    assertThat(
            registry.repositories.delete(app, Deletion.WITH_IMAGES, TestRegistry.ALICE).address())
        .isEqualTo(app);
    assertThat(registry.repositories.find(app)).isEmpty();
  }

  /** RP-13; layers without an image do not count as content (ecr-behaviour 3.4). */
  @Test
  void deleting_takes_tags_layers_and_uploads_along() throws IOException {
    RepositoryAddress app = registry.repository("app");
    registry.repositories.tag(app, Map.of("team", "a"));
    var digest = registry.layer(app, "layer");
    registry.uploads.begin(app, TestRegistry.ALICE);

    registry.repositories.delete(app, Deletion.ONLY_IF_EMPTY, TestRegistry.ALICE);
    registry.repository("app");

    assertThat(registry.repositories.tags(app)).isEmpty();
    assertThatThrownBy(() -> registry.layers.get(app, digest)).isInstanceOf(LayerNotFound.class);
  }

  /** V2-30; the key of a finished upload is a blob's, and must not go with the upload's row. */
  @Test
  void deleting_a_repository_leaves_blobs_that_another_one_holds() throws IOException {
    RepositoryAddress source = registry.repository("source");
    RepositoryAddress target = registry.repository("target");
    var digest = registry.layer(source, "shared");
    registry.layers.mount(source, target, digest);

    registry.repositories.delete(source, Deletion.WITH_IMAGES, TestRegistry.ALICE);
    registry.clock.advance(Duration.ofDays(2));
    registry.expiry.run(registry.clock.instant());
    registry.condemned.run(registry.clock.instant());

    assertThat(registry.bytes(registry.layers.get(target, digest)))
        .isEqualTo(TestRegistry.utf8("shared"));
  }

  /** I2: what an open upload had received goes with its repository. */
  @Test
  void bytes_of_open_uploads_go_with_their_repository() throws IOException {
    RepositoryAddress app = registry.repository("app");
    var upload = registry.uploads.begin(app, TestRegistry.ALICE);
    registry.uploads.append(app, upload.id(), TestRegistry.chunk("some bytes"));
    assertThat(registry.storedKeys()).isEqualTo(1);

    registry.repositories.delete(app, Deletion.ONLY_IF_EMPTY, TestRegistry.ALICE);
    registry.clock.advance(Duration.ofHours(3));
    registry.condemned.run(registry.clock.instant());

    assertThat(registry.storedKeys()).isZero();
    assertThatThrownBy(() -> registry.uploads.append(app, upload.id(), Chunk.none()))
        .isInstanceOf(RepositoryNotFound.class);
  }

  /** RP-14. */
  @Test
  void one_repository_too_many_is_refused() throws IOException {
    try (TestRegistry small =
        TestRegistry.in(folder.resolve("small"), SmallLimits.rules(Conformance.OCI))) {
      small.repository("one");
      small.repository("two");
      assertThatThrownBy(() -> small.repository("three"))
          .isInstanceOfSatisfying(
              LimitExceeded.class,
              refusal ->
                  assertThat(refusal.kind())
                      .isEqualTo(LimitExceeded.Kind.REPOSITORIES_PER_REGISTRY));
    }
  }

  /** TM-05: later pushes meet the new rule, tags that exist stay. */
  @Test
  void tag_mutability_is_replaced_with_its_filters() throws IOException {
    RepositoryAddress app = registry.repository("app");
    var image = registry.image(app, "one", "latest");
    TagMutability immutable =
        new TagMutability(
            TagMutability.Mode.IMMUTABLE_WITH_EXCLUSION, List.of(new TagFilter("dev-*")));

    assertThat(registry.repositories.putTagMutability(app, immutable).tagMutability())
        .isEqualTo(immutable);
    assertThat(registry.repositories.get(app).tagMutability()).isEqualTo(immutable);
    assertThat(registry.images.find(app, new ImageReference.ByTag(new Tag("latest"))))
        .isEqualTo(image);
  }

  /** TG-01. */
  @Test
  void tagging_merges_and_overwrites() {
    RepositoryAddress app = registry.repository("app");
    registry.repositories.tag(app, Map.of("a", "1", "b", "1"));
    registry.repositories.tag(app, Map.of("b", "2", "c", "3"));
    registry.repositories.untag(app, List.of("a", "never there"));

    assertThat(registry.repositories.tags(app)).isEqualTo(Map.of("b", "2", "c", "3"));
  }

  /** TG-02. */
  @Test
  void the_51st_tag_is_refused_and_changes_nothing() {
    RepositoryAddress app = registry.repository("app");
    registry.repositories.tag(app, numbered(50));
    registry.repositories.tag(app, Map.of("key1", "changed"));

    assertThatThrownBy(() -> registry.repositories.tag(app, Map.of("key1", "x", "more", "")))
        .isInstanceOfSatisfying(
            TooManyResourceTags.class, refusal -> assertThat(refusal.max()).isEqualTo(50));
    assertThat(registry.repositories.tags(app)).hasSize(50).containsEntry("key1", "changed");
  }

  /** TG-03, TG-05. */
  @Test
  void tags_that_aws_does_not_allow_are_refused() {
    RepositoryAddress app = registry.repository("app");
    registry.repositories.tag(
        app, Map.of("k".repeat(128), "v".repeat(256), "Größe 1_.:/=+-@", "ja @+"));

    for (Map<String, String> tags :
        List.of(
            Map.of("", "v"),
            Map.of("k".repeat(129), "v"),
            Map.of("k", "v".repeat(257)),
            Map.of("aws:team", "v"),
            Map.of("AWS:team", "v"),
            Map.of("a,b", "v"),
            Map.of("k", "a\nb"))) {
      assertThatThrownBy(() -> registry.repositories.tag(app, tags))
          .as(tags.toString())
          .isInstanceOf(InvalidResourceTag.class);
    }
    assertThat(registry.repositories.tags(app)).hasSize(2);
  }

  @Test
  void every_change_of_an_unknown_repository_is_refused() {
    RepositoryAddress no = address("no");
    assertThatThrownBy(() -> registry.repositories.tag(no, Map.of()))
        .isInstanceOf(RepositoryNotFound.class);
    assertThatThrownBy(() -> registry.repositories.untag(no, List.of()))
        .isInstanceOf(RepositoryNotFound.class);
    assertThatThrownBy(() -> registry.repositories.tags(no)).isInstanceOf(RepositoryNotFound.class);
    assertThatThrownBy(
            () -> registry.repositories.delete(no, Deletion.WITH_IMAGES, TestRegistry.ALICE))
        .isInstanceOf(RepositoryNotFound.class);
    assertThatThrownBy(() -> registry.repositories.putTagMutability(no, TagMutability.MUTABLE))
        .isInstanceOf(RepositoryNotFound.class);
  }

  private static Map<String, String> numbered(int count) {
    Map<String, String> tags = new TreeMap<>();
    for (int i = 1; i <= count; i++) {
      tags.put("key" + i, "");
    }
    return tags;
  }
}
