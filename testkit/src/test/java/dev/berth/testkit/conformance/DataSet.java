package dev.berth.testkit.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Blobs, manifests in the order of their push, and tags, all new: no two sets share bytes but those
 * of the empty object. Built once, then read.
 */
final class DataSet {
  static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String EMPTY = "application/vnd.oci.empty.v1+json";

  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final AtomicLong SEEDS = new AtomicLong(1_000_000);

  private final JsonMapper json = new JsonMapper();
  private final String name;
  private final String algorithm;
  private final Map<String, Content> blobs = new LinkedHashMap<>();
  private final List<PushedManifest> manifests = new ArrayList<>();
  private final Map<String, String> tags = new LinkedHashMap<>();

  /**
   * A manifest to push under its digest.
   *
   * @param subject the digest that it refers to
   * @param descriptor how the subject's referrers list it
   */
  record PushedManifest(
      Content content, String mediaType, Optional<String> subject, JsonNode descriptor) {}

  /**
   * @param name says what it is about
   * @param algorithm of all its digests: {@code sha256} or {@code sha512}
   */
  DataSet(String name, String algorithm) {
    this.name = name;
    this.algorithm = algorithm;
  }

  String name() {
    return name;
  }

  List<Content> blobs() {
    return List.copyOf(blobs.values());
  }

  List<PushedManifest> manifests() {
    return List.copyOf(manifests);
  }

  /** The digests that tags name. */
  Map<String, String> tags() {
    return Collections.unmodifiableMap(tags);
  }

  /** A blob of bytes that no other set has. */
  ObjectNode blob(String mediaType) {
    return blob(mediaType, Content.random(algorithm, 300, SEEDS.incrementAndGet()).bytes());
  }

  /** A blob of these bytes. */
  ObjectNode blob(String mediaType, byte[] bytes) {
    Content content = Content.of(algorithm, bytes);
    blobs.put(content.digest(), content);
    return descriptor(mediaType, content.digest(), bytes.length);
  }

  /** An image of two layers. */
  ObjectNode image() {
    return image(_ -> {});
  }

  /** An image of two layers, changed. */
  ObjectNode image(Consumer<ObjectNode> change) {
    ObjectNode manifest = manifest(IMAGE).set("config", config());
    manifest.putArray("layers").add(blob(LAYER)).add(blob(LAYER));
    return pushed(IMAGE, manifest, change);
  }

  /** An artifact of one blob, with the empty configuration. */
  ObjectNode artifact(String type, Consumer<ObjectNode> change) {
    ObjectNode manifest = manifest(IMAGE).put("artifactType", type);
    manifest.set("config", blob(EMPTY, bytes("{}")));
    manifest.putArray("layers").add(blob(type));
    return pushed(IMAGE, manifest, change);
  }

  /** An index of these. */
  ObjectNode index(ObjectNode... children) {
    return index(_ -> {}, children);
  }

  /** An index of these, changed. */
  ObjectNode index(Consumer<ObjectNode> change, ObjectNode... children) {
    ObjectNode index = manifest(INDEX);
    ArrayNode entries = index.putArray("manifests");
    Arrays.stream(children).map(ObjectNode::deepCopy).forEach(entries::add);
    return pushed(INDEX, index, change);
  }

  /** Gives a manifest a tag. */
  void tag(String tag, ObjectNode descriptor) {
    tags.put(tag, descriptor.path("digest").asString());
  }

  /** A descriptor of what nobody pushes. */
  ObjectNode missing(String mediaType, long size) {
    Content content = Content.random(algorithm, 10, SEEDS.incrementAndGet());
    return descriptor(mediaType, content.digest(), size);
  }

  private ObjectNode config() {
    ObjectNode config = json.createObjectNode().put("architecture", "amd64").put("os", "linux");
    config.put("author", "set " + SEEDS.incrementAndGet());
    return blob(CONFIG, bytes(config.toString()));
  }

  private ObjectNode manifest(String mediaType) {
    return json.createObjectNode().put("schemaVersion", 2).put("mediaType", mediaType);
  }

  private ObjectNode descriptor(String mediaType, String digest, long size) {
    return json.createObjectNode()
        .put("mediaType", mediaType)
        .put("digest", digest)
        .put("size", size);
  }

  private ObjectNode pushed(String mediaType, ObjectNode manifest, Consumer<ObjectNode> change) {
    change.accept(manifest);
    Content content = Content.of(algorithm, bytes(manifest.toString()));
    ObjectNode descriptor = descriptor(mediaType, content.digest(), content.bytes().length);
    ObjectNode listed = descriptor.deepCopy();
    String type =
        manifest.path("artifactType").asString(manifest.at("/config/mediaType").asString(""));
    if (!type.isEmpty()) {
      listed.put("artifactType", type);
    }
    if (manifest.has("annotations")) {
      listed.set("annotations", manifest.path("annotations"));
    }
    Optional<String> subject =
        Optional.of(manifest.at("/subject/digest").asString("")).filter(text -> !text.isEmpty());
    // as it comes back: numbers compare by their kind, too
    manifests.add(
        new PushedManifest(content, mediaType, subject, json.readTree(listed.toString())));
    return descriptor;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
