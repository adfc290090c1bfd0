package dev.berth.server.job;

import dev.berth.registry.Breather;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Rests as long as each write took: a job that removes has half of the time at most, and less when
 * clients make it wait.
 */
public final class HalfTheTime implements Breather {
  /** A write that took longer than this has waited for something that rest does not help. */
  private static final Duration LONGEST = Duration.ofMillis(50);

  @Override
  public <R> R write(Supplier<R> write) {
    long start = System.nanoTime();
    R result = write.get();
    long took = System.nanoTime() - start;
    LockSupport.parkNanos(Math.min(took, LONGEST.toNanos())); // ends at once when the server stops
    return result;
  }
}
