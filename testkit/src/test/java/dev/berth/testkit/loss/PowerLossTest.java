package dev.berth.testkit.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Main;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.NeedsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I1 against a loss of power. The data folder is on a disk that is a file; amid the work
 * of twenty clients the server is stopped, and the file is copied. The copy is what a disk without
 * a cache of its own had at that moment: what the kernel still held in memory is not in it. The
 * server goes on from the copy, and what each client was told is there.
 *
 * <p>{@code -Dberth.power.rounds=50} makes it a long test.
 */
@NeedsClient("loop-mount")
final class PowerLossTest {
  private static final int ROUNDS = Integer.getInteger("berth.power.rounds", 2);
  private static final long SEED = Long.getLong("berth.power.seed", System.nanoTime());
  private static final int CLIENTS = 20;
  private static final int MEGABYTES = 96;
  private static final int SHORTEST_MILLIS = 200;
  private static final int LONGEST_MILLIS = 2000;

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private final Crowd crowd = new Crowd(CLIENTS, SEED);

  @Test
  void what_was_acknowledged_survives_a_loss_of_power(TestReporter reporter) throws Exception {
    reporter.publishEntry("seed", Long.toString(SEED));
    Volume.format(image(0), MEGABYTES);
    for (int round = 0; round < ROUNDS; round++) {
      String where = "round %d of -Dberth.power.seed=%d".formatted(round, SEED);
      int before = crowd.answers();
      try (Volume disk = Volume.ofImage(image(round), folder.resolve("disk"));
          BerthProcess berth = BerthProcess.serveOnSmallDisk(disk.folder().resolve("data"));
          Registry registry = Registry.of(berth)) {
        if (round == 0) {
          crowd.prepare(registry);
        }
        losePower(berth, registry, round);
      }
      Files.delete(image(round));
      assertThat(crowd.answers()).as(where).isGreaterThan(before);
      compare(image(round + 1), where);
    }
    reporter.publishEntry("acknowledged", Integer.toString(crowd.answers()));
  }

  /** The check sees what was not synced: without syncs, what was promised is lost. */
  @Test
  @NeedsClient("strace")
  void without_syncs_the_same_check_finds_a_loss() throws Exception {
    Volume.format(image(0), MEGABYTES);
    try (Volume disk = Volume.ofImage(image(0), folder.resolve("disk"));
        BerthProcess berth = BerthProcess.serveOnSmallDisk(disk.folder().resolve("data"));
        Registry registry = Registry.of(berth)) {
      crowd.prepare(registry);
      long pid = berth.process().pid();
      try (Strace syncsOff =
          Strace.ofProcess(
              pid,
              folder.resolve("trace"),
              "-e",
              "trace=fsync,fdatasync",
              "-e",
              "inject=fsync,fdatasync:retval=0")) {
        losePower(berth, registry, 0);
        assertThat(syncsOff.injected()).isPositive();
      }
    }
    assertThat(crowd.answers()).isPositive();

    try (Volume disk = Volume.ofImage(image(1), folder.resolve("disk"))) {
      Path data = disk.folder().resolve("data");
      assertThat(isDamaged(data) || isBroken(data)).isTrue();
    }
  }

  private static boolean isDamaged(Path data) {
    return Main.run("fsck", "--full", "--data", data.toString()) != 0;
  }

  private boolean isBroken(Path data) throws IOException {
    try (BerthProcess berth = BerthProcess.serveOnSmallDisk(data);
        Registry registry = Registry.of(berth)) {
      return !crowd.brokenSince(registry).isEmpty();
    }
  }

  private void losePower(BerthProcess berth, Registry registry, int round) throws Exception {
    int millis = SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS);
    crowd.workUntil(
        registry,
        () -> {
          berth.process().waitFor(millis, TimeUnit.MILLISECONDS);
          berth.pause();
          Volume.copy(image(round), image(round + 1));
          berth.kill();
        });
  }

  private void compare(Path image, String where) throws IOException {
    try (Volume disk = Volume.ofImage(image, folder.resolve("disk"))) {
      Path data = disk.folder().resolve("data");
      assertThat(isDamaged(data)).as(where).isFalse();
      try (BerthProcess berth = BerthProcess.serveOnSmallDisk(data);
          Registry registry = Registry.of(berth)) {
        List<String> broken = crowd.broken(registry);
        assertThat(broken).as(where).isEmpty();
        crowd.goOn(registry, BusyClient.Loss.BYTES, where);
        assertThat(berth.stop()).isZero();
      }
    }
  }

  private Path image(int round) {
    return folder.resolve("image-" + round);
  }
}
