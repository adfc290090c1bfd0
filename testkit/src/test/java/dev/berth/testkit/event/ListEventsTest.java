package dev.berth.testkit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.Crane;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.SampleLayer;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import tools.jackson.databind.JsonNode;

/** ListEvents of Berth's own API and {@code berth events}, by what real clients did. */
final class ListEventsTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow",
       "Principal":{"AWS":"%s"},"Action":"ecr:BatchGetImage"}]}"""
          .formatted(THEIRS);

  private static final String LIFECYCLE_POLICY =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged",
       "countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}""";

  private static final String REGISTRY_POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow",
       "Principal":{"AWS":"%s"},"Action":"ecr:ReplicateImage",
       "Resource":"arn:aws:ecr:us-east-1:%s:repository/*"}]}"""
          .formatted(THEIRS, OURS);

  @TempDir private Path folder;
  private Path data;
  private RunningBerth berth;
  private EventsClient events;

  @BeforeEach
  void start() {
    data = folder.resolve("data");
    berth =
        RunningBerth.on(data, settings -> settings.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS));
    events = EventsClient.of(berth.access());
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  private Outcome command(String... arguments) {
    List<String> line = new ArrayList<>(List.of("events", "--data", data.toString()));
    line.addAll(Arrays.asList(arguments));
    return BerthProcess.run(line.toArray(String[]::new));
  }

  private List<String> summaries() {
    return events.all().stream().map(EventsClient::summary).toList();
  }

  /** EV-01, EV-02, EV-10. */
  @Test
  @NeedsClient("crane")
  void what_the_sdk_and_crane_did_is_told_in_order() {
    try (EcrClient ecr = berth.ecr()) {
      ecr.createRepository(r -> r.repositoryName("team/app"));
      ecr.setRepositoryPolicy(r -> r.repositoryName("team/app").policyText(POLICY));
      ecr.putLifecyclePolicy(
          r -> r.repositoryName("team/app").lifecyclePolicyText(LIFECYCLE_POLICY));
      ecr.deleteLifecyclePolicy(r -> r.repositoryName("team/app"));
      ecr.putRegistryPolicy(r -> r.policyText(REGISTRY_POLICY));
      ecr.deleteRegistryPolicy(r -> {});
      Crane crane = new Crane(folder.resolve("crane"));
      crane.login(berth.registryHost(), "AWS", berth.password()).expectSuccess();
      String image = berth.registryHost() + "/team/app:v1";
      crane
          .push(
              SampleImages.single(
                  folder.resolve("image"), SampleLayer.ofFile("a", Manifests.bytes("a file"))),
              image)
          .expectSuccess();
      crane.run("tag", image, "v2").expectSuccess();
      crane.run("pull", image, folder.resolve("pulled.tar").toString()).expectSuccess();
      ecr.batchDeleteImage(
          r ->
              r.repositoryName("team/app")
                  .imageIds(ImageIdentifier.builder().imageTag("v1").build()));
      ecr.deleteRepositoryPolicy(r -> r.repositoryName("team/app"));
      ecr.deleteRepository(r -> r.repositoryName("team/app").force(true));
    }

    assertThat(summaries())
        .containsSubsequence(
            "Berth Repository Action CREATE team/app",
            "Berth Policy Action SET team/app",
            "Berth Policy Action SET team/app",
            "Berth Policy Action DELETE team/app",
            "Berth Policy Action SET -",
            "Berth Policy Action DELETE -",
            "ECR Image Action PUSH team/app:v1",
            "ECR Image Action PUSH team/app:v2",
            "ECR Image Action DELETE team/app:v1",
            "Berth Policy Action DELETE team/app",
            "Berth Repository Action DELETE team/app");
    JsonNode push = events.all().get(6);
    assertThat(push.propertyNames())
        .containsExactly(
            "version",
            "id",
            "detail-type",
            "source",
            "account",
            "time",
            "region",
            "resources",
            "detail");
    assertThat(push.path("version").asString()).isEqualTo("0");
    assertThat(push.path("source").asString()).isEqualTo("aws.ecr");
    assertThat(push.path("account").asString()).isEqualTo(OURS);
    assertThat(push.path("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
  }

  @Test
  @NeedsClient("crane")
  void a_pull_is_told_a_little_later() {
    berth.createRepository("app");
    Crane crane = new Crane(folder.resolve("crane"));
    crane.login(berth.registryHost(), "AWS", berth.password()).expectSuccess();
    String image = berth.registryHost() + "/app:1";
    crane
        .push(
            SampleImages.single(
                folder.resolve("image"), SampleLayer.ofFile("a", Manifests.bytes("a file"))),
            image)
        .expectSuccess();
    crane.run("pull", image, folder.resolve("pulled.tar").toString()).expectSuccess();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(summaries()).contains("Berth Image Action PULL app"));
  }

  @Test
  void who_waits_gets_what_happens_next_and_only_what_fits() throws Exception {
    berth.createRepository("before");
    var input =
        EventsClient.input()
            .put("startFrom", "NOW")
            .put("waitSeconds", 20)
            .put("eventPattern", "{\"detail\":{\"repository-name\":[{\"prefix\":\"wanted/\"}]}}");
    FutureTask<JsonNode> waiting = new FutureTask<>(() -> events.page(input.deepCopy()));
    String now = events.page(EventsClient.input().put("startFrom", "NOW")).get("cursor").asString();
    input.remove("startFrom");
    input.put("cursor", now);
    Thread.ofVirtual().start(waiting);
    berth.createRepository("unwanted/app");
    berth.createRepository("wanted/app");

    JsonNode page = waiting.get(30, TimeUnit.SECONDS);

    assertThat(page.path("events").valueStream().map(EventsClient::body))
        .extracting(EventsClient::summary)
        .containsExactly("Berth Repository Action CREATE wanted/app");
  }

  @Test
  void a_cursor_is_good_again_and_after_a_restart() {
    berth.createRepository("one");
    berth.createRepository("two");
    JsonNode first = events.page(EventsClient.input().put("maxResults", 1));
    String cursor = first.get("cursor").asString();

    berth.close();
    start();
    berth.createRepository("three");

    assertThat(events.all(EventsClient.input().put("cursor", cursor)))
        .extracting(EventsClient::summary)
        .containsExactly(
            "Berth Repository Action CREATE two", "Berth Repository Action CREATE three");
  }

  @Test
  void an_account_is_told_nothing_of_another() {
    berth.createRepository("ours");

    assertThat(EventsClient.of(berth.access(new AccountId(THEIRS))).all()).isEmpty();
    assertThat(events.all()).hasSize(1);
  }

  @Test
  void what_is_no_cursor_or_pattern_is_refused() {
    Answer pattern = events.list(EventsClient.input().put("eventPattern", "{\"source\":\"x\"}"));
    Answer cursor = events.list(EventsClient.input().put("cursor", "99999999999999999999.1"));
    Answer wait = events.list(EventsClient.input().put("waitSeconds", 21));

    assertThat(pattern.status()).isEqualTo(400);
    assertThat(pattern.toString()).contains("ValidationException", "is no event pattern");
    assertThat(cursor.status()).isEqualTo(400);
    assertThat(wait.status()).isEqualTo(400);
  }

  @Test
  void the_command_prints_events_and_goes_on_behind_a_cursor() {
    berth.createRepository("one");
    berth.createRepository("two");

    String all = command().expectSuccess().text();
    String one = command("--cursors", "--max", "1").expectSuccess().text();
    String rest = command("--after", one.split(" ", 2)[0]).expectSuccess().text();
    String fitting =
        command("--since", "1h", "--pattern", "{\"detail\":{\"repository-name\":[\"two\"]}}")
            .expectSuccess()
            .text();

    assertThat(all.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"version\":\"0\""));
    assertThat(rest.lines()).singleElement().asString().contains("\"repository-name\":\"two\"");
    assertThat(fitting.strip()).isEqualTo(rest.strip());
    assertThat(command("--since", "yesterday").expectFailure().stderr()).contains("is no time");
  }
}
