package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.client.Docker;
import dev.berth.testkit.client.DockerDaemon;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.Skopeo;
import dev.berth.testkit.client.WithDockerDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CHECKLIST AU-10, V2-02, IM-35, with a real Docker engine. */
@WithDockerDaemon
@NeedsClient({"docker", "skopeo"})
final class DockerTest extends ClientsOfBerth {
  private DockerDaemon daemon;
  private Docker docker;

  @BeforeEach
  void log_in(DockerDaemon daemon) {
    this.daemon = daemon;
    this.docker = daemon.client(folder.getFileName().toString());
    docker.login(host(), USER, aws.loginPassword()).expectSuccess();
  }

  @Test
  void a_built_image_comes_back_with_its_id() throws IOException {
    String image = imageInNew("team/app", "1");
    String id = build(image, "one");

    String pushed = docker.run("push", image).text();
    docker.run("rmi", image).expectSuccess();
    docker.run("pull", image).expectSuccess();

    assertThat(docker.run("inspect", "--format", "{{.Id}}", image).text()).isEqualTo(id);
    assertThat(pushed).contains("1: digest: " + describedDigest("team/app", "1"));
  }

  // V2-31
  @Test
  void a_push_to_a_new_name_makes_the_repository_that_a_template_is_for() throws IOException {
    aws.ecr(
            "create-repository-creation-template",
            "--prefix",
            "new",
            "--applied-for",
            "CREATE_ON_PUSH")
        .expectSuccess();
    String image = host() + "/new/app:1";
    build(image, "one");

    docker.run("push", image).expectSuccess();

    assertThat(describedDigest("new/app", "1")).startsWith("sha256:");
  }

  @Test
  void an_image_is_pulled_by_its_digest() throws IOException {
    String image = imageInNew("app", "1");
    String id = build(image, "one");
    docker.run("push", image).expectSuccess();
    String named = host() + "/app@" + describedDigest("app", "1");
    docker.run("rmi", image).expectSuccess();

    docker.run("pull", named).expectSuccess();

    assertThat(docker.run("inspect", "--format", "{{.Id}}", named).text()).isEqualTo(id);
  }

  @Test
  @NeedsClient("debootstrap-image")
  void a_real_root_file_system_runs_after_a_pull() {
    String image = imageInNew("debian", "bookworm");
    docker.run("import", SampleImages.debianRootFs().toString(), image).expectSuccess();
    docker.run("push", image).expectSuccess();
    docker.run("rmi", image).expectSuccess();

    Outcome version =
        docker.run("run", "--rm", "--network", "none", image, "cat", "/etc/debian_version");

    assertThat(version.text()).startsWith("12.");
    docker.run("rmi", image).expectSuccess();
  }

  @Test
  void a_layer_that_is_there_is_not_sent_again() throws IOException {
    String image = imageInNew("app", "1");
    build(image, "one");
    docker.run("push", image).expectSuccess();
    docker.run("tag", image, host() + "/app:2").expectSuccess();

    assertThat(docker.run("push", host() + "/app:2").text()).contains("Layer already exists");
    assertThat(describedDigest("app", "2")).isEqualTo(describedDigest("app", "1"));
  }

  @Test
  void a_layer_of_another_repository_is_mounted_or_sent() throws IOException {
    String image = imageInNew("one", "1");
    build(image, "one");
    docker.run("push", image).expectSuccess();
    String other = imageInNew("two", "1");
    docker.run("tag", image, other).expectSuccess();

    docker.run("push", other).expectSuccess();

    assertThat(describedDigest("two", "1")).isEqualTo(describedDigest("one", "1"));
  }

  @Test
  void of_an_index_the_image_of_this_platform_is_pulled() {
    String image = imageInNew("many", "1");
    Skopeo skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(host(), USER, aws.loginPassword()).expectSuccess();
    SampleImages.Layout layout = SampleImages.multiPlatform(folder.resolve("image"));
    skopeo.copy(layout.source(), "docker://" + image, "--all").expectSuccess();

    docker.run("pull", image).expectSuccess();
    String architecture = docker.run("inspect", "--format", "{{.Architecture}}", image).text();

    assertThat(architecture)
        .isEqualTo(docker.run("version", "--format", "{{.Server.Arch}}").text());
    assertThat(docker.run("inspect", "--format", "{{index .RepoDigests 0}}", image).text())
        .endsWith("@" + layout.manifest());
  }

  @Test
  void a_password_that_berth_did_not_give_is_refused() {
    Docker stranger = daemon.client("stranger");

    stranger.login(host(), USER, "not given by Berth").expectFailure();
    stranger.login(host(), "root", aws.loginPassword()).expectFailure();
  }

  @Test
  void a_push_without_login_is_refused() throws IOException {
    String image = imageInNew("app", "1");
    build(image, "one");

    assertThat(daemon.client("stranger").run("push", image).expectFailure().stderr())
        .containsAnyOf("no basic auth credentials", "unauthorized", "authentication required");
  }

  @Test
  void a_push_into_a_repository_that_does_not_exist_names_it() throws IOException {
    String image = host() + "/nowhere:1";
    build(image, "one");

    assertThat(docker.run("push", image).expectFailure().stderr())
        .contains("The repository with name 'nowhere' does not exist in the registry with id '");
  }

  @Test
  void another_image_under_an_immutable_tag_is_refused() throws IOException {
    String image = imageInNew("fixed", "1");
    aws.ecr(
            "put-image-tag-mutability",
            "--repository-name",
            "fixed",
            "--image-tag-mutability",
            "IMMUTABLE")
        .expectSuccess();
    build(image, "one");
    docker.run("push", image).expectSuccess();
    String first = describedDigest("fixed", "1");
    docker.run("push", image).expectSuccess();

    build(image, "two");

    assertThat(docker.run("push", image).expectFailure().stderr())
        .contains(
            "The image tag '1' already exists in the 'fixed' repository and cannot be overwritten");
    assertThat(describedDigest("fixed", "1")).isEqualTo(first);
  }

  /** Builds an image of one file that holds {@code text}, and gives its id. */
  private String build(String image, String text) throws IOException {
    Path context = Files.createDirectories(folder.resolve("context-" + text));
    Files.writeString(context.resolve("text"), text + " " + folder);
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY text /text\n");
    return docker.run("build", "--quiet", "--tag", image, context.toString()).text();
  }
}
