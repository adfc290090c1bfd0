package dev.berth.testkit.collection.model;

import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.Repository;
import dev.berth.testkit.collection.model.Content.Pushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a store holds at one moment.
 *
 * @param images those that are there, with what rules see of them
 * @param linked layers that a repository links
 * @param whole those of them whose bytes are there and not condemned
 */
record Snapshot(Map<Place, Seen> images, Set<Place> linked, Set<Place> whole) {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /**
   * An image.
   *
   * @param pushedAt its first push
   * @param isTagged whether it has a tag
   */
  record Seen(Pushable content, Instant pushedAt, boolean isTagged) {}

  /** What is looked for. */
  record Names(List<String> repositories, List<String> layers, List<Pushable> images) {}

  private record Link(Place layer, Blob blob) {}

  private record Rows(Map<Place, Seen> images, List<Link> links, Set<BlobKey> condemned) {}

  static Snapshot of(World world, Names names) {
    Rows rows = world.database.read(tx -> rows(tx, names, world.clock.instant().plus(FOR_EVER)));
    Set<Place> linked = new HashSet<>();
    Set<Place> whole = new HashSet<>();
    for (Link link : rows.links()) {
      linked.add(link.layer());
      if (!rows.condemned().contains(link.blob().key()) && hasBytes(world, link.blob())) {
        whole.add(link.layer());
      }
    }
    return new Snapshot(rows.images(), linked, whole);
  }

  private static boolean hasBytes(World world, Blob blob) {
    try {
      return world.blobs.size(blob.key()).orElse(-1) == blob.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Rows rows(Transaction tx, Names names, Instant end) {
    Map<Digest, Pushable> pushables =
        names.images().stream().collect(Collectors.toMap(Pushable::digest, image -> image));
    Map<Digest, String> words =
        names.layers().stream().collect(Collectors.toMap(Content::layer, word -> word));
    Map<Place, Seen> images = new LinkedHashMap<>();
    Map<Place, Blob> links = new HashMap<>();
    for (String name : names.repositories()) {
      Optional<Repository> repository = tx.repositories().find(World.address(name));
      if (repository.isPresent()) {
        long id = repository.get().id();
        Collection<Image> found = tx.images().findAll(id, pushables.keySet()).values();
        for (Image image : found) {
          Pushable content = pushables.get(image.digest());
          if (content != null) {
            boolean tagged = tx.tags().count(image.id()) > 0;
            images.put(
                new Place(name, content.name()), new Seen(content, image.pushedAt(), tagged));
          }
        }
        tx.blobs()
            .linked(id, words.keySet())
            .forEach(
                (digest, blob) -> links.put(new Place(name, words.getOrDefault(digest, "")), blob));
      }
    }
    return new Rows(
        images,
        links.entrySet().stream().map(link -> new Link(link.getKey(), link.getValue())).toList(),
        Set.copyOf(tx.condemned().due(end, Integer.MAX_VALUE)));
  }

  /** An image that is there. */
  Seen seen(Place image) {
    return Objects.requireNonNull(images.get(image), "no such image");
  }

  /** The indexes of a repository that name an image. */
  List<Seen> parents(Place image) {
    return images.entrySet().stream()
        .filter(other -> other.getKey().repository().equals(image.repository()))
        .map(Map.Entry::getValue)
        .filter(
            other ->
                other.content().children().stream()
                    .anyMatch(child -> child.name().equals(image.name())))
        .toList();
  }

  /** The layers that an image of the repository names. */
  Set<Place> named() {
    Set<Place> named = new HashSet<>();
    images.forEach(
        (place, seen) ->
            seen.content()
                .layers()
                .forEach(layer -> named.add(new Place(place.repository(), layer))));
    return named;
  }

  /** The images of a repository. */
  Map<Place, Seen> in(String repository) {
    return images.entrySet().stream()
        .filter(image -> image.getKey().repository().equals(repository))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
