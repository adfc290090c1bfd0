package dev.berth.testkit.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code berth gc} and {@code berth explain} over a running server whose clocks are moved. */
final class CollectionStatusTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final byte[] LAYER = Manifests.bytes("a layer of 19 bytes");

  @TempDir private Path folder;

  private final MovedClocks clocks = new MovedClocks();
  private Path data;
  private RunningBerth berth;
  private RegistryClient client;

  @BeforeEach
  void start() {
    data = folder.resolve("data");
    berth =
        RunningBerth.on(
            data,
            settings -> settings.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS),
            clocks,
            clocks::nanos,
            UnaryOperator.identity());
    client = RegistryClient.of(berth);
    berth.createRepository("app");
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  private Answer call(AwsAccess access, String operation, String input) {
    return SignedCalls.of(access)
        .send("berth", "Berth_20261101." + operation, input, clocks.instant());
  }

  private JsonNode status() {
    Answer answer = call(berth.access(), "GetCollectionStatus", "{}");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json();
  }

  private JsonNode explain(String digest) {
    Answer answer = call(berth.access(), "ExplainDigest", "{\"digest\":\"%s\"}".formatted(digest));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json();
  }

  private Outcome command(String... line) {
    List<String> words = new ArrayList<>(List.of(line));
    words.addAll(List.of("--data", data.toString()));
    return BerthProcess.run(words.toArray(String[]::new));
  }

  private void await(Callable<Boolean> done) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              berth.berth().lookForJobs();
              return done.call();
            });
  }

  /** Whether no job runs, and none is about to. */
  private static boolean idle(JsonNode status, Instant now) {
    return status
        .path("jobs")
        .valueStream()
        .allMatch(
            job ->
                !job.path("running").asBoolean()
                    && job.path("nextRunAt").asDouble()
                        > (double) now.plusSeconds(5).getEpochSecond());
  }

  private static long removed(JsonNode status, String job, String why, String figure) {
    for (JsonNode found : status.path("jobs")) {
      if (found.path("name").asString().equals(job)) {
        for (JsonNode removed : found.path("removed")) {
          if (removed.path("why").asString().equals(why)) {
            return removed.path(figure).asLong();
          }
        }
      }
    }
    return 0;
  }

  @Test
  void what_collection_took_and_why_is_told_and_what_waits_until_when() {
    String digest = client.push("app", LAYER);
    JsonNode before = explain(digest).path("blobs").path(0);
    assertThat(before.path("size").asLong()).isEqualTo(LAYER.length);
    assertThat(before.path("repositories").path(0).path("repositoryName").asString())
        .isEqualTo("app");
    assertThat(before.path("repositories").path(0).path("heldUntil").asDouble())
        .isCloseTo(
            (double) clocks.instant().plus(Duration.ofHours(24)).getEpochSecond(), offset(60.0));

    await(() -> idle(status(), clocks.instant()));
    clocks.pass(Duration.ofHours(25));
    await(() -> removed(status(), "collect-blobs", "UNLINKED_BLOB", "totalItems") == 1);

    JsonNode collected = status();
    assertThat(removed(collected, "collect-blobs", "UNREFERENCED_LINK", "totalItems")).isOne();
    assertThat(removed(collected, "collect-blobs", "UNLINKED_BLOB", "lastBytes"))
        .isEqualTo(LAYER.length);
    JsonNode waiting = collected.path("waiting").path(0);
    assertThat(waiting.path("why").asString()).isEqualTo("UNLINKED_BLOB");
    assertThat(waiting.path("bytes").asLong()).isEqualTo(LAYER.length);
    assertThat(Instant.ofEpochSecond(waiting.path("lastDueAt").asLong()))
        .isBetween(
            clocks.instant().plus(Duration.ofMinutes(118)),
            clocks.instant().plus(Duration.ofMinutes(121)));
    JsonNode condemned = explain(digest);
    assertThat(condemned.path("blobs")).isEmpty();
    assertThat(condemned.path("condemned").path(0).path("size").asLong()).isEqualTo(LAYER.length);

    await(() -> idle(status(), clocks.instant()));
    clocks.pass(Duration.ofHours(3));
    await(() -> removed(status(), "delete-condemned-bytes", "UNLINKED_BLOB", "totalItems") == 1);

    JsonNode freed = status();
    assertThat(removed(freed, "delete-condemned-bytes", "UNLINKED_BLOB", "totalBytes"))
        .isEqualTo(LAYER.length);
    assertThat(freed.path("waiting")).isEmpty();
    assertThat(freed.path("pause").isMissingNode()).isTrue();
    await(() -> idle(status(), clocks.instant()));
    clocks.pass(Duration.ofHours(-28)); // commands sign by the machine's clock
    String told = command("gc", "status").expectSuccess().text();
    assertThat(told)
        .contains("the clock is trusted")
        .containsPattern("delete-condemned-bytes +UNLINKED_BLOB +[01].*1 \\(19 B\\)")
        .containsPattern("collect-blobs +20\\d\\d-.*Z +[0-9.]+s");
  }

  @Test
  void jobs_that_pause_for_a_clock_that_jumped_are_told_and_released() {
    String digest = client.push("app", LAYER);
    clocks.jump(Duration.ofHours(30));
    await(() -> status().has("pause"));

    JsonNode pause = status().path("pause");
    assertThat(pause.path("why").asString()).startsWith("the clock jumped by ");
    assertThat(pause.path("until").asDouble() - pause.path("since").asDouble()).isEqualTo(3600.0);
    assertThat(explain(digest).path("blobs")).hasSize(1);

    assertThat(call(berth.access(), "ReleaseCollection", "{}").json().path("released").asBoolean())
        .isTrue();
    await(() -> removed(status(), "collect-blobs", "UNLINKED_BLOB", "totalItems") == 1);
    assertThat(status().has("pause")).isFalse();
    assertThat(client.send("GET", "/health/ready").status()).isEqualTo(200);
    assertThat(call(berth.access(), "ReleaseCollection", "{}").json().path("released").asBoolean())
        .isFalse();
  }

  @Test
  void explain_names_repositories_images_tags_parents_and_referrers() {
    byte[] config = Manifests.bytes("{}");
    client.push("app", config);
    String layer = client.push("app", LAYER);
    String manifest = Manifests.image(config, LAYER);
    String image = client.pushManifest("app", "v1", Manifests.OCI_IMAGE, manifest);
    client.putManifest("app", "v2", Manifests.OCI_IMAGE, manifest);
    String index =
        client.pushManifest(
            "app",
            "all",
            Manifests.OCI_INDEX,
            Manifests.index(Manifests.OCI_INDEX, Manifests.OCI_IMAGE, manifest));

    String signature =
        client.pushManifest(
            "app",
            "sig",
            Manifests.OCI_IMAGE,
            Manifests.referrer(image, manifest.length(), "application/x-signature", config));

    String ofLayer = command("explain", layer).expectSuccess().text();
    String ofImage = command("explain", image).expectSuccess().text();

    assertThat(ofLayer)
        .contains("blob of 19 B, stored on ", "held by 1 repositories", "app: 1 images name it")
        .contains(image, "tagged v1, v2")
        .contains("freed by      app: delete the 1 images that name it; it then stays for PT168H");
    assertThat(ofImage)
        .contains("image in app, pushed at ", "tagged v1, v2")
        .contains("named by      " + index, "referred to by " + signature)
        .contains("freed by      app: delete the index " + index + " first");
    Outcome unknown = command("explain", Manifests.digest("nobody knows me"));
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.stdout()).contains("The registry knows nothing of sha256:");
  }

  @Test
  void another_account_sees_nothing_of_ours_and_steers_nothing() {
    String digest = client.push("app", LAYER);
    AwsAccess theirs = berth.access(new AccountId(THEIRS));

    JsonNode explained =
        call(theirs, "ExplainDigest", "{\"digest\":\"%s\"}".formatted(digest)).json();

    assertThat(explained.path("blobs")).isEmpty();
    assertThat(explained.path("images")).isEmpty();
    for (String operation : List.of("GetCollectionStatus", "ReleaseCollection")) {
      Answer refused = call(theirs, operation, "{}");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("__type").asString()).isEqualTo("AccessDeniedException");
    }
    assertThat(call(berth.access(), "ExplainDigest", "{\"digest\":\"sha256:short\"}").status())
        .isEqualTo(400);
  }
}
