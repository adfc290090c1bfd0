package dev.berth.testkit.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Main;
import dev.berth.testkit.BerthProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I1 against {@code kill -9}: at a random moment of the work of twenty clients the server
 * is killed, and what each was told is there after it. {@code -Dberth.kill.rounds=200} makes it a
 * long test, {@code -Dberth.kill.seed=N} repeats the choices of one.
 */
final class KilledServerTest {
  private static final int ROUNDS = Integer.getInteger("berth.kill.rounds", 10);
  private static final long SEED = Long.getLong("berth.kill.seed", System.nanoTime());
  private static final int CLIENTS = 20;
  private static final int LONGEST_MILLIS = 1200;

  @TempDir private Path folder;

  private final List<BusyClient> clients =
      IntStream.range(0, CLIENTS).mapToObj(i -> new BusyClient(i, SEED)).toList();
  private final Random random = new Random(SEED);

  @Test
  void what_was_acknowledged_survives_a_kill(TestReporter reporter) throws Exception {
    reporter.publishEntry("seed", Long.toString(SEED));
    Path data = folder.resolve("data");
    for (int round = 0; round < ROUNDS; round++) {
      String where = "round %d of -Dberth.kill.seed=%d".formatted(round, SEED);
      try (BerthProcess berth = BerthProcess.serve(data);
          Registry registry = Registry.of(berth)) {
        if (round == 0) {
          BusyClient.prepare(registry, clients);
        }
        assertThat(broken(registry)).as(where).isEmpty();
        finishUploads(registry, where);
        workUntilKilled(berth, registry);
      }
      assertThat(Main.run("fsck", "--full", "--data", data.toString())).as(where).isZero();
    }
    compareAll(data);
    int answers = clients.stream().mapToInt(c -> c.promises().answers()).sum();
    reporter.publishEntry("acknowledged", Integer.toString(answers));
    assertThat(answers).isGreaterThan(ROUNDS * 10);
  }

  private void workUntilKilled(BerthProcess berth, Registry registry) throws Exception {
    clients.forEach(client -> client.promises().mark());
    long millis = random.nextInt(LONGEST_MILLIS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> working = new ArrayList<>();
      clients.forEach(client -> working.add(threads.submit(() -> client.work(registry))));
      berth.process().waitFor(millis, TimeUnit.MILLISECONDS);
      berth.kill();
      for (Future<?> client : working) {
        client.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private List<String> broken(Registry registry) {
    return clients.parallelStream()
        .flatMap(client -> client.promises().brokenSince(registry::look).stream())
        .toList();
  }

  /** An upload goes on from the offset it is said to have, which is no lie. */
  private void finishUploads(Registry registry, String where) {
    for (BusyClient client : clients) {
      client.upload().ifPresent(upload -> client.goOn(registry, upload, where));
    }
  }

  private void compareAll(Path data) throws IOException {
    try (BerthProcess berth = BerthProcess.serve(data);
        Registry registry = Registry.of(berth)) {
      List<String> broken =
          clients.parallelStream()
              .flatMap(client -> client.promises().broken(registry::look).stream())
              .toList();
      assertThat(broken).as("-Dberth.kill.seed=%d", SEED).isEmpty();
    }
  }
}
