package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.DockerDaemon;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.Skopeo;
import dev.berth.testkit.client.WithDockerDaemon;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CHECKLIST V2-02 and IM-35 as a node has it: containerd itself, by its {@code ctr}. */
@WithDockerDaemon
@NeedsClient({"ctr", "skopeo"})
final class ContainerdTest extends ClientsOfBerth {
  private DockerDaemon daemon;
  private String user;
  private Skopeo skopeo;

  @BeforeEach
  void a_node_and_a_user(DockerDaemon daemon) {
    this.daemon = daemon;
    String password = berth.password();
    user = USER + ":" + password;
    skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(host(), USER, password).expectSuccess();
  }

  @Test
  void an_image_is_pulled_and_pushed_under_another_name() {
    SampleImages.Layout layout = imageOf("one");
    String image = imageInNew("node", "1");
    skopeo.copy(layout.source(), "docker://" + image).expectSuccess();
    String copy = imageInNew("copy", "1");

    daemon.pullAsNode(image, user).expectSuccess();
    daemon.ctr("images", "tag", image, copy).expectSuccess();
    daemon.pushAsNode(copy, user).expectSuccess();

    assertThat(daemon.ctr("images", "list").text()).contains(layout.manifest().toString());
    assertThat(digestOf(copy)).isEqualTo(layout.manifest().toString());
  }

  @Test
  void an_index_is_pulled_by_digest_and_pushed_with_all_its_images() {
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    skopeo.copy(layout.source(), "docker://" + imageInNew("many", "1"), "--all").expectSuccess();
    String named = host() + "/many@" + layout.manifest();
    String copy = imageInNew("copy", "1");

    daemon.pullAsNode(named, user, "--all-platforms").expectSuccess();
    daemon.ctr("images", "tag", named, copy).expectSuccess();
    daemon.pushAsNode(copy, user).expectSuccess();

    assertThat(digestOf(copy)).isEqualTo(layout.manifest().toString());
    skopeo
        .copy("docker://" + copy, "oci:" + folder.resolve("back") + ":1", "--all")
        .expectSuccess();
  }

  @Test
  void without_a_credential_nothing_is_pulled() {
    String image = imageInNew("node", "1");
    skopeo.copy(imageOf("one").source(), "docker://" + image).expectSuccess();

    daemon.pullAsNode(image, USER + ":not given by Berth").expectFailure();
  }

  private String digestOf(String image) {
    return skopeo.inspect("docker://" + image, "--format", "{{.Digest}}").text();
  }
}
