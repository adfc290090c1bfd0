package dev.berth.registry.gc;

import static dev.berth.registry.TestRegistry.sha256;
import static dev.berth.registry.TestRegistry.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.Page;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.SampleManifests;
import dev.berth.registry.TestRegistry;
import dev.berth.registry.integrity.Depth;
import dev.berth.registry.integrity.Finding;
import dev.berth.registry.integrity.IntegrityCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients push, pull, mount, tag, index and delete while collection runs without a pause and the
 * clock goes six hours with each of its cycles. No push lasts longer than three cycles, less than
 * the grace, so not one may be refused. {@code bench/soak} runs it long.
 */
final class CollectionSoakTest {
  private static final int OPERATIONS = Integer.getInteger("berth.soak.operations", 2_000);
  private static final int CLIENTS = 4;
  private static final int SHARED_LAYERS = 6;
  private static final int KEPT = 8;
  private static final int OPERATIONS_OF_A_ROUND = 11;
  private static final Duration CYCLE = Duration.ofHours(6);
  private static final Duration GRACE = Duration.ofHours(24);
  private static final double NANOS = 1e9;

  @TempDir Path folder;

  private final AtomicLong operations = new AtomicLong();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> pushes = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> pulls = new ConcurrentLinkedQueue<>();
  private final Cycles cycles = new Cycles(CLIENTS);

  /** An image with the index that names it. */
  private record Kept(String content, String shared, Image image, Image index) {}

  @Test
  void nothing_is_refused_nothing_named_is_lost_and_no_orphan_outlives_the_grace()
      throws Exception {
    List<Finding> findings = new ArrayList<>();
    try (TestRegistry registry = TestRegistry.in(folder, TestRegistry.WITHOUT_UNDO)) {
      long[] figures = run(registry);
      assertThat(failures).isEmpty();
      assertThat(
              new IntegrityCheck(registry.database, registry.blobs, registry.clock, findings::add)
                  .run(Depth.BYTES)
                  .isClean())
          .as("%s", findings)
          .isTrue();
      registry.clock.advance(GRACE.plusSeconds(1));
      registry.collection.run(registry.clock.instant());
      registry.clock.advance(GRACE);
      registry.condemned.run(registry.clock.instant());
      var counts = registry.database.read(tx -> tx.integrity().counts());
      assertThat(registry.storedKeys()).isEqualTo((int) counts.blobs());
      assertThat(counts.condemned()).isZero();
      assertThat(figures[0]).as("cycles").isGreaterThan(2);
      assertThat(figures[1]).as("blobs").isPositive();
      System.out.println(
          "%d operations, %d cycles, %d blobs collected at %.0f a second, push median %.2f ms longest %.0f ms, pull median %.2f ms longest %.0f ms"
              .formatted(
                  operations.get(),
                  figures[0],
                  figures[1],
                  figures[1] / (figures[2] / NANOS),
                  millis(pushes, 0.5),
                  millis(pushes, 1),
                  millis(pulls, 0.5),
                  millis(pulls, 1)));
    }
  }

  private long[] run(TestRegistry registry) throws Exception {
    RepositoryAddress shared = registry.repository("shared");
    long rounds = 0;
    long blobs = 0;
    long nanos = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        RepositoryAddress own = registry.repository("client-" + client);
        int number = client;
        clients.add(threads.submit(() -> work(registry, shared, own, number)));
      }
      while (!clients.stream().allMatch(Future::isDone)) {
        cycles.awaitYoung();
        registry.clock.advance(CYCLE);
        long start = System.nanoTime();
        blobs += registry.collection.run(registry.clock.instant()).blobs();
        nanos += System.nanoTime() - start;
        assertThat(orphans(registry)).isEmpty();
        registry.expiry.run(registry.clock.instant());
        registry.condemned.run(registry.clock.instant());
        registry.unowned.run(registry.clock.instant());
        cycles.next();
        rounds++;
      }
    }
    return new long[] {rounds, blobs, nanos};
  }

  private static List<?> orphans(TestRegistry registry) {
    return registry
        .database
        .read(
            tx ->
                tx.collection()
                    .unreferenced(
                        new Page.Request<>(Optional.empty(), 1_000_000),
                        registry.clock.instant().minus(GRACE)))
        .items();
  }

  private void work(
      TestRegistry registry, RepositoryAddress shared, RepositoryAddress own, int client) {
    Random random = new Random(client);
    Deque<Kept> kept = new ArrayDeque<>();
    try {
      for (int round = 0; round * OPERATIONS_OF_A_ROUND * CLIENTS < OPERATIONS; round++) {
        cycles.begin(client);
        Kept made = push(registry, shared, own, client + "-" + round, random);
        kept.addLast(made);
        pull(registry, own, kept.peekFirst());
        if (kept.size() > KEPT) {
          Kept old = kept.removeFirst();
          registry.images.delete(
              own, new ImageReference.ByDigest(old.index().digest()), TestRegistry.ALICE);
          registry.images.delete(
              own, new ImageReference.ByDigest(old.image().digest()), TestRegistry.ALICE);
          operations.addAndGet(2);
        }
      }
      for (Kept image : kept) {
        pull(registry, own, image);
      }
    } catch (IOException | RuntimeException | AssertionError failure) {
      failures.add(failure);
    } finally {
      cycles.finish(client);
    }
  }

  private Kept push(
      TestRegistry registry,
      RepositoryAddress shared,
      RepositoryAddress own,
      String content,
      Random random)
      throws IOException {
    String common = "shared layer " + random.nextInt(SHARED_LAYERS);
    String config = "config of " + content;
    String layer = "layer of " + content;
    long start = System.nanoTime();
    registry.layer(shared, common);
    registry.layers.mount(shared, own, sha256(common));
    registry.layer(own, config);
    registry.layer(own, layer);
    String manifest = SampleManifests.image(config, layer, common);
    Image image = registry.put(own, manifest, "v" + random.nextInt(KEPT));
    registry.put(own, manifest, "latest");
    pushes.add(System.nanoTime() - start);
    Image index = registry.put(own, SampleManifests.index(image));
    operations.addAndGet(7);
    return new Kept(content, common, image, index);
  }

  private void pull(TestRegistry registry, RepositoryAddress own, Kept kept) throws IOException {
    long start = System.nanoTime();
    registry.images.get(own, new ImageReference.ByDigest(kept.image().digest()));
    for (String blob :
        List.of("config of " + kept.content(), "layer of " + kept.content(), kept.shared())) {
      assertThat(registry.bytes(registry.layers.get(own, sha256(blob)))).isEqualTo(utf8(blob));
    }
    pulls.add(System.nanoTime() - start);
    operations.addAndGet(4);
  }

  private static double millis(ConcurrentLinkedQueue<Long> nanos, double part) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(Arrays.stream(sorted).sum()).isPositive();
    return sorted[(int) Math.min(sorted.length - 1.0, sorted.length * part)] / 1e6;
  }

  /** In which cycle each client began what it does, so that the clock does not run away from it. */
  private static final class Cycles {
    private static final int MOST = 2;
    private final long[] begun;
    private long now;

    Cycles(int clients) {
      begun = new long[clients];
    }

    synchronized void begin(int client) {
      begun[client] = now;
      notifyAll();
    }

    synchronized void finish(int client) {
      begun[client] = Long.MAX_VALUE;
      notifyAll();
    }

    synchronized void next() {
      now++;
    }

    synchronized void awaitYoung() throws InterruptedException {
      while (Arrays.stream(begun).anyMatch(cycle -> cycle < now - MOST)) {
        wait();
      }
    }
  }
}
