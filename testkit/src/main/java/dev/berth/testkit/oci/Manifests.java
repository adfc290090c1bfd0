package dev.berth.testkit.oci;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Manifests to push, as text. */
public final class Manifests {
  /** An OCI image manifest. */
  public static final String OCI_IMAGE = "application/vnd.oci.image.manifest.v1+json";

  /** An OCI image index. */
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  /** A Docker image manifest. */
  public static final String DOCKER_IMAGE = "application/vnd.docker.distribution.manifest.v2+json";

  /** A Docker manifest list. */
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  private Manifests() {}

  /** The sha256 digest of bytes. */
  public static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The sha256 digest of a text. */
  public static String digest(String text) {
    return digest(bytes(text));
  }

  /** The bytes of a text. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** An OCI image of a configuration and layers. */
  public static String image(byte[] config, byte[]... layers) {
    return image(OCI_IMAGE, "application/vnd.oci.image.config.v1+json", "", config, layers);
  }

  /** A Docker image of a configuration and layers. */
  public static String dockerImage(byte[] config, byte[]... layers) {
    return image(
        DOCKER_IMAGE, "application/vnd.docker.container.image.v1+json", "", config, layers);
  }

  /** An OCI image with a subject and an artifact type. */
  public static String referrer(
      String subject, long subjectSize, String artifactType, byte[] config) {
    String more =
        ",\"artifactType\":\"%s\",\"subject\":%s,\"annotations\":{\"of\":\"%s\"}"
            .formatted(artifactType, descriptor(OCI_IMAGE, subject, subjectSize), artifactType);
    return image(OCI_IMAGE, "application/vnd.oci.empty.v1+json", more, config, config);
  }

  /** An OCI image manifest of which the configuration has another type: an artifact. */
  public static String artifact(String configType, byte[] config, byte[]... layers) {
    return image(OCI_IMAGE, configType, "", config, layers);
  }

  /** An index of image manifests. */
  public static String index(String mediaType, String childType, String... children) {
    String entries =
        Arrays.stream(children)
            .map(child -> entry(childType, child))
            .collect(Collectors.joining(","));
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(mediaType, entries);
  }

  private static String image(
      String mediaType, String configType, String more, byte[] config, byte[]... layers) {
    String layerType =
        mediaType.equals(OCI_IMAGE)
            ? "application/vnd.oci.image.layer.v1.tar+gzip"
            : "application/vnd.docker.image.rootfs.diff.tar.gzip";
    String entries =
        Arrays.stream(layers)
            .map(layer -> descriptor(layerType, digest(layer), layer.length))
            .collect(Collectors.joining(","));
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
        .formatted(mediaType, descriptor(configType, digest(config), config.length), entries, more);
  }

  // a Docker list must say a platform for each, and an index may
  private static String entry(String mediaType, String child) {
    String descriptor = descriptor(mediaType, digest(child), bytes(child).length);
    return descriptor.substring(0, descriptor.length() - 1)
        + ",\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\"}}";
  }

  private static String descriptor(String mediaType, String digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest, size);
  }
}
