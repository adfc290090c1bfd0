package dev.berth.testkit.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Main;
import dev.berth.testkit.BerthProcess;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

  private final Crowd crowd = new Crowd(CLIENTS, SEED);
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
          crowd.prepare(registry);
        }
        assertThat(crowd.brokenSince(registry)).as(where).isEmpty();
        crowd.goOn(registry, BusyClient.Loss.NOTHING, where);
        crowd.workUntil(registry, () -> kill(berth));
      }
      assertThat(Main.run("fsck", "--full", "--data", data.toString())).as(where).isZero();
    }
    try (BerthProcess berth = BerthProcess.serve(data);
        Registry registry = Registry.of(berth)) {
      assertThat(crowd.broken(registry)).as("-Dberth.kill.seed=%d", SEED).isEmpty();
    }
    reporter.publishEntry("acknowledged", Integer.toString(crowd.answers()));
    assertThat(crowd.answers()).isGreaterThan(ROUNDS * 10);
  }

  private void kill(BerthProcess berth) throws InterruptedException {
    berth.process().waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
    berth.kill();
  }
}
