package dev.berth.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixtures on a registry that is known to work. */
@NeedsClient("docker-registry")
@WithDockerDaemon
final class RegistryClientsTest {
  private static final SampleLayer LAYER = SampleLayer.ofFile("hello", "hello".getBytes(UTF_8));

  @TempDir Path folder;
  private PeerRegistry peer;

  @BeforeEach
  void a_registry_with_one_user() throws IOException {
    peer = PeerRegistry.start(Files.createDirectory(folder.resolve("peer")));
  }

  @AfterEach
  void close_the_registry() {
    peer.close();
  }

  @Test
  @NeedsClient("skopeo")
  void skopeo_pushes_and_reads_back() {
    SampleImages.Layout layout = SampleImages.single(folder.resolve("image"), LAYER);
    Skopeo skopeo = new Skopeo(folder.resolve("user"));
    String image = "docker://" + peer.host() + "/sample";

    assertThat(skopeo.copy(layout.source(), image + ":1").expectFailure().stderr())
        .contains("authentication required");
    skopeo.login(peer.host(), PeerRegistry.USER, PeerRegistry.PASSWORD).expectSuccess();
    skopeo.copy(layout.source(), image + ":1").expectSuccess();

    assertThat(skopeo.inspect(image + ":1").text()).contains(layout.manifest().toString());
    assertThat(skopeo.listTags(image).text()).contains("\"1\"");
    skopeo.delete(image + ":1").expectSuccess();
    skopeo.inspect(image + ":1").expectFailure();
  }

  @Test
  @NeedsClient("buildah")
  void buildah_builds_pushes_and_pulls_into_another_storage() throws IOException {
    Path context = Files.createDirectory(folder.resolve("context"));
    Files.writeString(context.resolve("hello"), "hello");
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY hello /hello\n");
    String image = peer.host() + "/built:1";
    Buildah builder = new Buildah(folder.resolve("builder"));
    Buildah other = new Buildah(folder.resolve("other"));
    builder.login(peer.host(), PeerRegistry.USER, PeerRegistry.PASSWORD).expectSuccess();
    other.login(peer.host(), PeerRegistry.USER, PeerRegistry.PASSWORD).expectSuccess();

    builder.build(context, image).expectSuccess();
    builder.push(image).expectSuccess();

    other.run("inspect", "--type", "image", image).expectFailure();
    String pulled = other.pull(image).text();
    assertThat(pulled)
        .isEqualTo(
            builder.run("images", "--quiet", "--no-trunc", image).text().replace("sha256:", ""));
  }

  @Test
  @NeedsClient("podman")
  void podman_pushes_a_manifest_list_of_two_platforms() {
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    Podman podman = new Podman(folder.resolve("user"));
    String image = peer.host() + "/many:1";
    podman.login(peer.host(), PeerRegistry.USER, PeerRegistry.PASSWORD).expectSuccess();

    podman.run("manifest", "create", "--all", "many", layout.source()).expectSuccess();
    podman.pushManifest("many", "docker://" + image).expectSuccess();

    podman.run("pull", "--tls-verify=false", "--platform", "linux/arm64", image).expectSuccess();
    assertThat(podman.run("image", "inspect", "--format", "{{.Architecture}}", image).text())
        .isEqualTo("arm64");
  }

  @Test
  @NeedsClient("crane")
  void crane_pushes_an_index_and_reads_it_back() {
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    Crane crane = new Crane(folder.resolve("user"));
    String image = peer.host() + "/many:1";
    crane.login(peer.host(), PeerRegistry.USER, PeerRegistry.PASSWORD).expectSuccess();

    assertThat(crane.push(layout, image).text()).endsWith("@" + crane.run("digest", image).text());
    crane.run("validate", "--remote", image).expectSuccess();
  }

  @Test
  @NeedsClient("helm")
  void helm_pushes_a_chart_that_another_user_pulls() {
    Helm helm = new Helm(folder.resolve("user"));
    Helm other = new Helm(folder.resolve("other"));
    helm.login(peer.host(), PeerRegistry.USER, PeerRegistry.PASSWORD).expectSuccess();
    other.login(peer.host(), PeerRegistry.USER, PeerRegistry.PASSWORD).expectSuccess();
    Path chart = helm.samplePackage("sample");

    helm.push(chart, peer.host() + "/charts").expectSuccess();
    other.pull(peer.host() + "/charts/sample", "0.1.0").expectSuccess();

    assertThat(folder.resolve("other").resolve(chart.getFileName())).hasSameBinaryContentAs(chart);
  }

  @Test
  @NeedsClient("debootstrap-image")
  void docker_pushes_and_pulls_a_real_root_file_system_and_runs_it(DockerDaemon daemon) {
    Docker docker = daemon.client("peer");
    String image = peer.host() + "/debian:bookworm";
    docker.login(peer.host(), PeerRegistry.USER, PeerRegistry.PASSWORD).expectSuccess();
    String id = docker.run("import", SampleImages.debianRootFs().toString(), image).text();

    docker.run("push", image).expectSuccess();
    docker.run("rmi", image).expectSuccess();
    docker.run("pull", image).expectSuccess();

    assertThat(docker.run("inspect", "--format", "{{.Id}}", image).text()).isEqualTo(id);
    assertThat(
            docker
                .run("run", "--rm", "--network", "none", image, "cat", "/etc/debian_version")
                .text())
        .startsWith("12.");
    docker.run("rmi", image).expectSuccess();
  }

  @Test
  @NeedsClient({"ctr", "skopeo"})
  void a_node_pulls_with_containerd(DockerDaemon daemon) {
    SampleImages.Layout layout = SampleImages.single(folder.resolve("image"), LAYER);
    Skopeo skopeo = new Skopeo(folder.resolve("user"));
    skopeo.login(peer.host(), PeerRegistry.USER, PeerRegistry.PASSWORD).expectSuccess();
    skopeo.copy(layout.source(), "docker://" + peer.host() + "/node:1").expectSuccess();
    String user = PeerRegistry.USER + ":" + PeerRegistry.PASSWORD;

    daemon.pullAsNode(peer.host() + "/node:1", user).expectSuccess();
    daemon.ctr("images", "tag", peer.host() + "/node:1", peer.host() + "/node:2").expectSuccess();
    daemon.pushAsNode(peer.host() + "/node:2", user).expectSuccess();

    assertThat(daemon.ctr("images", "list").text()).contains(layout.manifest().toString());
    assertThat(skopeo.inspect("docker://" + peer.host() + "/node:2").text())
        .contains(layout.manifest().toString());
  }
}
