package dev.berth.testkit.collection.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What clients were told, as invariant I4 has it: which images are there, and until when each layer
 * stays. What two ask for at once may come out either way; then what is found decides.
 */
final class Promises {
  /** Whether an image is there. */
  enum Standing {
    ABSENT,
    PRESENT,
    /** Somebody is about to change it. */
    OPEN
  }

  private final Map<Place, Asked> images = new HashMap<>();
  private final Map<Place, Instant> layers = new HashMap<>();
  private final Map<Place, Instant> undoable = new HashMap<>();
  private final Set<String> goneRepositories = new HashSet<>();
  private final Set<Place> deletedLayers = new HashSet<>();

  private static final class Asked {
    private Standing settled = Standing.ABSENT;
    private int open;
    private boolean contested;
  }

  /** A client asks for a change of the image. */
  void ask(Place image) {
    Asked asked = images.computeIfAbsent(image, _ -> new Asked());
    asked.open++;
    asked.contested |= asked.open > 1;
  }

  /** It was done. */
  void answer(Place image, Standing outcome) {
    Asked asked = asked(image);
    asked.settled = asked.contested ? Standing.OPEN : outcome;
    close(asked);
  }

  /** It was refused, and changed nothing. */
  void refuse(Place image) {
    Asked asked = asked(image);
    if (asked.contested) {
      asked.settled = Standing.OPEN;
    }
    close(asked);
  }

  private Asked asked(Place image) {
    return Objects.requireNonNull(images.get(image), "nobody asked");
  }

  private static void close(Asked asked) {
    asked.open--;
    asked.contested &= asked.open > 0;
  }

  /** A job has taken it, as it may. */
  void taken(Place image) {
    asked(image).settled = Standing.ABSENT;
  }

  /** It went while somebody asked for a change: who of them took it is not known. */
  void contest(Place image) {
    asked(image).contested = true;
  }

  /** How it stands; what was contested stands as it is found. */
  Standing standing(Place image, boolean found) {
    Asked asked = images.getOrDefault(image, new Asked());
    if (asked.open > 0) {
      return Standing.OPEN;
    }
    if (asked.settled == Standing.OPEN) {
      asked.settled = found ? Standing.PRESENT : Standing.ABSENT;
    }
    return asked.settled;
  }

  /** Whether it was surely there at the end of what was asked last. */
  boolean isPresent(Place image) {
    return Optional.ofNullable(images.get(image))
        .filter(asked -> asked.open == 0 && asked.settled == Standing.PRESENT)
        .isPresent();
  }

  /** The image was deleted, and can be brought back for so long. */
  void mayComeBack(Place image, Instant until) {
    undoable.put(image, until);
  }

  /** It was brought back: that deletion is undone. */
  void cameBack(Place image) {
    undoable.remove(image);
  }

  /** Whether it can be brought back surely. */
  boolean comesBack(Place image, Instant now) {
    return !goneRepositories.contains(image.repository())
        && Optional.ofNullable(undoable.get(image)).filter(now::isBefore).isPresent();
  }

  /** The layer was said to be there, and stays for so long. */
  void keep(Place layer, Instant until) {
    if (!goneRepositories.contains(layer.repository()) && !deletedLayers.contains(layer)) {
      layers.merge(layer, until, (one, other) -> one.isAfter(other) ? one : other);
    }
  }

  /** Somebody deletes the layer: nothing is promised until that is answered. */
  void deleting(Place layer) {
    layers.remove(layer);
    deletedLayers.add(layer);
  }

  /** That was answered. */
  void deleted(Place layer) {
    deletedLayers.remove(layer);
  }

  /** Somebody deletes the repository: nothing in it is promised from then on. */
  void deletingRepository(String repository) {
    goneRepositories.add(repository);
    layers.keySet().removeIf(layer -> layer.repository().equals(repository));
  }

  boolean isGone(String repository) {
    return goneRepositories.contains(repository);
  }

  /** Whether the layer has to be there. */
  boolean isKept(Place layer, Instant now) {
    return Optional.ofNullable(layers.get(layer)).filter(until -> !until.isBefore(now)).isPresent();
  }

  /** The layers that have to be there. */
  Set<Place> kept(Instant now) {
    layers.values().removeIf(until -> until.isBefore(now));
    return Set.copyOf(layers.keySet());
  }
}
