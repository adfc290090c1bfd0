package dev.berth.testkit.conformance;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of content that the conformance suite pushes. */
final class DataSets {
  private static final String SHA256 = "sha256";
  private static final String TYPE = "application/vnd.example.oci.conformance.v1";
  private static final String OTHER_TYPE = "application/vnd.example.oci.conformance.v2";

  private DataSets() {}

  static List<DataSet> all() {
    return List.of(
        image(),
        uncompressed(),
        largeManifest(),
        index(),
        nestedIndex(),
        emptyIndex(),
        artifact(),
        artifactIndex(),
        artifactWithoutLayers(),
        artifactsWithSubject(),
        indexWithSubject(),
        missingSubject(),
        dataField(),
        nonDistributableLayers(),
        customFields(),
        noLayers(),
        sha512());
  }

  private static DataSet image() {
    DataSet set = new DataSet("image", SHA256);
    set.tag("image", set.image());
    return set;
  }

  private static DataSet uncompressed() {
    DataSet set = new DataSet("image-uncompressed", SHA256);
    ArrayNode layers = layers(set.blob("application/vnd.oci.image.layer.v1.tar"));
    set.tag("image-uncompressed", set.image(manifest -> manifest.set("layers", layers)));
    return set;
  }

  private static DataSet largeManifest() {
    DataSet set = new DataSet("large-manifest", SHA256);
    Consumer<ObjectNode> large =
        manifest -> {
          ObjectNode annotations = manifest.putObject("annotations");
          for (int i = 0; i < 390; i++) {
            annotations.put("large-annotation-" + i, "A".repeat(10_000));
          }
        };
    set.tag("large-manifest", set.image(large));
    return set;
  }

  private static DataSet index() {
    DataSet set = new DataSet("index", SHA256);
    set.tag("index", set.index(platform(set.image(), "amd64"), platform(set.image(), "arm64")));
    return set;
  }

  private static DataSet nestedIndex() {
    DataSet set = new DataSet("nested-index", SHA256);
    ObjectNode one = set.index(platform(set.image(), "amd64"));
    ObjectNode two = set.index(platform(set.image(), "arm64"));
    set.tag("index-of-index", set.index(one, two));
    return set;
  }

  private static DataSet emptyIndex() {
    DataSet set = new DataSet("empty-index", SHA256);
    set.tag("empty-index", set.index());
    return set;
  }

  private static DataSet artifact() {
    DataSet set = new DataSet("artifact", SHA256);
    set.tag("artifact", set.artifact(TYPE, _ -> {}));
    return set;
  }

  private static DataSet artifactIndex() {
    DataSet set = new DataSet("artifact-index", SHA256);
    set.tag(
        "artifact-index",
        set.index(
            manifest -> manifest.put("artifactType", TYPE),
            set.artifact(TYPE, _ -> {}),
            set.artifact(TYPE, _ -> {})));
    return set;
  }

  private static DataSet artifactWithoutLayers() {
    DataSet set = new DataSet("artifact-without-layers", SHA256);
    ArrayNode layers = layers(set.blob(DataSet.EMPTY, new byte[] {'{', '}'}));
    set.tag(
        "artifact-without-layers", set.artifact(TYPE, manifest -> manifest.set("layers", layers)));
    return set;
  }

  private static DataSet artifactsWithSubject() {
    DataSet set = new DataSet("artifacts-with-subject", SHA256);
    ObjectNode subject = set.image();
    set.tag("image", subject);
    set.image(refersTo(subject));
    set.tag("tagged-artifact1", set.artifact(TYPE, refersTo(subject).andThen(DataSets::annotated)));
    set.tag(
        "tagged-artifact2",
        set.artifact(OTHER_TYPE, refersTo(subject).andThen(DataSets::annotated)));
    return set;
  }

  private static DataSet indexWithSubject() {
    DataSet set = new DataSet("index-with-subject", SHA256);
    ObjectNode subject = set.index(platform(set.image(), "amd64"));
    set.tag("index", subject);
    set.index(refersTo(subject), set.artifact(TYPE, _ -> {}));
    set.tag(
        "tagged-artifact",
        set.index(
            refersTo(subject)
                .andThen(DataSets::annotated)
                .andThen(manifest -> manifest.put("artifactType", TYPE)),
            set.artifact(TYPE, _ -> {})));
    return set;
  }

  private static DataSet missingSubject() {
    DataSet set = new DataSet("missing-subject", SHA256);
    ObjectNode subject = set.missing(DataSet.IMAGE, 123);
    set.tag("tagged-artifact", set.artifact(TYPE, refersTo(subject).andThen(DataSets::annotated)));
    return set;
  }

  private static DataSet dataField() {
    DataSet set = new DataSet("data-field", SHA256);
    byte[] bytes = {'d', 'a', 't', 'a'};
    ObjectNode layer = set.blob("application/vnd.oci.image.layer.v1.tar", bytes);
    layer.put("data", Base64.getEncoder().encodeToString(bytes));
    set.tag("data-field", set.image(manifest -> manifest.set("layers", layers(layer))));
    return set;
  }

  private static DataSet nonDistributableLayers() {
    DataSet set = new DataSet("non-distributable-layers", SHA256);
    String type = "application/vnd.oci.image.layer.nondistributable.v1.tar";
    ObjectNode zipped = set.missing(type + "+gzip", 123_456);
    ObjectNode plain = set.missing(type, 12_345);
    for (ObjectNode layer : List.of(zipped, plain)) {
      layer.putArray("urls").add("https://store.example.com/" + layer.path("digest").asString());
    }
    ObjectNode here = set.blob("application/vnd.oci.image.layer.v1.tar+gzip");
    set.tag(
        "non-distributable-image",
        set.image(manifest -> manifest.set("layers", layers(zipped, plain, here))));
    return set;
  }

  private static DataSet customFields() {
    DataSet set = new DataSet("custom-fields", SHA256);
    Consumer<ObjectNode> custom = manifest -> manifest.put("org.example.custom", "field");
    ObjectNode child = platform(set.image(custom), "amd64");
    child.put("org.example.custom", "of a descriptor");
    set.tag("custom-fields", set.index(custom, child));
    return set;
  }

  private static DataSet noLayers() {
    DataSet set = new DataSet("no-layers", SHA256);
    set.tag("no-layers", set.image(manifest -> manifest.putArray("layers")));
    return set;
  }

  // only by digest: a tag in the path would have it stored under sha256
  private static DataSet sha512() {
    DataSet set = new DataSet("sha512", "sha512");
    set.index(platform(set.image(), "amd64"), platform(set.image(), "arm64"));
    return set;
  }

  /** A set whose index and images are all tagged by the push of their digests. */
  static DataSet tagParameters(String algorithm) {
    DataSet set = new DataSet("tag-param-" + algorithm, algorithm);
    ObjectNode amd64 = platform(set.image(), "amd64");
    ObjectNode arm64 = platform(set.image(), "arm64");
    ObjectNode index = set.index(amd64, arm64);
    set.tag(set.name(), index);
    set.tag(set.name() + "-2", index);
    set.tag(set.name() + "-0", amd64);
    set.tag(set.name() + "-1", arm64);
    return set;
  }

  private static Consumer<ObjectNode> refersTo(ObjectNode subject) {
    return manifest -> manifest.set("subject", subject);
  }

  private static void annotated(ObjectNode manifest) {
    manifest
        .putObject("annotations")
        .put("org.opencontainers.conformance", "hello conformance test");
  }

  private static ObjectNode platform(ObjectNode descriptor, String architecture) {
    ObjectNode copy = descriptor.deepCopy();
    copy.putObject("platform").put("os", "linux").put("architecture", architecture);
    return copy;
  }

  private static ArrayNode layers(ObjectNode... layers) {
    ArrayNode array = layers[0].arrayNode();
    Arrays.stream(layers).forEach(array::add);
    return array;
  }
}
