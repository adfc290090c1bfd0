package dev.berth.testkit.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.soak.Figures.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds of the same work with nothing to collect and amid collection, in turn. The usual run asks
 * only that everything is answered and everything collected; {@code bench/soak.sh latency} reads
 * the times.
 */
final class LatencyOfCollectionTest {
  private static final int ROUNDS = Integer.getInteger("berth.soak.rounds", 1);
  private static final int GARBAGE = Integer.getInteger("berth.soak.garbage", 300);
  private static final int CLIENTS = 2;
  private static final int UPLOADERS = 8;
  private static final Duration SHORTEST = Duration.ofSeconds(ROUNDS > 1 ? 8 : 0);
  private static final Duration OVER_THE_GRACE = Duration.ofHours(25);
  private static final Duration UNTIL_BYTES_GO = Duration.ofHours(3);
  private static final String GARBAGE_DUMP = "soak/garbage";

  @TempDir private Path folder;

  /**
   * What a round saw.
   *
   * @param idle with nothing to collect
   * @param busy amid collection
   * @param blobs collected
   * @param seconds from the moment at which they were due until rows and bytes were gone
   */
  private record Round(Figures idle, Figures busy, long blobs, double seconds) {
    double ratio(Kind kind) {
      return idle.millis(kind, 0.5) / busy.millis(kind, 0.5);
    }

    double longest() {
      return Math.max(idle.longestMillis(), busy.longestMillis());
    }

    String told() {
      return "push %.1f ms idle (%d), %.1f ms amid collection (%d), %.2f; pull %.1f and %.1f ms, %.2f; longest answer %.0f and %.0f ms; %d blobs at %.0f a second"
          .formatted(
              idle.millis(Kind.PUSH, 0.5),
              idle.count(Kind.PUSH),
              busy.millis(Kind.PUSH, 0.5),
              busy.count(Kind.PUSH),
              ratio(Kind.PUSH),
              idle.millis(Kind.PULL, 0.5),
              busy.millis(Kind.PULL, 0.5),
              ratio(Kind.PULL),
              idle.longestMillis(),
              busy.longestMillis(),
              blobs,
              (double) blobs / seconds);
    }
  }

  @Test
  void everything_is_answered_and_everything_collected(TestReporter reporter) throws Exception {
    List<Round> rounds = new ArrayList<>();
    try (SoakServer server = SoakServer.on(folder.resolve("data"))) {
      server.createRepository(SoakClient.SHARED);
      server.createRepository(GARBAGE_DUMP);
      List<SoakClient> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new SoakClient(server, i, new Figures()));
        clients.getLast().prepare();
      }
      amid(clients, new Figures(), SHORTEST, () -> 0L); // both ends get warm
      for (int number = 0; number < ROUNDS; number++) {
        rounds.add(round(server, clients, number));
        reporter.publishEntry(rounds.getLast().told());
        Report.add(rounds.getLast().told());
      }
    }
    String told =
        "medians of %d rounds: push %.2f of idle, pull %.2f of idle, longest answer %.0f ms, %.0f blobs a second"
            .formatted(
                ROUNDS,
                Figures.median(rounds.stream().mapToDouble(r -> r.ratio(Kind.PUSH)).toArray()),
                Figures.median(rounds.stream().mapToDouble(r -> r.ratio(Kind.PULL)).toArray()),
                rounds.stream().mapToDouble(Round::longest).max().orElse(0),
                Figures.median(
                    rounds.stream().mapToDouble(r -> (double) r.blobs() / r.seconds()).toArray()));
    reporter.publishEntry(told);
    Report.add(told);
  }

  private static Round round(SoakServer server, List<SoakClient> clients, int number)
      throws Exception {
    dump(server, number);
    Figures idle = new Figures();
    Figures busy = new Figures();
    if (number % 2 == 1) {
      amid(clients, idle, SHORTEST, () -> 0L);
    }
    long before = collected(server);
    // a login lasts twelve hours: nobody is at work at that moment
    server.pass(OVER_THE_GRACE);
    long nanos =
        amid(
            clients,
            busy,
            Duration.ZERO,
            () -> {
              long start = System.nanoTime();
              server.awaitJobs();
              server.pass(UNTIL_BYTES_GO);
              server.awaitJobs();
              return System.nanoTime() - start;
            });
    long blobs = collected(server) - before;
    if (number % 2 == 0) {
      amid(clients, idle, SHORTEST, () -> 0L);
    }
    assertThat(idle.failures()).isEmpty();
    assertThat(busy.failures()).isEmpty();
    assertThat(blobs).isGreaterThanOrEqualTo(GARBAGE);
    assertThat(server.orphans(server.now().minus(OVER_THE_GRACE))).isEmpty();
    return new Round(idle, busy, blobs, (double) nanos / 1e9);
  }

  private static long collected(SoakServer server) {
    return server.removed("collect-blobs", "UNLINKED_BLOB");
  }

  /** Uploads layers that no image will name. */
  private static void dump(SoakServer server, int round) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> uploading = new ArrayList<>();
      for (int i = 0; i < UPLOADERS; i++) {
        int part = i;
        uploading.add(
            threads.submit(
                () -> {
                  for (int at = part; at < GARBAGE; at += UPLOADERS) {
                    server
                        .client()
                        .push(
                            GARBAGE_DUMP, Manifests.bytes("garbage %d of %d".formatted(at, round)));
                  }
                }));
      }
      for (Future<?> uploader : uploading) {
        uploader.get();
      }
    }
  }

  /** The clients work for as long as something takes, and at least so long. */
  private static long amid(
      List<SoakClient> clients, Figures figures, Duration atLeast, Callable<Long> work)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> working = new ArrayList<>();
      for (SoakClient client : clients) {
        client.tell(figures);
        working.add(
            threads.submit(
                () -> {
                  do {
                    client.work();
                  } while (!over.get() || System.nanoTime() - start < atLeast.toNanos());
                }));
      }
      long result = work.call();
      over.set(true);
      for (Future<?> client : working) {
        client.get();
      }
      return result;
    }
  }
}
