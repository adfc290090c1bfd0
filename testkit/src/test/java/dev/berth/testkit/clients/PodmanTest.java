package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Podman;
import dev.berth.testkit.client.SampleImages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CHECKLIST V2-02 and IM-35 with podman. */
@NeedsClient("podman")
final class PodmanTest extends ClientsOfBerth {
  private Podman podman;
  private Podman other;

  @BeforeEach
  void log_in() {
    podman = new Podman(folder.resolve("podman"));
    podman.login(host(), USER, aws.loginPassword()).expectSuccess();
    other = new Podman(folder.resolve("other"));
    other.login(host(), USER, aws.loginPassword()).expectSuccess();
  }

  @Test
  void a_pushed_image_is_pulled_with_the_same_id() {
    String image = imageInNew("app", "1");
    String id = podman.run("pull", imageOf("one").source()).text();
    podman.run("tag", id, image).expectSuccess();

    podman.push(image).expectSuccess();

    assertThat(other.pull(image).text()).isEqualTo(id);
  }

  @Test
  void a_manifest_list_is_pushed_with_all_its_images() {
    String image = imageInNew("many", "1");
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    podman.run("manifest", "create", "--all", "many", layout.source()).expectSuccess();

    podman.pushManifest("many", "docker://" + image).expectSuccess();

    other.run("pull", "--tls-verify=false", "--platform", "linux/arm64", image).expectSuccess();
    assertThat(other.run("image", "inspect", "--format", "{{.Architecture}}", image).text())
        .isEqualTo("arm64");
  }

  @Test
  void an_image_is_pulled_by_its_digest() {
    String image = imageInNew("app", "1");
    String id = podman.run("pull", imageOf("one").source()).text();
    podman.run("tag", id, image).expectSuccess();
    podman.push(image).expectSuccess();

    assertThat(other.pull(host() + "/app@" + describedDigest("app", "1")).text()).isEqualTo(id);
  }

  @Test
  void after_logout_a_pull_is_refused() {
    String image = imageInNew("app", "1");
    podman.run("pull", imageOf("one").source()).expectSuccess();
    podman
        .run("push", "--tls-verify=false", podman.run("images", "--quiet").text(), image)
        .expectSuccess();

    other.run("logout", host()).expectSuccess();

    other.pull(image).expectFailure();
  }
}
