package dev.berth.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the trail holds after {@code kill -9} amid changes. */
final class KilledTrailTest {
  private static final int CLIENTS = 4;
  private static final int BEFORE_THE_KILL = 40;

  @TempDir private Path folder;

  @Test
  void every_acknowledged_change_has_its_entry_and_a_torn_line_is_reported() throws Exception {
    Path data = folder.resolve("data");
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    try (BerthProcess berth = BerthProcess.serve(data);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch enough = new CountDownLatch(BEFORE_THE_KILL);
      for (int i = 0; i < CLIENTS; i++) {
        String prefix = "client-" + i;
        clients.execute(() -> create(SignedCalls.of(berth.access()), prefix, acknowledged, enough));
      }
      enough.await();
      berth.kill();
    }
    List<String> promised = List.copyOf(acknowledged);
    assertThat(promised).hasSizeGreaterThanOrEqualTo(BEFORE_THE_KILL);

    StoredEntries stored = StoredEntries.of(data);

    assertThat(stored.entries())
        .extracting(entry -> entry.path("requestID").asString())
        .containsAll(promised)
        .doesNotHaveDuplicates();
    tear(data.resolve("audit"));
    try (BerthProcess berth = BerthProcess.serve(data)) {
      TrailClient trail = TrailClient.of(berth.access());
      JsonNode gap = trail.awaited("EventName", "AuditGap");
      assertThat(gap.at("/serviceEventDetails/reason").asString()).contains("torn");
      assertThat(trail.all("RequestId", promised.getLast())).hasSize(1);
    }
  }

  private static void create(
      SignedCalls calls, String prefix, Queue<String> acknowledged, CountDownLatch enough) {
    for (int i = 0; true; i++) {
      Answer answer =
          calls.send(
              "ecr",
              "AmazonEC2ContainerRegistry_V20150921.CreateRepository",
              "{\"repositoryName\":\"%s/%d\"}".formatted(prefix, i));
      if (answer.status() == 200) {
        acknowledged.add(answer.header("x-amzn-RequestId"));
        enough.countDown();
      }
    }
  }

  /** As a kill in the middle of a line leaves it, which no test can time. */
  private static void tear(Path log) throws Exception {
    try (Stream<Path> files = Files.list(log)) {
      Path last =
          files
              .sorted()
              .reduce((_, later) -> later)
              .orElseGet(() -> log.resolve("2026-01-01-000001.jsonl"));
      Files.writeString(
          last,
          "{\"eventVersion\":\"1.11\",\"userId",
          StandardCharsets.US_ASCII,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
