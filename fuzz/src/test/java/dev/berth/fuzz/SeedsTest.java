package dev.berth.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Everything that was ever found, tried again without the fuzzer. */
final class SeedsTest {
  private static final int SMALL = 40_000;
  private static final long SLACK = 4L << 20;

  @TestFactory
  Stream<DynamicTest> a_seed_is_read_or_refused() {
    return seeds((target, seed) -> target.run(Files.readAllBytes(seed)));
  }

  @TestFactory
  Stream<DynamicTest> a_seed_cut_anywhere_is_read_or_refused() {
    return seeds(
        (target, seed) -> {
          byte[] whole = Files.readAllBytes(seed);
          int step = Math.max(1, whole.length / 200);
          for (int end = 0; end < whole.length; end += step) {
            target.run(Arrays.copyOf(whole, end));
          }
        });
  }

  /**
   * Measured in bytes that are allocated, because these do not depend on the machine: an input
   * twice as long may cost twice as much, and not four times.
   */
  @TestFactory
  Stream<DynamicTest> an_input_twice_as_long_costs_at_most_about_twice_as_much() {
    return seeds(
        (target, seed) -> {
          byte[] once = Files.readAllBytes(seed);
          byte[] small = repeated(once, SMALL);
          byte[] large = repeated(once, 2 * SMALL);
          target.run(small);
          long cost = allocated(target, small);
          assertThat(allocated(target, large)).isLessThan(3 * cost + SLACK);
        });
  }

  private static byte[] repeated(byte[] once, int length) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < length) {
      all.writeBytes(once.length == 0 ? new byte[] {'a'} : once);
    }
    return all.toByteArray();
  }

  private static long allocated(Target target, byte[] input) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    target.run(input);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @FunctionalInterface
  private interface Check {
    void of(Target target, Path seed) throws IOException;
  }

  private static Stream<DynamicTest> seeds(Check check) {
    return Arrays.stream(Target.values())
        .flatMap(
            target ->
                Seeds.of(target).stream()
                    .map(
                        seed ->
                            DynamicTest.dynamicTest(
                                target.label() + " " + seed.getFileName(),
                                () -> check.of(target, seed))));
  }
}
