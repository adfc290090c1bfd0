package dev.berth.testkit.collection.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.Stored;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.ImageReference;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.ImageReferencedByManifestList;
import dev.berth.registry.refusal.LayerNotFound;
import dev.berth.registry.refusal.LayerReferenced;
import dev.berth.registry.refusal.LayersNotFound;
import dev.berth.registry.refusal.ReferencedImagesNotFound;
import dev.berth.registry.refusal.RepositoryInTrash;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.TrashEntryNotFound;
import dev.berth.registry.refusal.TrashIncomplete;
import dev.berth.registry.repository.Deletion;
import dev.berth.registry.trash.Restored;
import dev.berth.registry.upload.Chunk;
import dev.berth.registry.upload.Mount;
import dev.berth.testkit.collection.model.Content.Pushable;
import dev.berth.testkit.collection.model.Promises.Standing;
import dev.berth.testkit.oci.Manifests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A client as they are: asks before it uploads, uploads what it is told is missing, and writes down
 * what it was promised. It asks after the time when it begins, as whoever reads an answer does.
 */
final class Client {
  /** An answer that a layer is there is written down at most once an hour. */
  private static final Duration SURE =
      World.RETENTION.grace().minus(World.RETENTION.leaseRenewal());

  private final World world;
  private final Promises promises;

  Client(World world, Promises promises) {
    this.world = world;
    this.promises = promises;
  }

  private Instant now() {
    return world.clock.instant();
  }

  /** Lets time go by. */
  void pass(Duration by) {
    world.clock.advance(by);
  }

  /** Uploads a layer. */
  void upload(String repository, String layer) throws IOException {
    Instant began = now();
    byte[] bytes = Manifests.bytes(layer);
    world.uploads.receive(
        World.address(repository),
        World.CLIENT,
        Content.layer(layer),
        Chunk.of(Channels.newChannel(new ByteArrayInputStream(bytes))));
    promises.keep(new Place(repository, layer), began.plus(SURE));
  }

  /** Whether the layer is there, which is a promise when it is. */
  boolean isThere(String repository, String layer) {
    Instant began = now();
    Place place = new Place(repository, layer);
    boolean kept = promises.isKept(place, began);
    Digest digest = Content.layer(layer);
    boolean there =
        world.layers.available(World.address(repository), List.of(digest)).containsKey(digest);
    if (there) {
      promises.keep(place, began.plus(SURE));
    } else {
      assertThat(kept && promises.isKept(place, now()))
          .as("%s is said to be absent", place)
          .isFalse();
    }
    return there;
  }

  /** Uploads a layer if it is not there. */
  void have(String repository, String layer) throws IOException {
    if (!isThere(repository, layer)) {
      upload(repository, layer);
    }
  }

  /** Mounts a layer, or uploads it when that cannot be. */
  void mount(String from, String repository, String layer) throws IOException {
    Instant began = now();
    switch (world.layers.mount(
        World.address(from), World.address(repository), Content.layer(layer))) {
      case Mount.Mounted _ -> promises.keep(new Place(repository, layer), began.plus(SURE));
      case Mount.NotMounted _ -> upload(repository, layer);
    }
  }

  /** Takes a layer out of the repository. */
  void deleteLayer(String repository, String layer) {
    Place place = new Place(repository, layer);
    boolean kept = promises.isKept(place, now());
    promises.deleting(place);
    try {
      world.layers.delete(World.address(repository), Content.layer(layer));
    } catch (LayerNotFound _) {
      assertThat(kept && promises.isKept(place, now())).as("%s", place).isFalse();
    } catch (LayerReferenced _) {
      // an image holds it
    } finally {
      promises.deleted(place);
    }
  }

  /** Pushes an image whose layers and children are there, as far as the client knows. */
  boolean put(String repository, Pushable image, String... tags) {
    Place place = new Place(repository, image.name());
    Set<Place> sure = sure(repository, image);
    promises.ask(place);
    try {
      world.images.put(
          World.address(repository), image.pushed(), Arrays.stream(tags).map(Tag::new).toList());
    } catch (LayersNotFound | ReferencedImagesNotFound refused) {
      promises.refuse(place);
      sure.retainAll(sure(repository, image));
      assertThat(sure).as("%s is refused: %s", place, refused.getMessage()).isEmpty();
      return false;
    } catch (RepositoryNotFound _) {
      promises.refuse(place);
      assertThat(promises.isGone(repository)).as("%s is gone", repository).isTrue();
      return false;
    }
    promises.answer(place, Standing.PRESENT);
    return true;
  }

  /** All that the image names, if all of it has to be there. */
  private Set<Place> sure(String repository, Pushable image) {
    Set<Place> named = new HashSet<>();
    boolean all = true;
    for (String layer : image.layers()) {
      Place place = new Place(repository, layer);
      named.add(place);
      all &= promises.isKept(place, now());
    }
    for (Pushable child : image.children()) {
      Place place = new Place(repository, child.name());
      named.add(place);
      all &= promises.isPresent(place);
    }
    return all ? named : new HashSet<>();
  }

  /** Pushes an image with all that it is made of, as docker does; again when a day went by. */
  void push(String repository, Pushable image, String... tags) throws IOException {
    boolean done = false;
    for (int attempt = 0; attempt < 5 && !done && !promises.isGone(repository); attempt++) {
      for (String layer : image.layers()) {
        have(repository, layer);
      }
      for (Pushable child : image.children()) {
        push(repository, child);
      }
      done = put(repository, image, tags);
    }
  }

  /** Deletes an image with all its tags. */
  void delete(String repository, Pushable image) {
    Place place = new Place(repository, image.name());
    Instant began = now();
    boolean present = promises.isPresent(place);
    promises.ask(place);
    try {
      world.images.delete(
          World.address(repository), new ImageReference.ByDigest(image.digest()), World.CLIENT);
    } catch (ImageReferencedByManifestList _) {
      promises.refuse(place);
      return;
    } catch (ImageNotFound _) {
      promises.refuse(place);
      assertThat(present && promises.isPresent(place)).as("%s is not found", place).isFalse();
      return;
    } catch (RepositoryNotFound _) {
      promises.refuse(place);
      return;
    }
    promises.answer(place, Standing.ABSENT);
    promises.mayComeBack(place, began.plus(world.window));
    image
        .layers()
        .forEach(
            layer ->
                promises.keep(new Place(repository, layer), began.plus(World.RETENTION.grace())));
  }

  /** Brings an image back that was deleted last, with children that an index had. */
  void restore(String repository, Pushable image) {
    Place place = new Place(repository, image.name());
    boolean comesBack = promises.comesBack(place, now()) && image.children().isEmpty();
    List<TrashEntry> entries =
        world.trash.find(
            World.address(repository), Optional.of(new ImageReference.ByDigest(image.digest())));
    if (entries.isEmpty()) {
      assertThat(comesBack && promises.comesBack(place, now())).as("%s", place).isFalse();
      return;
    }
    List<Pushable> asked = Stream.concat(image.children().stream(), Stream.of(image)).toList();
    asked.forEach(each -> promises.ask(new Place(repository, each.name())));
    try {
      Restored restored =
          world.trash.restore(
              World.REGISTRY, entries.getFirst().id(), Optional.empty(), World.CLIENT);
      for (Pushable each : asked) {
        Place back = new Place(repository, each.name());
        if (restored.images().contains(each.digest()) || each.equals(image)) {
          promises.answer(back, Standing.PRESENT);
          promises.cameBack(back);
        } else {
          promises.refuse(back);
        }
      }
    } catch (TrashEntryNotFound | TrashIncomplete | RepositoryInTrash refused) {
      asked.forEach(each -> promises.refuse(new Place(repository, each.name())));
      assertThat(comesBack && promises.comesBack(place, now()))
          .as("%s: %s", place, refused.getMessage())
          .isFalse();
    }
  }

  /** Deletes a repository with all that is in it; it is not made again. */
  void deleteRepository(String repository) {
    promises.deletingRepository(repository);
    world.repositories.delete(World.address(repository), Deletion.WITH_IMAGES, World.CLIENT);
  }

  /** Reads an image with all its layers; every byte of one that is there has to be right. */
  void pull(String repository, Pushable image) throws IOException {
    Place place = new Place(repository, image.name());
    RepositoryAddress address = World.address(repository);
    boolean present = promises.isPresent(place);
    try {
      byte[] manifest =
          world.images.get(address, new ImageReference.ByDigest(image.digest())).manifest().bytes();
      assertThat(manifest).isEqualTo(Manifests.bytes(image.text()));
      for (String layer : image.layers()) {
        Blob blob = world.layers.get(address, Content.layer(layer));
        Instant found = now();
        Turns.step();
        if (now().isBefore(found.plus(World.RETENTION.condemnedBytes()))) {
          assertThat(bytes(blob)).isEqualTo(Manifests.bytes(layer));
        }
      }
    } catch (ImageNotFound | LayerNotFound | RepositoryNotFound refused) {
      assertThat(present && promises.isPresent(place))
          .as("%s: %s", place, refused.getMessage())
          .isFalse();
    }
  }

  private byte[] bytes(Blob layer) throws IOException {
    return switch (world.layers.open(layer, 0, layer.size())) {
      case Stored.Region(var file, long position, long length) -> {
        try (file;
            InputStream all = Channels.newInputStream(file.position(position))) {
          yield all.readNBytes((int) length);
        }
      }
      case Stored.Streamed(var stream, long _) -> {
        try (stream) {
          yield stream.readAllBytes();
        }
      }
    };
  }
}
