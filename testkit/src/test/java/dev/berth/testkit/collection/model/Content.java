package dev.berth.testkit.collection.model;

import dev.berth.model.Digest;
import dev.berth.registry.image.PushedManifest;
import dev.berth.testkit.oci.Manifests;
import java.util.List;
import java.util.Optional;

/** What is pushed. Layers are known by a word, which is their bytes. */
final class Content {
  private Content() {}

  /**
   * An image or an index, different from every other by its name.
   *
   * @param layers words, the first of them the configuration; none for an index
   * @param children what an index names
   */
  record Pushable(String name, List<String> layers, List<Pushable> children) {
    Pushable {
      layers = List.copyOf(layers);
      children = List.copyOf(children);
    }

    /** The manifest. */
    String text() {
      String plain =
          children.isEmpty()
              ? Manifests.image(
                  Manifests.bytes(layers.getFirst()),
                  layers.stream().skip(1).map(Manifests::bytes).toArray(byte[][]::new))
              : Manifests.index(
                  Manifests.OCI_INDEX,
                  Manifests.OCI_IMAGE,
                  children.stream().map(Pushable::text).toArray(String[]::new));
      return "%s,\"annotations\":{\"name\":\"%s\"}}"
          .formatted(plain.substring(0, plain.length() - 1), name);
    }

    Digest digest() {
      return Digest.parse(Manifests.digest(text()));
    }

    PushedManifest pushed() {
      return new PushedManifest(Manifests.bytes(text()), Optional.empty(), Optional.of(digest()));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Pushable image(String name, String... layers) {
    return new Pushable(name, List.of(layers), List.of());
  }

  static Pushable index(String name, Pushable... children) {
    return new Pushable(name, List.of(), List.of(children));
  }

  static Digest layer(String word) {
    return Digest.parse(Manifests.digest(word));
  }
}
