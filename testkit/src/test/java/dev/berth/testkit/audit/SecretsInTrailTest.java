package dev.berth.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Threat T11: what must not be kept is looked for in everything that is. */
final class SecretsInTrailTest {
  private static final String CANARY = "canary-in-a-coal-mine-0123456789";

  @TempDir private Path folder;

  @Test
  void neither_secrets_nor_content_are_in_the_trail() throws IOException {
    byte[] layer = Manifests.bytes(CANARY);
    String password;
    String secret;
    try (RunningBerth berth = RunningBerth.on(folder);
        EcrClient ecr = berth.ecr()) {
      secret = berth.access().secretAccessKey();
      password = berth.password();
      RegistryClient client = RegistryClient.anonymous(berth.endpoint()).login(password);
      RegistryClient.anonymous(berth.endpoint()).login(CANARY).send("GET", "/v2/");
      berth.createRepository("app");
      client.push("app", layer);
      String manifest =
          Manifests.image(layer)
              .replaceFirst("\\{", "{\"annotations\":{\"a\":\"" + CANARY + "\"},");
      ecr.putImage(r -> r.repositoryName("app").imageTag("v1").imageManifest(manifest));
      client.pushManifest("app", "v2", Manifests.OCI_IMAGE, manifest);
      String id = ecr.initiateLayerUpload(r -> r.repositoryName("app")).uploadId();
      ecr.uploadLayerPart(
          r ->
              r.repositoryName("app")
                  .uploadId(id)
                  .partFirstByte(0L)
                  .partLastByte(layer.length - 1L)
                  .layerPartBlob(SdkBytes.fromByteArray(layer)));
    }

    List<String> kept = new ArrayList<>(lines(folder.resolve("audit")));
    StoredEntries.of(folder).entries().forEach(entry -> kept.add(entry.toString()));

    assertThat(kept).anyMatch(line -> line.contains("\"UploadLayerPart\""));
    assertThat(kept).anyMatch(line -> line.contains("\"GetAuthorizationToken\""));
    assertThat(kept).filteredOn(line -> line.contains("\"PutImage\"")).hasSize(2);
    for (String never :
        List.of(
            CANARY,
            secret,
            password,
            Base64.getEncoder().encodeToString(layer),
            Base64.getEncoder()
                .encodeToString(("AWS:" + password).getBytes(StandardCharsets.UTF_8)))) {
      assertThat(kept).noneMatch(line -> line.contains(never));
    }
  }

  private static List<String> lines(Path log) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file, StandardCharsets.US_ASCII));
      }
    }
    return lines;
  }
}
