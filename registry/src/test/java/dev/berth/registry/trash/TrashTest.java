package dev.berth.registry.trash;

import static dev.berth.registry.TestRegistry.ALICE;
import static dev.berth.registry.TestRegistry.BOB;
import static dev.berth.registry.TestRegistry.REGISTRY;
import static dev.berth.registry.TestRegistry.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccountId;
import dev.berth.model.EventPosition;
import dev.berth.model.Image;
import dev.berth.model.ImageReference.ByDigest;
import dev.berth.model.ImageReference.ByTag;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TagMutability;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashEntry.Cause;
import dev.berth.model.TrashEntry.Content;
import dev.berth.model.TrashId;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.TrashEntryNotFound;
import dev.berth.registry.repository.Deletion;
import dev.berth.registry.repository.RepositorySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted is kept for the undo window, and counts for nothing until it is back. */
final class TrashTest {
  private static final Duration WINDOW = Duration.ofDays(7);

  @TempDir private Path folder;
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

  private void delete(Image image) {
    registry.images.delete(app, new ByDigest(image.digest()), ALICE);
  }

  private List<TrashEntry> entries() {
    return registry
        .trash
        .list(REGISTRY, Optional.empty(), new Page.Request<>(Optional.empty(), 100))
        .items();
  }

  private Restored restore(TrashId id) {
    return registry.trash.restore(REGISTRY, id, Optional.empty(), BOB);
  }

  private void collect() throws IOException {
    registry.clock.advance(Duration.ofHours(25));
    registry.collection.run(registry.clock.instant());
    registry.clock.advance(Duration.ofHours(3));
    registry.condemned.run(registry.clock.instant());
  }

  private String eventTypes() {
    List<String> told =
        registry.database.read(
            tx ->
                tx.outbox().after(new EventPosition(0, 0), 100).stream()
                    .map(stored -> stored.event().detailType() + ": " + stored.event().detail())
                    .toList());
    return String.join("\n", told);
  }

  @Test
  void what_a_batch_deleted_can_be_told_together() throws IOException {
    Image one = registry.image(app, "one", "1");
    Image two = registry.image(app, "two", "2");

    registry.images.delete(app, List.of(ImageId.of(one.digest()), ImageId.of(two.digest())), ALICE);

    List<TrashEntry> entries = entries();
    assertThat(entries).hasSize(2);
    assertThat(entries).extracting(TrashEntry::act).containsOnly(entries.getLast().id());
    assertThat(entries.getLast())
        .isEqualTo(
            new TrashEntry(
                entries.getLast().id(),
                entries.getLast().id(),
                app,
                new Content.OfImage(one.digest(), List.of(new Tag("1")), 1, one.imageSize()),
                new Cause.ByCaller(ALICE),
                registry.clock.instant(),
                registry.clock.instant().plus(WINDOW)));
  }

  @Test
  void a_tag_that_goes_alone_leaves_no_entry() throws IOException {
    registry.image(app, "one", "1", "2");

    registry.images.delete(app, new ByTag(new Tag("1")), ALICE);

    assertThat(entries()).isEmpty();
  }

  @Test
  void a_deleted_image_outlives_collection_and_can_be_pulled_again() throws IOException {
    Image image = registry.image(app, "one", "1");
    delete(image);
    collect();
    collect();
    assertThatThrownBy(() -> registry.layers.get(app, sha256("layer of one")))
        .isInstanceOf(LayerNotFound.class);
    assertThatThrownBy(() -> registry.images.get(app, new ByTag(new Tag("1"))))
        .isInstanceOf(ImageNotFound.class);

    restore(entries().getFirst().id());

    assertThat(registry.images.get(app, new ByTag(new Tag("1"))).image().digest())
        .isEqualTo(image.digest());
    assertThat(registry.bytes(registry.layers.get(app, sha256("layer of one"))))
        .isEqualTo(TestRegistry.utf8("layer of one"));
    collect();
    assertThat(registry.storedKeys()).isEqualTo(2);
    assertThat(entries()).isEmpty();
  }

  @Test
  void names_and_tags_are_free_at_once_and_only_the_living_are_counted() throws IOException {
    Image child = registry.image(app, "child", "1");
    Image index = registry.put(app, SampleManifests.index(child), "1i");
    delete(index);
    registry.images.delete(app, new ByDigest(child.digest()), ALICE);
    registry.repositories.delete(app, Deletion.ONLY_IF_EMPTY, ALICE);

    RepositoryAddress again = registry.repository("app");
    Image other = registry.image(again, "other", "1");

    assertThat(registry.images.find(again, new ByTag(new Tag("1")))).isEqualTo(other);
    assertThat(registry.database.<Long>read(tx -> tx.repositories().count(REGISTRY))).isOne();
  }

  @Test
  void the_window_over_nothing_is_left() throws IOException {
    delete(registry.image(app, "one", "1"));
    TrashId id = entries().getFirst().id();
    registry.clock.advance(WINDOW.minusSeconds(1));
    assertThat(registry.trashExpiry.run(registry.clock.instant())).isZero();

    registry.clock.advance(Duration.ofSeconds(1));
    assertThat(registry.trashExpiry.run(registry.clock.instant())).isOne();
    assertThat(
            registry.database.<Integer>read(
                tx -> tx.auditEntries().newest(Optional.empty(), 10).size()))
        .isOne();
    collect();

    assertThat(entries()).isEmpty();
    assertThatThrownBy(() -> restore(id)).isInstanceOf(TrashEntryNotFound.class);
    assertThat(registry.storedKeys()).isZero();
    assertThat(registry.trash.held()).isEqualTo(new Trash.Held(0, 0, 0));
  }

  @Test
  void a_repository_of_many_images_ends_in_small_steps_that_go_on_where_they_were_ended()
      throws IOException {
    for (int i = 0; i < 120; i++) {
      registry.image(app, "image " + i, "t" + i);
    }
    registry.repositories.delete(app, Deletion.WITH_IMAGES, ALICE);
    registry.clock.advance(WINDOW);
    // as a process that was killed between the end and the removal of the rows
    registry.database.write(
        tx -> {
          tx.trash()
              .due(registry.clock.instant(), 10)
              .forEach(entry -> tx.trash().end(entry, registry.clock.instant()));
          return app;
        });
    assertThat(entries()).isEmpty();

    registry.trashExpiry.run(registry.clock.instant());
    collect();

    assertThat(registry.storedKeys()).isZero();
    assertThat(registry.trash.held()).isEqualTo(new Trash.Held(0, 0, 0));
  }

  @Test
  void a_repository_comes_back_with_what_was_said_about_it() throws IOException {
    RepositoryAddress team =
        registry.repository(
            "team",
            new RepositorySettings(
                new TagMutability(TagMutability.Mode.IMMUTABLE, List.of()),
                true,
                RepositorySettings.DEFAULT.encryption()));
    registry.repositories.tag(team, Map.of("cost", "12"));
    Image image = registry.image(team, "one", "1");
    var before = registry.repositories.get(team);
    registry.repositories.delete(team, Deletion.WITH_IMAGES, ALICE);
    collect();
    registry.repository("team");
    TrashEntry entry = entries().getFirst();

    Restored restored =
        registry.trash.restore(REGISTRY, entry.id(), Optional.of(new RepositoryName("back")), BOB);

    assertThat(entry.content()).isEqualTo(new Content.OfRepository(1));
    assertThat(restored.repository()).isEqualTo(TestRegistry.address("back"));
    assertThat(restored.images()).containsExactly(image.digest());
    var after = registry.repositories.get(restored.repository());
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.tagMutability()).isEqualTo(before.tagMutability());
    assertThat(after.scanOnPush()).isTrue();
    assertThat(after.createdAt()).isEqualTo(before.createdAt());
    assertThat(registry.repositories.tags(restored.repository())).containsEntry("cost", "12");
    assertThat(registry.layers.get(restored.repository(), sha256("layer of one")).size())
        .isEqualTo("layer of one".length());
  }

  @Test
  void without_a_window_deletion_is_for_good() throws IOException {
    try (TestRegistry strict =
        TestRegistry.in(folder.resolve("strict"), TestRegistry.WITHOUT_UNDO)) {
      RepositoryAddress here = strict.repository("app");
      Image image = strict.image(here, "one", "1");
      strict.images.delete(here, new ByDigest(image.digest()), ALICE);
      strict.repositories.delete(here, Deletion.WITH_IMAGES, ALICE);

      assertThat(strict.trash.held()).isEqualTo(new Trash.Held(0, 0, 0));
      assertThat(strict.trash.window()).isZero();
    }
  }

  @Test
  void a_repository_that_goes_for_good_takes_what_was_deleted_before_with_it() throws IOException {
    delete(registry.image(app, "one", "1"));
    registry.clock.advance(Duration.ofHours(1));

    registry.database.write(
        tx -> {
          var repository = tx.repositories().lock(app).orElseThrow();
          new Act(Duration.ZERO, new Cause.ByCaller(ALICE), registry.clock.instant())
              .delete(tx, repository, 0);
          return app;
        });

    assertThat(entries()).isEmpty();
    registry.trashExpiry.run(registry.clock.instant());
    assertThat(registry.trash.held()).isEqualTo(new Trash.Held(0, 0, 0));
  }

  @Test
  void what_follows_its_subject_belongs_to_the_same_act() throws IOException {
    Image subject = registry.image(app, "subject", "1");
    registry.layer(app, "{}");
    registry.put(app, SampleManifests.referrer(subject, "a/b", "{}", "{}"));
    delete(subject);
    registry.clock.advance(Duration.ofHours(12));
    registry.orphans.run(registry.clock.instant());

    TrashEntry follower = entries().getFirst();

    assertThat(follower.cause()).isEqualTo(new Cause.FollowedSubject(subject.digest()));
    assertThat(follower.act()).isEqualTo(entries().getLast().id());
  }

  @Test
  void restore_and_purge_are_told_with_who_asked() throws IOException {
    Image image = registry.image(app, "one", "1");
    delete(image);
    restore(entries().getFirst().id());
    delete(image);
    registry.trash.purge(REGISTRY, entries().getFirst().id(), BOB);
    registry.repositories.delete(app, Deletion.WITH_IMAGES, ALICE);
    restore(entries().getFirst().id());

    assertThat(eventTypes())
        .containsSubsequence(
            "Berth Image Action: {\"result\":\"SUCCESS\",\"action-type\":\"RESTORE\"",
            "\"image-tags\":[\"1\"],\"principal\":\"" + BOB + "\"",
            "Berth Image Action: {\"result\":\"SUCCESS\",\"action-type\":\"PURGE\"",
            "\"blob-count\":2",
            "Berth Repository Action: {\"result\":\"SUCCESS\",\"action-type\":\"RESTORE\"",
            "\"image-count\":0");
  }

  @Test
  void an_entry_of_another_registry_is_not_there() throws IOException {
    delete(registry.image(app, "one", "1"));
    TrashId id = entries().getFirst().id();
    var other = new RegistryId(new AccountId("210987654321"), REGISTRY.region());

    assertThatThrownBy(() -> registry.trash.entry(other, id))
        .isInstanceOf(TrashEntryNotFound.class);
    assertThatThrownBy(() -> registry.trash.restore(other, id, Optional.empty(), BOB))
        .isInstanceOf(TrashEntryNotFound.class);
    assertThatThrownBy(() -> registry.trash.purge(other, id, BOB))
        .isInstanceOf(TrashEntryNotFound.class);
    assertThat(registry.trash.entry(REGISTRY, id).repository()).isEqualTo(app);
  }
}
