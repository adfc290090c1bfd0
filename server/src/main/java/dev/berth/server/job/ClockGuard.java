package dev.berth.server.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps jobs that delete from believing a clock that jumped (invariant I8). The wall clock is
 * compared with the monotonic one at every look: when they part by more than five minutes, or when
 * the last run of an earlier process lies in the future, nothing is deleted for an hour of the
 * monotonic clock.
 *
 * <p>The lock guards the four fields below; nothing is called while it is held but the two clocks.
 */
public final class ClockGuard {
  private static final Logger LOG = LoggerFactory.getLogger(ClockGuard.class);

  /** How far the clocks may part between two looks. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** How long nothing is deleted after a jump. */
  static final Duration PAUSE = Duration.ofHours(1);

  private final InstantSource wall;
  private final LongSupplier monotonicNanos;
  private final Object lock = new Object();
  private Instant lastWall;
  private long lastMonotonic;
  private boolean paused;
  private long pausedUntil;

  /**
   * @param wall the clock that deadlines are measured by
   * @param monotonicNanos a clock that never jumps, in nanoseconds from anywhere
   */
  public ClockGuard(InstantSource wall, LongSupplier monotonicNanos) {
    this.wall = wall;
    this.monotonicNanos = monotonicNanos;
    this.lastWall = wall.instant();
    this.lastMonotonic = monotonicNanos.getAsLong();
  }

  /**
   * The time, when it can be believed.
   *
   * @param lastRun when the job last ran, as it recorded then; empty for the first time
   * @return empty while nothing may be deleted
   */
  public Optional<Instant> trustedNow(Optional<Instant> lastRun) {
    synchronized (lock) {
      Instant now = wall.instant();
      long monotonic = monotonicNanos.getAsLong();
      Duration parted = Duration.between(lastWall, now).minusNanos(monotonic - lastMonotonic).abs();
      boolean fromTheFuture = lastRun.filter(last -> last.isAfter(now.plus(TOLERANCE))).isPresent();
      lastWall = now;
      lastMonotonic = monotonic;
      if (parted.compareTo(TOLERANCE) > 0 || (fromTheFuture && !paused)) {
        paused = true;
        pausedUntil = monotonic + PAUSE.toNanos();
        LOG.warn("The clock jumped by {}; jobs that delete pause for {}.", parted, PAUSE);
      }
      if (paused && monotonic - pausedUntil < 0) {
        return Optional.empty();
      }
      paused = false;
      return Optional.of(now);
    }
  }

  /** Why nothing is deleted now, for readiness; empty when all is well. */
  public Optional<String> problem() {
    synchronized (lock) {
      return paused
          ? Optional.of(
              "the clock jumped by more than %s; jobs that delete pause for %s"
                  .formatted(TOLERANCE, PAUSE))
          : Optional.empty();
    }
  }
}
