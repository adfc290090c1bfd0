package dev.berth.testkit.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.testkit.client.Docker;
import dev.berth.testkit.client.DockerDaemon;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Skopeo;
import dev.berth.testkit.client.WithDockerDaemon;
import dev.berth.testkit.guard.SignedCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CHECKLIST EV-01, EV-02: what is told of what docker and skopeo do. */
@WithDockerDaemon
@NeedsClient({"docker", "skopeo"})
final class ClientEventsTest extends ClientsOfBerth {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void pushes_pulls_moves_and_deletions_are_told_in_their_order(DockerDaemon daemon)
      throws IOException {
    Docker docker = daemon.client(folder.getFileName().toString());
    docker.login(host(), USER, aws.loginPassword()).expectSuccess();
    Skopeo skopeo = new Skopeo(folder.resolve("skopeo"));
    skopeo.login(host(), USER, aws.loginPassword()).expectSuccess();
    String image = imageInNew("told/app", "1");

    docker.run("push", built(docker, image, "one")).expectSuccess();
    String first = describedDigest("told/app", "1");
    docker.run("push", built(docker, image, "two")).expectSuccess();
    String second = describedDigest("told/app", "1");
    docker.run("rmi", image).expectSuccess();
    docker.run("pull", image).expectSuccess();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(told()).contains("PULL " + second));
    skopeo.delete("docker://" + image).expectSuccess();

    List<String> told = told();
    assertThat(told.stream().filter(event -> !event.startsWith("PULL")))
        .containsExactly(
            "CREATE",
            "PUSH 1 " + first,
            "PUSH 1 " + second,
            "MOVE 1 " + second,
            "DELETE 1 " + second);
    assertThat(told)
        .containsSubsequence("MOVE 1 " + second, "PULL " + second, "DELETE 1 " + second);
  }

  private String built(Docker docker, String image, String text) throws IOException {
    Path context = Files.createDirectories(folder.resolve("context-" + text));
    Files.writeString(context.resolve("text"), text + " " + folder);
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY text /text\n");
    docker.run("build", "--quiet", "--tag", image, context.toString()).expectSuccess();
    return image;
  }

  /** Action, tag and digest of each event, in order. */
  private List<String> told() {
    return SignedCalls.of(berth.access())
        .send("berth", "Berth_20261101.ListEvents", "{}")
        .json()
        .path("events")
        .valueStream()
        .map(event -> JSON.readTree(event.path("event").asString("")).path("detail"))
        .map(ClientEventsTest::summary)
        .toList();
  }

  private static String summary(JsonNode detail) {
    return String.join(
            " ",
            detail.path("action-type").asString(""),
            detail.path("image-tag").asString(""),
            detail.path("image-digest").asString(""))
        .replaceAll(" +", " ")
        .strip();
  }
}
