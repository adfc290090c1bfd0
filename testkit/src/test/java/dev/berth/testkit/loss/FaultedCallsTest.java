package dev.berth.testkit.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Main;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.oci.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running server while calls of the system fail, or end it, at any point of a push: {@code
 * strace} makes the Nth write or sync go wrong. A few points in the usual run, another few each
 * time; all of them with {@code -Dberth.fault.every=true}.
 */
@NeedsClient("strace")
final class FaultedCallsTest {
  private static final boolean EVERY = Boolean.getBoolean("berth.fault.every");
  private static final long SEED = Long.getLong("berth.fault.seed", System.nanoTime());
  private static final int FEW_ERRORS = 10;
  private static final int FEW_KILLS = 2;
  private static final String REPOSITORY = "faulty";
  private static final String WRITER = "metadata-writer";
  private static final Set<Integer> FAILURES = Set.of(500, 503, 507);

  @TempDir private Path folder;

  private final Promises promises = new Promises();
  private int pushes;

  @Test
  void a_call_that_fails_is_told_and_loses_nothing(TestReporter reporter) throws IOException {
    Path data = folder.resolve("data");
    List<Fault> done;
    int hit = 0;
    try (BerthProcess berth = BerthProcess.serve(data);
        Registry registry = Registry.of(berth)) {
      prepare(registry);
      done = chosen(every(berth, registry), false, FEW_ERRORS);
      for (Fault fault : done) {
        hit += failed(berth, registry, fault) ? 1 : 0;
      }
    }
    compare(data, "after all");
    reporter.publishEntry("faults", done.size() + ", of which happened " + hit);
    assertThat(hit).as("faults that happened, of %s", done).isGreaterThan(done.size() / 2);
  }

  @Test
  void a_server_that_ends_amid_a_call_loses_nothing(TestReporter reporter) throws IOException {
    Path data = folder.resolve("data");
    List<Fault> kills;
    try (BerthProcess berth = BerthProcess.serve(data);
        Registry registry = Registry.of(berth)) {
      prepare(registry);
      // twice as many as are wanted: a push may end before the last call of another one
      kills = chosen(every(berth, registry), true, 2 * FEW_KILLS);
    }
    int wanted = EVERY ? kills.size() / 2 + 1 : FEW_KILLS;
    int hit = 0;
    for (Fault fault : kills) {
      if (!EVERY && hit == wanted) {
        break;
      }
      try (BerthProcess berth = BerthProcess.serve(data);
          Registry registry = Registry.of(berth)) {
        assertThat(promises.brokenSince(registry::look)).as(where(fault)).isEmpty();
        promises.mark();
        Attempt attempt = attempt(berth, registry, fault);
        hit += attempt.stopped().isPresent() ? 1 : 0;
        assertThat(attempt.stopped().flatMap(SteppedPush.Stopped::answer))
            .as(where(fault))
            .isEmpty();
      }
      assertThat(Main.run("fsck", "--full", "--data", data.toString())).as(where(fault)).isZero();
    }
    compare(data, "after all");
    reporter.publishEntry("kills", kills.size() + ", of which happened " + hit);
    assertThat(hit).as("kills that happened, of %s", kills).isGreaterThanOrEqualTo(wanted);
  }

  private record Attempt(Optional<SteppedPush.Stopped> stopped, long injected) {}

  private void prepare(Registry registry) {
    registry.ecr().createRepository(request -> request.repositoryName(REPOSITORY));
    assertThat(push().run(registry, _ -> {})).isEmpty();
  }

  private SteppedPush push() {
    return new SteppedPush(REPOSITORY, pushes++, promises);
  }

  /** Every fault of a push, by the calls of one that goes well. */
  private List<Fault> every(BerthProcess berth, Registry registry) {
    Path log = folder.resolve("clean");
    Strace clean =
        Strace.ofThread(berth.process().pid(), WRITER, log, "-e", "trace=pwrite64,fsync");
    try (clean) {
      assertThat(push().run(registry, _ -> {})).isEmpty();
    }
    int writes = (int) clean.lines().stream().filter(l -> l.startsWith("pwrite64(")).count();
    int syncs = (int) clean.lines().stream().filter(l -> l.startsWith("fsync(")).count();
    assertThat(writes).isPositive();
    assertThat(syncs).as("of the blob and of the manifest").isGreaterThanOrEqualTo(2);
    return Fault.all(writes, syncs);
  }

  private static List<Fault> chosen(List<Fault> all, boolean kills, int few) {
    List<Fault> faults =
        new ArrayList<>(all.stream().filter(fault -> fault.kills() == kills).toList());
    if (EVERY) {
      return faults;
    }
    Collections.shuffle(faults, new Random(SEED));
    return faults.subList(0, few);
  }

  /** Pushes while the fault happens; afterwards the same server works as if nothing had been. */
  private boolean failed(BerthProcess berth, Registry registry, Fault fault) {
    promises.mark();
    Attempt attempt = attempt(berth, registry, fault);
    attempt.stopped().ifPresent(stopped -> assertTold(fault, stopped));
    assertThat(promises.brokenSince(registry::look)).as(where(fault)).isEmpty();
    assertThat(push().run(registry, _ -> {})).as(where(fault)).isEmpty();
    assertThat(promises.brokenSince(registry::look)).as(where(fault)).isEmpty();
    return attempt.injected() > 0;
  }

  private static void assertTold(Fault fault, SteppedPush.Stopped stopped) {
    Answer answer = stopped.answer().orElseThrow(() -> new AssertionError("no answer: " + stopped));
    assertThat(answer.status()).as("%s: %s", where(fault), stopped).isIn(FAILURES);
    assertThat(answer.code()).as("%s: %s", where(fault), stopped).isNotEmpty();
    if (fault.isFullDisk()) {
      assertThat(answer.status()).as("%s: %s", where(fault), stopped).isEqualTo(507);
    }
  }

  private Attempt attempt(BerthProcess berth, Registry registry, Fault fault) {
    Set<Path> before = layers();
    SteppedPush push = push();
    List<Strace> tracer = new ArrayList<>();
    try {
      Optional<SteppedPush.Stopped> stopped =
          push.run(
              registry,
              step -> {
                if (step == fault.step()) {
                  tracer.add(inject(berth, fault, before));
                }
              });
      tracer.forEach(Strace::close);
      return new Attempt(stopped, tracer.stream().mapToLong(Strace::injected).sum());
    } finally {
      tracer.forEach(Strace::close);
    }
  }

  private Strace inject(BerthProcess berth, Fault fault, Set<Path> before) {
    long pid = berth.process().pid();
    Path log = folder.resolve("injected");
    String trace = "trace=" + fault.call();
    if (fault.place() == Fault.Place.DATABASE) {
      return Strace.ofThread(pid, WRITER, log, "-e", trace, "-e", fault.injection());
    }
    Set<Path> added = new HashSet<>(layers());
    added.removeAll(before);
    assertThat(added).hasSize(1);
    Path layer = added.iterator().next();
    Path meant =
        fault.place() == Fault.Place.LAYER ? layer : Objects.requireNonNull(layer.getParent());
    return Strace.ofProcess(pid, log, "-P", meant.toString(), "-e", trace, "-e", fault.injection());
  }

  private Set<Path> layers() {
    try (Stream<Path> files = Files.walk(folder.resolve("data/blobs"))) {
      return files.filter(Files::isRegularFile).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compare(Path data, String when) throws IOException {
    assertThat(Main.run("fsck", "--full", "--data", data.toString())).as(when).isZero();
    try (BerthProcess berth = BerthProcess.serve(data);
        Registry registry = Registry.of(berth)) {
      assertThat(promises.broken(registry::look)).as(when).isEmpty();
    }
  }

  private static String where(Fault fault) {
    return "%s, -Dberth.fault.seed=%d".formatted(fault, SEED);
  }
}
