package dev.berth.server.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory for bodies on their way, shared by all connections. First come, first served, so that
 * a large wish is not starved by small ones.
 */
final class ByteBudget {
  private static final int UNIT = 1024;

  private final int all;
  private final Semaphore units;

  ByteBudget(long bytes) {
    this.all = units(bytes);
    this.units = new Semaphore(all, true);
  }

  /**
   * Takes a share, or all there is if less.
   *
   * @return empty when none came free in time
   */
  Optional<Share> take(long bytes, Duration wait) throws InterruptedException {
    int wanted = Math.min(units(bytes), all);
    if (units.tryAcquire(wanted, wait.toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.of(new Share(wanted));
    }
    return Optional.empty();
  }

  /** A share of nothing. */
  Share nothing() {
    return new Share(0);
  }

  /** Bytes that nobody holds. */
  long free() {
    return (long) units.availablePermits() * UNIT;
  }

  private static int units(long bytes) {
    return Math.toIntExact((bytes + UNIT - 1) / UNIT);
  }

  /** A part of the budget; given back once, by one thread. */
  final class Share implements AutoCloseable {
    private int held;

    private Share(int held) {
      this.held = held;
    }

    long bytes() {
      return (long) held * UNIT;
    }

    @Override
    public void close() {
      units.release(held);
      held = 0;
    }
  }
}
