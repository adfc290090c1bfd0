package dev.berth.registry.image.manifest;

import dev.berth.registry.Conformance;
import dev.berth.registry.Limits;
import dev.berth.registry.refusal.ManifestInvalid;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A manifest is refused by {@link ManifestInvalid} and nothing else, or means the same when what
 * was understood of it is written again, with white space behind it, and when its annotations are
 * read from the store.
 */
public final class ManifestTarget {
  private static final Limits LIMITS = Limits.DEFAULT;
  private static final ManifestParser PARSER = new ManifestParser(LIMITS, Conformance.OCI);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_MESSAGE = 2000;

  private ManifestTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    ParsedManifest parsed;
    try {
      parsed = PARSER.parse(input, Optional.empty());
    } catch (ManifestInvalid refused) {
      int length = String.valueOf(refused.getMessage()).length();
      require(length < LONGEST_MESSAGE, "the refusal repeats its input: " + length);
      return;
    }
    byte[] longer = Arrays.copyOf(input, input.length + 1);
    longer[input.length] = ' ';
    require(PARSER.parse(longer, Optional.empty()).equals(parsed), "with a space behind it");
    require(
        PARSER.parse(input, Optional.of(parsed.mediaType())).equals(parsed), "declared as it is");
    require(PARSER.parse(written(parsed), Optional.empty()).equals(parsed), "written again");
    require(ManifestParser.annotations(input).equals(parsed.annotations()), "its annotations");
  }

  private static byte[] written(ParsedManifest parsed) {
    ObjectNode document = JSON.createObjectNode();
    document.put("schemaVersion", 2).put("mediaType", parsed.mediaType().value());
    switch (parsed) {
      case ParsedManifest.ImageManifest image -> {
        require(image.layers().size() <= LIMITS.layers(), "more layers than there may be");
        image.artifactType().ifPresent(type -> document.put("artifactType", type));
        write(document.putObject("config"), image.config());
        write(document.putArray("layers"), image.layers());
      }
      case ParsedManifest.ImageIndex index -> {
        index.artifactType().ifPresent(type -> document.put("artifactType", type));
        write(document.putArray("manifests"), index.manifests());
      }
    }
    parsed.subject().ifPresent(subject -> write(document.putObject("subject"), subject));
    ObjectNode annotations = document.putObject("annotations");
    parsed.annotations().forEach(annotations::put);
    return JSON.writeValueAsBytes(document);
  }

  private static void write(ArrayNode array, List<Descriptor> descriptors) {
    descriptors.forEach(descriptor -> write(array.addObject(), descriptor));
  }

  private static void write(ObjectNode node, Descriptor descriptor) {
    require(descriptor.size() >= 0, "a negative size");
    node.put("mediaType", descriptor.mediaType().value())
        .put("digest", descriptor.digest().toString())
        .put("size", descriptor.size());
    ArrayNode urls = node.putArray("urls");
    descriptor.urls().forEach(urls::add);
    descriptor
        .platform()
        .ifPresent(
            platform ->
                node.putObject("platform")
                    .put("architecture", platform.architecture())
                    .put("os", platform.os()));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
