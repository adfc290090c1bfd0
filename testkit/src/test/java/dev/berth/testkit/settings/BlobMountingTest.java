package dev.berth.testkit.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EncryptionType;

/** CHECKLIST V2-24 to V2-27, with the table at the head of its group: when a layer is mounted. */
class BlobMountingTest {
  private static final byte[] NAMED = Manifests.bytes("a layer of an image");
  private static final byte[] LOOSE = Manifests.bytes("a layer of no image");

  @TempDir private Path folder;

  private RunningBerth given(String strict) {
    RunningBerth berth =
        RunningBerth.on(folder, settings -> settings.set(ConfigKey.OCI_STRICT_ECR, strict));
    berth.createRepository("source");
    berth.createRepository("target");
    RegistryClient client = RegistryClient.of(berth);
    client.push("source", NAMED);
    client.push("source", LOOSE);
    client.pushManifest("source", "v1", Manifests.OCI_IMAGE, Manifests.image(NAMED, NAMED));
    return berth;
  }

  private static void choose(RunningBerth berth, String value) {
    try (EcrClient ecr = berth.ecr()) {
      ecr.putAccountSetting(request -> request.name("BLOB_MOUNTING").value(value));
    }
  }

  private static Answer mount(RegistryClient client, String target, byte[] layer, String from) {
    return client.send(
        "POST",
        "/v2/%s/blobs/uploads/?mount=%s%s".formatted(target, Manifests.digest(layer), from));
  }

  private static boolean holds(RegistryClient client, String repository, byte[] layer) {
    return client.send("HEAD", "/v2/" + repository + "/blobs/" + Manifests.digest(layer)).status()
        == 200;
  }

  // V2-24, V2-25 by default, V2-26
  @Test
  void mounts_are_on_until_they_are_switched_off_and_then_become_uploads() {
    try (RunningBerth berth = given("false")) {
      RegistryClient client = RegistryClient.of(berth);
      choose(berth, "DISABLED");

      Answer off = mount(client, "target", NAMED, "&from=source");
      Answer offFromAnywhere = mount(client, "target", NAMED, "");

      assertThat(off.status()).isEqualTo(202);
      assertThat(off.header("Location")).startsWith("/v2/target/blobs/uploads/");
      assertThat(offFromAnywhere.status()).isEqualTo(202);
      assertThat(holds(client, "target", NAMED)).isFalse();

      choose(berth, "ENABLED");

      Answer on = mount(client, "target", NAMED, "&from=source");
      assertThat(on.status()).isEqualTo(201);
      assertThat(on.header("Location")).isEqualTo("/v2/target/blobs/" + Manifests.digest(NAMED));
      assertThat(mount(client, "target", LOOSE, "").status()).isEqualTo(201);
      choose(berth, "DISABLED");
      assertThat(holds(client, "target", NAMED)).as("what was mounted before").isTrue();
    }
  }

  // V2-24, V2-25 strictly
  @Test
  void strictly_mounts_are_off_until_they_are_switched_on_and_then_only_of_what_an_image_names() {
    try (RunningBerth berth = given("true")) {
      RegistryClient client = RegistryClient.of(berth);
      assertThat(mount(client, "target", NAMED, "&from=source").status()).isEqualTo(202);

      choose(berth, "ENABLED");

      assertThat(mount(client, "target", LOOSE, "&from=source").status()).isEqualTo(202);
      assertThat(mount(client, "target", NAMED, "").status()).as("from anywhere").isEqualTo(202);
      assertThat(holds(client, "target", NAMED)).isFalse();
      assertThat(mount(client, "target", NAMED, "&from=source").status()).isEqualTo(201);
      assertThat(holds(client, "target", LOOSE)).isFalse();
    }
  }

  // V2-27
  @Test
  void a_layer_is_not_mounted_under_another_key() {
    try (RunningBerth berth = given("false");
        EcrClient ecr = berth.ecr()) {
      ecr.createRepository(
          request ->
              request
                  .repositoryName("sealed")
                  .encryptionConfiguration(e -> e.encryptionType(EncryptionType.KMS)));
      RegistryClient client = RegistryClient.of(berth);

      assertThat(mount(client, "sealed", NAMED, "&from=source").status()).isEqualTo(202);
      assertThat(holds(client, "sealed", NAMED)).isFalse();
    }
  }
}
