package dev.berth.testkit.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.Clients;
import dev.berth.testkit.client.Command;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.SampleLayer;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logins that last: the helper that docker's tools ask, and the kubelet's credential provider. */
final class CredentialHelperTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private RunningBerth berth;

  @BeforeEach
  void start() {
    berth = RunningBerth.on(folder.resolve("data"));
    berth.createRepository("app");
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  private Map<String, String> environment() {
    return Map.of(
        "HOME", folder.toString(),
        "AWS_ENDPOINT_URL", berth.endpoint().toString(),
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", berth.access().accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", berth.access().secretAccessKey());
  }

  private Outcome helper(String action, String server) {
    return BerthProcess.prepared("credential-helper", action)
        .environment(environment())
        .stdin(server)
        .run();
  }

  @Test
  @NeedsClient({"crane", "skopeo"})
  void clients_push_and_pull_without_ever_logging_in() throws IOException {
    String image = berth.registryHost() + "/app:1";
    Path programs = folder.resolve("bin");
    BerthProcess.program(programs, "docker-credential-berth", "credential-helper");
    Path config = Files.createDirectories(folder.resolve("docker"));
    Files.writeString(
        config.resolve("config.json"),
        "{\"credHelpers\":{\"%s\":\"berth\"}}".formatted(berth.registryHost()));
    SampleImages.Layout layout =
        SampleImages.single(
            folder.resolve("image"),
            SampleLayer.ofFile("text", "one".getBytes(StandardCharsets.UTF_8)));

    client(
            programs,
            config,
            Clients.built("crane"),
            "push",
            "--index",
            layout.folder().toString(),
            image)
        .expectSuccess();
    client(programs, config, Clients.built("crane"), "digest", image).expectSuccess();
    client(
            programs,
            config,
            "skopeo",
            "--insecure-policy",
            "copy",
            "--src-tls-verify=false",
            "docker://" + image,
            "dir:" + folder.resolve("pulled"))
        .expectSuccess();

    assertThat(folder.resolve("pulled/manifest.json")).exists();
    assertThat(Files.readString(config.resolve("config.json"))).doesNotContain("auths");
  }

  private Outcome client(Path programs, Path config, String program, String... arguments) {
    return Command.of(program, arguments)
        .environment(environment())
        .environment("PATH", programs + ":/usr/bin:/bin")
        .environment("DOCKER_CONFIG", config.toString())
        .environment("REGISTRY_AUTH_FILE", config.resolve("config.json").toString())
        .run();
  }

  @Test
  void what_it_gives_is_a_login_and_only_for_the_server_that_gave_it() {
    JsonNode login = JSON.readTree(helper("get", berth.registryHost() + "\n").text());
    Outcome other = helper("get", "registry.example.com");

    assertThat(login.path("ServerURL").asString()).isEqualTo(berth.registryHost());
    assertThat(login.path("Username").asString()).isEqualTo("AWS");
    assertThat(tags(login.path("Secret").asString())).isEqualTo(200);
    assertThat(JSON.readTree(helper("get", berth.endpoint().toString()).text()).has("Secret"))
        .isTrue();
    assertThat(other.succeeded()).isFalse();
    assertThat(other.stdout()).contains("credentials not found in native keychain");
  }

  @Test
  void there_is_nothing_to_store_or_to_erase() {
    Outcome listed = helper("list", "");

    assertThat(JSON.readTree(listed.text()).path(berth.registryHost()).asString()).isEqualTo("AWS");
    assertThat(helper("store", "{}").succeeded()).isFalse();
    assertThat(helper("erase", berth.registryHost()).succeeded()).isTrue();
  }

  @Test
  void the_kubelet_gets_a_login_and_how_long_it_may_keep_it() {
    Outcome outcome = kubelet(berth.registryHost() + "/app:1");
    JsonNode answer = JSON.readTree(outcome.text());
    JsonNode login = answer.path("auth").path(berth.registryHost());

    assertThat(answer.path("kind").asString()).isEqualTo("CredentialProviderResponse");
    assertThat(answer.path("apiVersion").asString())
        .isEqualTo("credentialprovider.kubelet.k8s.io/v1");
    assertThat(answer.path("cacheKeyType").asString()).isEqualTo("Registry");
    assertThat(Integer.parseInt(answer.path("cacheDuration").asString().replace("s", "")))
        .isBetween(11 * 3600, 12 * 3600 - 15 * 60);
    assertThat(login.path("username").asString()).isEqualTo("AWS");
    assertThat(tags(login.path("password").asString())).isEqualTo(200);
    assertThat(JSON.readTree(kubelet("docker.io/library/app").text()).path("auth").isEmpty())
        .isTrue();
  }

  @Test
  void the_kubelet_of_another_version_is_told_so() {
    Outcome outcome =
        BerthProcess.prepared("kubelet-credential-provider")
            .environment(environment())
            .stdin("{\"kind\":\"CredentialProviderRequest\",\"apiVersion\":\"v9\"}")
            .run();

    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.stderr()).contains("credentialprovider.kubelet.k8s.io/v1");
  }

  @Test
  void credentials_come_from_a_profile_where_the_environment_names_one() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config"),
            "[profile ci]\nregion = us-east-1\nendpoint_url = %s\n".formatted(berth.endpoint()));
    Path credentials =
        Files.writeString(
            folder.resolve("credentials"),
            "[ci]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                .formatted(berth.access().accessKeyId(), berth.access().secretAccessKey()));

    Outcome outcome =
        BerthProcess.prepared("credential-helper", "get")
            .environment("HOME", folder.toString())
            .environment("AWS_PROFILE", "ci")
            .environment("AWS_CONFIG_FILE", config.toString())
            .environment("AWS_SHARED_CREDENTIALS_FILE", credentials.toString())
            .stdin(berth.registryHost())
            .run();

    assertThat(JSON.readTree(outcome.text()).path("Username").asString()).isEqualTo("AWS");
  }

  private Outcome kubelet(String image) {
    return BerthProcess.prepared("kubelet-credential-provider")
        .environment(environment())
        .stdin(
            "{\"kind\":\"CredentialProviderRequest\",\"apiVersion\":"
                + "\"credentialprovider.kubelet.k8s.io/v1\",\"image\":\"%s\"}".formatted(image))
        .run();
  }

  private int tags(String password) {
    return RegistryClient.anonymous(berth.endpoint())
        .login(password)
        .send("GET", "/v2/app/tags/list")
        .status();
  }
}
