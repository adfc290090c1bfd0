package dev.berth.registry.trash;

import static dev.berth.registry.TestRegistry.ALICE;
import static dev.berth.registry.TestRegistry.BOB;
import static dev.berth.registry.TestRegistry.REGISTRY;
import static dev.berth.registry.TestRegistry.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.ImageReference.ByDigest;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TrashEntry;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.LayersNotFound;
import dev.berth.registry.refusal.TrashEntryNotFound;
import dev.berth.registry.repository.Deletion;
import dev.berth.registry.trash.Purged.FreedBlob;
import dev.berth.registry.trash.Purged.HeldBlob;
import dev.berth.registry.trash.Purged.Holder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leaked secret: gone for good, with its bytes, whatever was promised. */
final class PurgeTest {
  private static final String SECRET = "layer of leak";

  @TempDir private Path folder;
  private TestRegistry registry;
  private RepositoryAddress app;
  private RepositoryAddress other;
  private Image leak;

  @BeforeEach
  void open() throws IOException {
    registry = TestRegistry.in(folder);
    app = registry.repository("app");
    other = registry.repository("other");
    leak = registry.image(app, "leak", "1");
    registry.clock.advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private TrashEntry delete(RepositoryAddress repository, Image image) {
    registry.images.delete(repository, new ByDigest(image.digest()), ALICE);
    return entry(repository, image);
  }

  private TrashEntry entry(RepositoryAddress repository, Image image) {
    return registry
        .trash
        .find(repository, Optional.of(new ImageReference.ByDigest(image.digest())))
        .getFirst();
  }

  private Purged purge(TrashEntry entry) {
    registry.clock.advance(Duration.ofMinutes(1));
    return registry.trash.purge(REGISTRY, entry.id(), BOB);
  }

  private static FreedBlob freed(String content) {
    return new FreedBlob(sha256(content), content.length());
  }

  private List<Holder> holders(Purged purged, String content) {
    Digest digest = sha256(content);
    return purged.held().stream()
        .filter(blob -> blob.digest().equals(digest))
        .map(HeldBlob::holders)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_nobody_else_holds_is_gone_with_its_bytes_at_once() throws IOException {
    Purged purged = purge(delete(app, leak));

    assertThat(purged.freed()).containsExactlyInAnyOrder(freed("config of leak"), freed(SECRET));
    assertThat(purged.freedCount()).isEqualTo(2);
    assertThat(purged.freedBytes()).isEqualTo("config of leak".length() + SECRET.length());
    assertThat(purged.held()).isEmpty();
    assertThat(registry.storedKeys()).isZero();
    assertThat(registry.trash.held()).isEqualTo(new Trash.Held(0, 0, 0));
  }

  @Test
  void an_address_for_its_layer_leads_nowhere_at_once() {
    long repository = registry.repositories.get(app).id();
    TrashEntry entry = delete(app, leak);
    assertThat(registry.layers.find(repository, sha256(SECRET))).isPresent();
    assertThat(registry.layers.get(app, sha256(SECRET)).size()).isEqualTo(SECRET.length());

    purge(entry);

    assertThat(registry.layers.find(repository, sha256(SECRET))).isEmpty();
    assertThatThrownBy(() -> registry.layers.get(app, sha256(SECRET)))
        .isInstanceOf(LayerNotFound.class);
    assertThatThrownBy(() -> registry.layers.head(app, sha256(SECRET)))
        .isInstanceOf(LayerNotFound.class);
  }

  @Test
  void a_promise_to_keep_the_layer_does_not_hold_it() {
    TrashEntry entry = delete(app, leak);
    registry.layers.head(app, sha256(SECRET));

    purge(entry);

    assertThatThrownBy(
            () -> registry.put(app, SampleManifests.image("config of leak", SECRET), "again"))
        .isInstanceOf(LayersNotFound.class);
  }

  @Test
  void a_layer_that_was_uploaded_again_since_stays_for_the_push_that_needs_it() throws IOException {
    TrashEntry entry = delete(app, leak);
    registry.clock.advance(Duration.ofMinutes(1));
    registry.layer(app, SECRET);

    Purged purged = purge(entry);

    assertThat(holders(purged, SECRET)).containsExactly(new Holder.ByUpload(app.name()));
    assertThat(purged.freed()).containsExactly(freed("config of leak"));
    registry.layer(app, "config of leak");
    assertThat(registry.put(app, SampleManifests.image("config of leak", SECRET), "again"))
        .isNotNull();
  }

  @Test
  void who_still_holds_a_shared_layer_is_told() throws IOException {
    registry.layers.mount(app, other, sha256(SECRET));
    registry.layer(other, "config of user");
    Image user = registry.put(other, SampleManifests.image("config of user", SECRET), "u");
    registry.layer(app, "config of sibling");
    Image sibling = registry.put(app, SampleManifests.image("config of sibling", SECRET));
    registry.layer(app, "config of gone");
    Image gone = registry.put(app, SampleManifests.image("config of gone", SECRET));
    TrashEntry alsoDeleted = delete(app, gone);

    Purged purged = purge(delete(app, leak));

    assertThat(purged.freed()).containsExactly(freed("config of leak"));
    assertThat(purged.heldCount()).isOne();
    assertThat(holders(purged, SECRET))
        .containsExactly(
            new Holder.InRepository(app.name(), List.of(sibling.digest()), 1),
            new Holder.InRepository(other.name(), List.of(user.digest()), 1),
            new Holder.InTrash(alsoDeleted.id(), app.name(), gone.digest()));
    assertThat(registry.layers.get(other, sha256(SECRET)).size()).isEqualTo(SECRET.length());
  }

  @Test
  void the_last_of_several_entries_frees_what_they_shared() throws IOException {
    registry.layer(app, "config of gone");
    Image gone = registry.put(app, SampleManifests.image("config of gone", SECRET));
    TrashEntry second = delete(app, gone);
    assertThat(purge(delete(app, leak)).freed()).containsExactly(freed("config of leak"));

    assertThat(purge(second).freed())
        .containsExactlyInAnyOrder(freed("config of gone"), freed(SECRET));
    assertThat(registry.storedKeys()).isZero();
  }

  @Test
  void a_layer_that_another_repository_was_just_given_is_held_by_it() {
    registry.layers.mount(app, other, sha256(SECRET));

    Purged purged = purge(delete(app, leak));

    assertThat(holders(purged, SECRET))
        .containsExactly(new Holder.InRepository(new RepositoryName("other"), List.of(), 0));
  }

  @Test
  void a_digest_that_was_pushed_again_lives_on() throws IOException {
    TrashEntry entry = delete(app, leak);
    Image again = registry.image(app, "leak", "2");

    Purged purged = purge(entry);

    assertThat(purged.freed()).isEmpty();
    assertThat(holders(purged, SECRET))
        .containsExactly(new Holder.InRepository(app.name(), List.of(again.digest()), 1));
    assertThat(registry.images.find(app, new ByDigest(again.digest()))).isEqualTo(again);
  }

  @Test
  void with_a_repository_goes_what_was_deleted_in_it_before() throws IOException {
    TrashEntry before = delete(app, leak);
    registry.image(app, "two", "2");
    registry.repositories.delete(app, Deletion.WITH_IMAGES, ALICE);
    TrashEntry entry = registry.trash.find(app, Optional.empty()).getFirst();

    Purged purged = purge(entry);

    assertThat(purged.freedCount()).isEqualTo(4);
    assertThat(registry.storedKeys()).isZero();
    assertThatThrownBy(() -> registry.trash.entry(REGISTRY, before.id()))
        .isInstanceOf(TrashEntryNotFound.class);
    assertThat(registry.trash.held()).isEqualTo(new Trash.Held(0, 0, 0));
  }

  @Test
  void what_is_purged_goes_whatever_time_it_is() throws IOException {
    TrashEntry entry = delete(app, leak);
    registry.clock.advance(Duration.ofDays(-400));

    registry.trash.purge(REGISTRY, entry.id(), BOB);

    assertThat(registry.storedKeys()).isZero();
  }
}
