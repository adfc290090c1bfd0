package dev.berth.testkit.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.Crane;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each request has one line with the id that its client got and the principal that made it. */
final class RequestLogTest {
  private static final String ROOT = "arn:aws:iam::000000000000:root";
  private static final JsonMapper JSON = new JsonMapper();

  private static List<JsonNode> requests(CapturedLog log) {
    return log.lines().stream()
        .map(JSON::readTree)
        .filter(line -> line.path("message").asString("").equals("request"))
        .toList();
  }

  /** The only line of that action and status; it comes a moment after the answer. */
  private static JsonNode line(CapturedLog log, String action, int status) {
    List<JsonNode> lines =
        await()
            .until(
                () ->
                    requests(log).stream()
                        .filter(line -> line.path("action").asString("").equals(action))
                        .filter(line -> line.path("status").asInt() == status)
                        .toList(),
                found -> !found.isEmpty());
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  @Test
  void each_line_has_the_request_id_and_the_principal(@TempDir Path data) {
    try (CapturedLog log = CapturedLog.open();
        RunningBerth berth = RunningBerth.on(data)) {
      berth.createRepository("app");
      RegistryClient client = RegistryClient.of(berth);
      client.push("app", Manifests.bytes("a layer"));
      Answer there = client.send("HEAD", "/v2/app/blobs/" + Manifests.digest("a layer"));
      Answer missing = client.send("GET", "/v2/app/manifests/absent");
      Answer challenge = RegistryClient.anonymous(berth.endpoint()).send("GET", "/v2/");
      Answer info =
          SignedCalls.of(berth.access()).send("berth", "Berth_20261101.GetServerInfo", "{}");

      JsonNode blob = line(log, "ecr:BatchCheckLayerAvailability", 200);
      JsonNode absent = line(log, "ecr:BatchGetImage", 404);
      JsonNode nobody = line(log, "GET /v2/", 401);
      JsonNode api = line(log, "berth:GetServerInfo", 200);

      assertThat(List.of(blob, absent, api))
          .extracting(line -> line.path("principal").asString())
          .containsOnly(ROOT);
      assertThat(nobody.path("principal").asString()).isEmpty();
      assertThat(blob.path("repository").asString()).isEqualTo("app");
      assertThat(Stream.of(blob, absent, nobody, api).map(line -> line.path("id").asString()))
          .containsExactlyElementsOf(
              Stream.of(there, missing, challenge, info)
                  .map(answer -> answer.header("x-amzn-RequestId"))
                  .toList());
      assertThat(requests(log))
          .extracting(line -> UUID.fromString(line.path("id").asString()))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  @NeedsClient("crane")
  void who_uses_a_registry_client_can_say_which_line_is_his(@TempDir Path folder) {
    try (CapturedLog log = CapturedLog.open();
        RunningBerth berth = RunningBerth.on(folder.resolve("data"))) {
      Crane crane = new Crane(folder.resolve("crane"));
      crane.login(berth.registryHost(), "AWS", berth.password()).expectSuccess();

      String trace =
          crane.run("manifest", "-v", berth.registryHost() + "/app:1").expectFailure().stderr();

      JsonNode refused = line(log, "ecr:BatchGetImage", 404);
      assertThat(trace).containsIgnoringCase("x-amzn-RequestId: " + refused.path("id").asString());
    }
  }
}
