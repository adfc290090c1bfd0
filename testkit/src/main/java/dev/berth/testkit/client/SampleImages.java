package dev.berth.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.berth.model.Digest;
import dev.berth.model.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Images for clients to push, as OCI image layouts (OCI image-spec, image-layout): folders that
 * skopeo, buildah and podman name {@code oci:FOLDER:latest}. The same layers give the same digests.
 */
public final class SampleImages {
  /** The name of the only image of each layout. */
  public static final String TAG = "latest";

  /**
   * A layout and what its index names.
   *
   * @param manifest the digest of the image's manifest, or of its index when it has several
   *     platforms
   */
  public record Layout(Path folder, Digest manifest) {
    /** The image as skopeo, buildah and podman name it. */
    public String source() {
      return "oci:" + folder + ":" + TAG;
    }
  }

  private record Descriptor(MediaType mediaType, Digest digest, int size) {
    String json(String more) {
      return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
          .formatted(mediaType, digest, size, more);
    }
  }

  private SampleImages() {}

  /**
   * The root file system of a real distribution as a tar archive of about 120 MB, which {@code
   * docker import} takes; needs the client {@code debootstrap-image}.
   */
  public static Path debianRootFs() {
    return Clients.cache(System.getenv()).resolve("debian-rootfs.tar");
  }

  /** An image for {@code linux/amd64} of these layers, written into {@code folder}. */
  public static Layout single(Path folder, SampleLayer... layers) {
    Descriptor manifest = image(folder, "amd64", List.of(layers));
    return layout(folder, manifest);
  }

  /**
   * An index of two images, for {@code linux/amd64} and {@code linux/arm64}, each of one file of
   * its own.
   */
  public static Layout multiPlatform(Path folder) {
    List<String> manifests = new ArrayList<>();
    for (String architecture : List.of("amd64", "arm64")) {
      SampleLayer layer = SampleLayer.ofFile("architecture", architecture.getBytes(UTF_8));
      Descriptor image = image(folder, architecture, List.of(layer));
      manifests.add(
          image.json(",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}"));
    }
    String index =
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}"""
            .formatted(MediaType.OCI_INDEX, String.join(",", manifests));
    return layout(folder, store(folder, MediaType.OCI_INDEX, index.getBytes(UTF_8)));
  }

  /** The SHA-256 digest of these bytes. */
  public static Digest digest(byte[] bytes) {
    try {
      return Digest.of(Digest.Algorithm.SHA256, MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Descriptor image(Path folder, String architecture, List<SampleLayer> layers) {
    String config =
        """
        {"architecture":"%s","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[%s]}}"""
            .formatted(
                architecture, list(layers.stream().map(layer -> "\"" + layer.diffId() + "\"")));
    Descriptor stored = store(folder, MediaType.OCI_CONFIG, config.getBytes(UTF_8));
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}"""
            .formatted(
                MediaType.OCI_MANIFEST,
                stored.json(""),
                list(
                    layers.stream()
                        .map(layer -> store(folder, layer.mediaType(), layer.bytes()).json(""))));
    return store(folder, MediaType.OCI_MANIFEST, manifest.getBytes(UTF_8));
  }

  private static Layout layout(Path folder, Descriptor top) {
    String named =
        top.json(",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + TAG + "\"}");
    write(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
    write(
        folder.resolve("index.json"),
        ("{\"schemaVersion\":2,\"manifests\":[" + named + "]}").getBytes(UTF_8));
    return new Layout(folder, top.digest());
  }

  private static Descriptor store(Path folder, MediaType mediaType, byte[] bytes) {
    Digest digest = digest(bytes);
    write(
        folder.resolve("blobs").resolve(digest.algorithm().prefix()).resolve(digest.hex()), bytes);
    return new Descriptor(mediaType, digest, bytes.length);
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String list(Stream<String> values) {
    return values.collect(joining(","));
  }
}
