package dev.berth.testkit.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Main;
import dev.berth.testkit.soak.Figures.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants I2 and I4 as clients see them: while they work, the server's jobs run again and again,
 * six hours between them. No push lasts longer than three cycles, which is less than the grace, so
 * nothing may be refused. {@code bench/soak.sh} makes it long.
 */
final class CollectionOverHttpTest {
  private static final int OPERATIONS = Integer.getInteger("berth.soak.requests", 600);
  private static final int CLIENTS = 4;
  private static final Duration CYCLE = Duration.ofHours(5);
  private static final Duration GRACE = Duration.ofHours(24);
  private static final int MOST_CYCLES_OF_A_PUSH = 2;

  @TempDir private Path folder;

  private final Figures figures = new Figures();
  private final long[] begun = new long[CLIENTS];
  private final Object lock = new Object();
  private long cycle;

  @Test
  void nothing_is_refused_nothing_named_is_missing_and_no_orphan_outlives_the_grace(
      TestReporter reporter) throws Exception {
    Path data = folder.resolve("data");
    Instant start = Instant.now();
    String told;
    try (SoakServer server = SoakServer.on(data)) {
      server.createRepository(SoakClient.SHARED);
      List<SoakClient> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new SoakClient(server, i, figures));
        clients.getLast().prepare();
      }
      Duration collecting = work(server, clients);
      clients.forEach(SoakClient::pullAll);
      assertThat(figures.failures()).isEmpty();
      finish(server, clients);
      long blobs = server.removed("collect-blobs", "UNLINKED_BLOB");
      assertThat(blobs).isPositive();
      told =
          "%d requests in %d s, %d cycles, %d blobs collected, %.0f s of jobs; push median %.1f ms, pull median %.1f ms, longest answer %.0f ms; 0 failures, 0 missing, 0 orphans older than the grace"
              .formatted(
                  figures.answers(),
                  Duration.between(start, Instant.now()).toSeconds(),
                  cycle,
                  blobs,
                  collecting.toMillis() / 1e3,
                  figures.millis(Kind.PUSH, 0.5),
                  figures.millis(Kind.PULL, 0.5),
                  figures.longestMillis());
    }
    assertThat(Main.run("fsck", "--full", "--data", data.toString())).isZero();
    reporter.publishEntry(told);
    Report.add(told);
  }

  /** All work until there were enough requests, while cycle follows cycle. */
  private Duration work(SoakServer server, List<SoakClient> clients) throws Exception {
    long nanos = 0;
    Set<Long> unheldBefore = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < clients.size(); i++) {
        int number = i;
        working.add(threads.submit(() -> work(clients.get(number), number)));
      }
      while (!working.stream().allMatch(Future::isDone)) {
        awaitYoungPushes();
        long from = System.nanoTime();
        server.pass(CYCLE);
        Instant leasedBefore = server.now().minus(GRACE).minusSeconds(1);
        server.awaitJobs();
        nanos += System.nanoTime() - from;
        assertThat(server.orphans(leasedBefore)).as("orphans after cycle %d", cycle).isEmpty();
        Set<Long> unheld = server.unheld(); // by a job that ran after collection
        unheldBefore.retainAll(unheld);
        assertThat(unheldBefore).as("blobs that cycle %d left again", cycle).isEmpty();
        unheldBefore = unheld;
        synchronized (lock) {
          cycle++;
        }
      }
      for (Future<?> client : working) {
        client.get();
      }
    }
    return Duration.ofNanos(nanos);
  }

  private void work(SoakClient client, int number) {
    while (figures.answers() < OPERATIONS && figures.failures().isEmpty()) {
      synchronized (lock) {
        begun[number] = cycle;
        lock.notifyAll();
      }
      client.work();
    }
    synchronized (lock) {
      begun[number] = Long.MAX_VALUE;
      lock.notifyAll();
    }
  }

  private void awaitYoungPushes() throws InterruptedException {
    synchronized (lock) {
      while (Arrays.stream(begun).anyMatch(since -> since < cycle - MOST_CYCLES_OF_A_PUSH)) {
        lock.wait();
      }
    }
  }

  /** Nobody works any more: the policies have their way, and what is left over goes. */
  private static void finish(SoakServer server, List<SoakClient> clients) throws Exception {
    for (int i = 0; i < 4; i++) {
      server.pass(GRACE.plusHours(1));
      server.awaitJobs();
    }
    assertThat(server.orphans(server.now())).isEmpty();
    assertThat(server.unheld()).isEmpty();
    assertThat(clients)
        .allSatisfy(client -> assertThat(client.small()).isBetween(1, SoakClient.KEPT_BY_POLICY));
    clients.forEach(SoakClient::pullAll);
  }
}
