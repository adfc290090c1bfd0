package dev.berth.registry.image;

import static dev.berth.registry.TestRegistry.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Blob;
import dev.berth.model.Image;
import dev.berth.model.ImageReference.ByDigest;
import dev.berth.model.ImageReference.ByTag;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.image.ImageFailure.Code;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.ImageReferencedByManifestList;
import dev.berth.registry.refusal.LayerReferenced;
import dev.berth.registry.refusal.RepositoryNotFound;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** BatchDeleteImage, ecr-behaviour 5.5. */
final class DeleteImageTest {
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

  /** IM-19, IM-20. */
  @Test
  void a_tag_goes_alone_until_it_is_the_last() throws IOException {
    Image image = registry.image(app, "one", "a", "b");

    assertThat(delete(ImageId.of(new Tag("a"))).deleted())
        .containsExactly(ImageId.of(image.digest(), new Tag("a")));
    assertThat(registry.images.find(app, new ByTag(new Tag("b")))).isEqualTo(image);

    assertThat(delete(ImageId.of(new Tag("b"))).deleted())
        .containsExactly(ImageId.of(image.digest(), new Tag("b")));
    assertThatThrownBy(() -> registry.images.find(app, new ByDigest(image.digest())))
        .isInstanceOf(ImageNotFound.class);
  }

  /** IM-21. */
  @Test
  void a_digest_takes_all_tags_and_the_answer_lists_each_pair() throws IOException {
    Image tagged = registry.image(app, "one", "b", "a");
    Image untagged = registry.image(app, "two");

    Deleted deleted = delete(ImageId.of(tagged.digest()), ImageId.of(untagged.digest()));

    assertThat(deleted.deleted())
        .containsExactly(
            ImageId.of(tagged.digest(), new Tag("a")),
            ImageId.of(tagged.digest(), new Tag("b")),
            ImageId.of(untagged.digest()));
    assertThat(deleted.failures()).isEmpty();
    assertThatThrownBy(() -> registry.images.find(app, new ByTag(new Tag("a"))))
        .isInstanceOf(ImageNotFound.class);
  }

  /** IM-22: by digest, and by the only tag, which stays. */
  @Test
  void a_child_of_an_index_stays_and_so_does_its_last_tag() throws IOException {
    Image child = registry.image(app, "child", "a", "b");
    Image index = registry.put(app, SampleManifests.index(child), "list");

    Deleted refused = delete(ImageId.of(child.digest()));
    assertThat(refused.deleted()).isEmpty();
    assertThat(refused.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.code()).isEqualTo(Code.IMAGE_REFERENCED_BY_MANIFEST_LIST);
              assertThat(failure.reason())
                  .isEqualTo(
                      "Requested image referenced by manifest list: [%s]"
                          .formatted(index.digest()));
            });

    assertThat(delete(ImageId.of(new Tag("a"))).failures()).isEmpty();
    assertThat(delete(ImageId.of(new Tag("b"))).failures()).hasSize(1);
    assertThat(registry.images.find(app, new ByTag(new Tag("b")))).isEqualTo(child);
  }

  /** RF-09: the index by which old clients list referrers is an index like any other. */
  @Test
  void what_a_fallback_tag_lists_stays_until_its_index_goes() throws IOException {
    Image subject = registry.image(app, "subject");
    Image signature = registry.image(app, "signature");
    Tag fallback = new Tag("sha256-" + subject.digest().hex());
    registry.put(app, SampleManifests.index(signature), fallback.value());

    assertThat(delete(ImageId.of(signature.digest())).failures())
        .extracting(ImageFailure::code)
        .containsExactly(Code.IMAGE_REFERENCED_BY_MANIFEST_LIST);
    assertThat(delete(ImageId.of(fallback)).failures()).isEmpty();
    assertThat(delete(ImageId.of(signature.digest())).failures()).isEmpty();
  }

  /** V2-14. */
  @Test
  void deleting_one_child_is_refused_with_the_index() throws IOException {
    Image child = registry.image(app, "child");
    Image index = registry.put(app, SampleManifests.index(child));
    assertThatThrownBy(
            () -> registry.images.delete(app, new ByDigest(child.digest()), TestRegistry.ALICE))
        .isInstanceOfSatisfying(
            ImageReferencedByManifestList.class,
            refusal -> assertThat(refusal.parents()).containsExactly(index.digest()))
        .hasMessage("Requested image referenced by manifest list: [%s]".formatted(index.digest()));
    assertThatThrownBy(
            () -> registry.images.delete(app, new ByTag(new Tag("no")), TestRegistry.ALICE))
        .isInstanceOf(ImageNotFound.class);
    assertThatThrownBy(
            () ->
                registry.images.delete(
                    TestRegistry.address("no"), new ByTag(new Tag("no")), TestRegistry.ALICE))
        .isInstanceOf(RepositoryNotFound.class);
  }

  /** oci-behaviour 2.9: a tag is only a tag, unless ECR is followed strictly (IM-22). */
  @Test
  void the_last_tag_of_a_child_goes_alone_over_the_oci_protocol() throws IOException {
    Image child = registry.image(app, "child", "only");
    registry.put(app, SampleManifests.index(child), "list");

    registry.images.delete(app, new ByTag(new Tag("only")), TestRegistry.ALICE);

    assertThatThrownBy(() -> registry.images.find(app, new ByTag(new Tag("only"))))
        .isInstanceOf(ImageNotFound.class);
    assertThat(registry.images.find(app, new ByDigest(child.digest()))).isEqualTo(child);
  }

  /** Invariant I7: a refusal names so many indexes and no more. */
  @Test
  void of_many_indexes_that_hold_an_image_a_hundred_are_named() throws IOException {
    Image child = registry.image(app, "child");
    for (int i = 0; i < 101; i++) {
      registry.put(app, SampleManifests.index(child) + " ".repeat(i));
    }
    assertThat(delete(ImageId.of(child.digest())).failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.parents()).hasSize(100));
  }

  /** IM-23. */
  @Test
  void deleting_an_index_keeps_its_children() throws IOException {
    Image child = registry.image(app, "child");
    registry.put(app, SampleManifests.index(child), "list");
    registry.images.delete(app, new ByTag(new Tag("list")), TestRegistry.ALICE);
    assertThat(registry.images.find(app, new ByDigest(child.digest()))).isEqualTo(child);
  }

  /** IM-24: in any order, also nested. */
  @Test
  void indexes_and_their_children_go_in_one_call() throws IOException {
    Image child = registry.image(app, "child", "child");
    Image inner = registry.put(app, SampleManifests.index(child));
    Image outer = registry.put(app, SampleManifests.index(inner, child), "outer");

    Deleted deleted =
        delete(
            ImageId.of(new Tag("child")), ImageId.of(inner.digest()), ImageId.of(outer.digest()));

    assertThat(deleted.failures()).isEmpty();
    assertThat(deleted.deleted())
        .containsExactly(
            ImageId.of(child.digest(), new Tag("child")),
            ImageId.of(inner.digest()),
            ImageId.of(outer.digest(), new Tag("outer")));
  }

  /** IM-15, IM-16. */
  @Test
  void failures_do_not_stop_the_rest() throws IOException {
    Image image = registry.image(app, "one", "a");
    Image other = registry.image(app, "two", "b");
    Deleted deleted =
        delete(
            ImageId.of(new Tag("no")),
            ImageId.of(other.digest(), new Tag("a")),
            new ImageId(Optional.empty(), Optional.empty()),
            ImageId.of(image.digest(), new Tag("a")),
            ImageId.of(image.digest(), new Tag("a")));

    assertThat(deleted.deleted()).containsExactly(ImageId.of(image.digest(), new Tag("a")));
    assertThat(deleted.failures())
        .extracting(ImageFailure::code)
        .containsExactly(
            Code.IMAGE_NOT_FOUND,
            Code.IMAGE_TAG_DOES_NOT_MATCH_DIGEST,
            Code.MISSING_DIGEST_AND_TAG);
  }

  /** oci-behaviour 2.9: a blob that a manifest names stays; once none does, it may go. */
  @Test
  void a_layer_is_held_by_the_image_that_names_it() throws IOException {
    Image image = registry.image(app, "one");
    assertThatThrownBy(() -> registry.layers.delete(app, sha256("layer of one")))
        .isInstanceOf(LayerReferenced.class);
    registry.images.delete(app, new ByDigest(image.digest()), TestRegistry.ALICE);
    registry.layers.delete(app, sha256("layer of one"));
    assertThat(registry.layers.available(app, List.of(sha256("layer of one")))).isEmpty();
  }

  /** Invariant I4: the grace begins anew with the loss of the last reference. */
  @Test
  void layers_of_a_deleted_image_are_leased_from_then_on() throws IOException {
    Image image = registry.image(app, "one");
    registry.clock.advance(Duration.ofDays(30));
    Repository repository = registry.repositories.get(app);
    Blob layer = registry.layers.get(app, sha256("layer of one"));

    registry.images.delete(app, new ByDigest(image.digest()), TestRegistry.ALICE);

    assertThat(
            registry.database.<Optional<Instant>>read(
                tx -> tx.blobs().leasedAt(repository.id(), layer.id())))
        .contains(registry.clock.instant());
  }

  private Deleted delete(ImageId... ids) {
    return registry.images.delete(app, List.of(ids), TestRegistry.ALICE);
  }
}
