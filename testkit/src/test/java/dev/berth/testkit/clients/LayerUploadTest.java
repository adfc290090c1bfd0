package dev.berth.testkit.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Digest;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.SampleLayer;
import dev.berth.testkit.client.Skopeo;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An image pushed through the API's own calls, without a registry client (ECR API, {@code
 * InitiateLayerUpload}).
 */
@NeedsClient("aws")
final class LayerUploadTest extends ClientsOfBerth {
  // all parts but the last have at least this size: LayerPartTooSmallException
  private static final int PART = 5 << 20;

  private final SampleLayer layer = SampleLayer.ofFile("noise", noise());

  @BeforeEach
  void a_repository() {
    berth.createRepository("app");
  }

  @Test
  @NeedsClient("skopeo")
  void an_image_pushed_in_parts_is_pulled_as_usual() throws IOException {
    SampleImages.Layout layout = SampleImages.single(folder.resolve("image"), layer);
    Path blobs = layout.folder().resolve("blobs/sha256");
    Path manifest = blobs.resolve(layout.manifest().hex());
    try (DirectoryStream<Path> contents =
        Files.newDirectoryStream(blobs, blob -> !blob.equals(manifest))) {
      for (Path blob : contents) {
        upload(Files.readAllBytes(blob));
      }
    }
    aws.ecr(
            "put-image",
            "--repository-name",
            "app",
            "--image-tag",
            "1",
            "--image-manifest",
            "file://" + manifest)
        .expectSuccess();

    Skopeo skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(host(), USER, aws.loginPassword()).expectSuccess();
    String back = "oci:" + folder.resolve("back") + ":latest";
    skopeo.copy("docker://" + host() + "/app:1", back).expectSuccess();

    assertThat(folder.resolve("back/blobs/sha256").resolve(layer.digest().hex()))
        .hasBinaryContent(layer.bytes());
    assertThat(
            aws.ecrValue(
                "layers[0].layerAvailability",
                "batch-check-layer-availability",
                "--repository-name",
                "app",
                "--layer-digests",
                layer.digest().toString()))
        .isEqualTo("AVAILABLE");
    assertThat(
            aws.ecrValue(
                "downloadUrl",
                "get-download-url-for-layer",
                "--repository-name",
                "app",
                "--layer-digest",
                layer.digest().toString()))
        .startsWith("http");
  }

  @Test
  void a_part_that_leaves_a_gap_is_refused() throws IOException {
    String upload = initiate();

    Outcome gap = part(upload, 10, Arrays.copyOf(layer.bytes(), 100));

    assertThat(gap.expectFailure().stderr())
        .contains("(InvalidLayerPartException)")
        .contains("First byte of the layer part is 10 instead of 0");
  }

  @Test
  void a_layer_that_is_not_what_its_digest_says_is_refused() throws IOException {
    String upload = initiate();
    part(upload, 0, "other bytes".getBytes(UTF_8)).expectSuccess();

    assertThat(complete(upload, layer.digest()).expectFailure().stderr())
        .contains("(InvalidLayerException)");
  }

  @Test
  void a_manifest_whose_layers_are_missing_is_refused() {
    SampleImages.Layout layout = SampleImages.single(folder.resolve("image"), layer);
    Path manifest = layout.folder().resolve("blobs/sha256").resolve(layout.manifest().hex());

    assertThat(
            aws.ecr(
                    "put-image",
                    "--repository-name",
                    "app",
                    "--image-manifest",
                    "file://" + manifest)
                .expectFailure()
                .stderr())
        .contains("(LayersNotFoundException)");
  }

  private void upload(byte[] bytes) throws IOException {
    String upload = initiate();
    for (int first = 0; first < bytes.length; first += PART) {
      byte[] part = Arrays.copyOfRange(bytes, first, Math.min(first + PART, bytes.length));
      part(upload, first, part).expectSuccess();
    }
    complete(upload, SampleImages.digest(bytes)).expectSuccess();
  }

  private String initiate() {
    return aws.ecrValue("uploadId", "initiate-layer-upload", "--repository-name", "app");
  }

  private Outcome part(String upload, int first, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("part"), bytes);
    return aws.ecr(
        "upload-layer-part",
        "--repository-name",
        "app",
        "--upload-id",
        upload,
        "--part-first-byte",
        String.valueOf(first),
        "--part-last-byte",
        String.valueOf(first + bytes.length - 1),
        "--layer-part-blob",
        "fileb://" + file);
  }

  private Outcome complete(String upload, Digest digest) {
    return aws.ecr(
        "complete-layer-upload",
        "--repository-name",
        "app",
        "--upload-id",
        upload,
        "--layer-digests",
        digest.toString());
  }

  private static byte[] noise() {
    byte[] bytes = new byte[PART + (PART / 2)];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
