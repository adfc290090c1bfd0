package dev.berth.testkit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.AwsAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code kill -9} amid changes and their delivery: every change that was acknowledged is told, in
 * order, at least once, to those who read and to those who are told.
 */
final class KilledEventsTest {
  private static final int ROUNDS = Integer.getInteger("berth.events.rounds", 2);
  private static final int CLIENTS = 4;
  private static final int CHANGES_BEFORE_DEATH = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  /** What was acknowledged, and what was told, as {@code ACTION}s of each repository. */
  private final Map<String, List<String>> acknowledged = new HashMap<>();

  private int changes;

  @Test
  void nothing_acknowledged_is_lost_and_the_order_is_kept() throws Exception {
    Path data = folder.resolve("data");
    try (Receiver receiver = new Receiver()) {
      for (int round = 0; round < ROUNDS; round++) {
        changeAndKill(data, receiver, round);
      }
      try (BerthProcess berth = serve(data, receiver)) {
        List<JsonNode> read = EventsClient.of(berth.access()).all();
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(distinct(taken(receiver))).isEqualTo(ids(read)));
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(distinct(written(data))).isEqualTo(ids(read)));
        assertThatNothingIsMissing(read);
      }
    }
  }

  private BerthProcess serve(Path data, Receiver receiver) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "a secret of two parties");
    return BerthProcess.serve(
        data,
        "--set",
        "events.webhooks=" + receiver.url() + " name=hook secret-file=" + secret,
        "--set",
        "events.file=true");
  }

  private void changeAndKill(Path data, Receiver receiver, int round) throws Exception {
    int before = changesSoFar();
    try (BerthProcess berth = serve(data, receiver);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int client = 0; client < CLIENTS; client++) {
        String name = "round-%d/client-%d".formatted(round, client);
        clients.execute(() -> changeUntilDeath(berth.access(), name));
      }
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> changesSoFar() - before >= CHANGES_BEFORE_DEATH);
      berth.kill();
      clients.shutdown();
      assertThat(clients.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private void changeUntilDeath(AwsAccess access, String name) {
    try (EcrClient ecr = access.ecr()) {
      while (true) {
        ecr.createRepository(r -> r.repositoryName(name));
        acknowledge(name, "CREATE");
        ecr.deleteRepository(r -> r.repositoryName(name));
        acknowledge(name, "DELETE");
      }
    } catch (SdkException _) {
      // the server is dead
    }
  }

  private synchronized void acknowledge(String name, String action) {
    acknowledged.computeIfAbsent(name, _ -> new ArrayList<>()).add(action);
    changes++;
  }

  private synchronized int changesSoFar() {
    return changes;
  }

  /** A change that was under way when the server died may be told, too; and nothing after it. */
  private synchronized void assertThatNothingIsMissing(List<JsonNode> read) {
    Map<String, List<String>> told = new HashMap<>();
    for (JsonNode event : read) {
      told.computeIfAbsent(event.at("/detail/repository-name").asString(), _ -> new ArrayList<>())
          .add(event.at("/detail/action-type").asString());
    }
    assertThat(acknowledged).hasSize(ROUNDS * CLIENTS);
    acknowledged.forEach(
        (name, actions) -> {
          List<String> events = told.getOrDefault(name, List.of());
          assertThat(events.subList(0, Math.min(actions.size(), events.size()))).isEqualTo(actions);
          assertThat(events.size()).isBetween(actions.size(), actions.size() + 1);
        });
  }

  private static List<String> taken(Receiver receiver) {
    return receiver.taken().stream().map(Receiver.Request::id).toList();
  }

  private static List<String> written(Path data) {
    JsonMapper json = new JsonMapper();
    try {
      return Files.readAllLines(data.resolve("events").resolve("000000001.jsonl")).stream()
          .map(line -> json.readTree(line).path("id").asString())
          .toList();
    } catch (IOException _) {
      return Collections.emptyList();
    }
  }

  /** In the order in which each was told first. */
  private static List<String> distinct(List<String> ids) {
    SequencedMap<String, Boolean> first = new LinkedHashMap<>();
    ids.forEach(id -> first.putIfAbsent(id, true));
    return List.copyOf(first.keySet());
  }

  private static List<String> ids(List<JsonNode> events) {
    return events.stream().map(event -> event.path("id").asString()).toList();
  }
}
