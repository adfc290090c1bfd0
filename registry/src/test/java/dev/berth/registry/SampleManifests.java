package dev.berth.registry;

import dev.berth.model.Image;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Manifests whose configs and layers are the given texts. */
public final class SampleManifests {
  private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

  private SampleManifests() {}

  public static String image(String config, String... layers) {
    return image("", config, layers);
  }

  /**
   * An image with more members.
   *
   * @param members each with a comma behind it
   */
  public static String image(String members, String config, String[] layers) {
    return """
        {"schemaVersion":2,"mediaType":"%s",%s"config":%s,"layers":[%s]}"""
        .formatted(
            MANIFEST_TYPE,
            members,
            descriptor(CONFIG_TYPE, config),
            Arrays.stream(layers)
                .map(layer -> descriptor(LAYER_TYPE, layer))
                .collect(Collectors.joining(",")));
  }

  /** An artifact that refers to another manifest. */
  public static String referrer(
      Image subject, String artifactType, String annotations, String config) {
    return """
        {"schemaVersion":2,"mediaType":"%s","artifactType":"%s","config":%s,"layers":[],\
        "subject":{"mediaType":"%s","digest":"%s","size":%d},"annotations":%s}"""
        .formatted(
            MANIFEST_TYPE,
            artifactType,
            descriptor(CONFIG_TYPE, config),
            subject.mediaType(),
            subject.digest(),
            subject.manifestSize(),
            annotations);
  }

  public static String index(Image... children) {
    return """
        {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}"""
        .formatted(
            INDEX_TYPE,
            Arrays.stream(children)
                .map(
                    child ->
                        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                            .formatted(child.mediaType(), child.digest(), child.manifestSize()))
                .collect(Collectors.joining(",")));
  }

  /** An index whose entries are layers, as builders' caches are. */
  public static String cacheIndex(String... layers) {
    return """
        {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}"""
        .formatted(
            INDEX_TYPE,
            Arrays.stream(layers)
                .map(layer -> descriptor(LAYER_TYPE, layer))
                .collect(Collectors.joining(",")));
  }

  public static String descriptor(String type, String content) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, TestRegistry.sha256(content), TestRegistry.utf8(content).length);
  }
}
