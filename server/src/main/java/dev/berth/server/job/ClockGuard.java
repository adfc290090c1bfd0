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

  private static final Duration SAME_TIME = Duration.ofMinutes(1);

  /** How long nothing is deleted after a jump. */
  static final Duration PAUSE = Duration.ofHours(1);

  /**
   * A time in which nothing is deleted.
   *
   * @param why half a sentence
   * @param since by the wall clock after the jump
   * @param until by the same, if it does not jump again
   */
  public record Pause(String why, Instant since, Instant until) {}

  private final InstantSource wall;
  private final LongSupplier monotonicNanos;
  private final Object lock = new Object();
  private Instant lastWall;
  private long lastMonotonic;
  private Optional<Pause> pause = Optional.empty();
  private long pausedUntil;

  /** Whether last runs in the future are taken for those of a clock that was wrong then. */
  private boolean futureExplained;

  /**
   * @param wall the clock that deadlines are measured by
   * @param monotonicNanos a clock that never jumps, in nanoseconds from anywhere
   */
  public ClockGuard(InstantSource wall, LongSupplier monotonicNanos) {
    this.wall = wall;
    this.monotonicNanos = monotonicNanos;
    Look look = look();
    this.lastWall = look.wall();
    this.lastMonotonic = look.monotonic();
  }

  /** Both clocks at one time, as near as makes no difference. */
  private record Look(Instant wall, long monotonic) {}

  /**
   * Looks again when this thread stood still between one clock and the other: it would take its own
   * rest for a jump.
   */
  private Look look() {
    while (true) {
      long before = monotonicNanos.getAsLong();
      Instant now = wall.instant();
      long after = monotonicNanos.getAsLong();
      if (after - before < SAME_TIME.toNanos()) {
        return new Look(now, after);
      }
    }
  }

  /**
   * The time, when it can be believed.
   *
   * @param lastRun when the job last ran, as it recorded then; empty for the first time
   * @return empty while nothing may be deleted
   */
  public Optional<Instant> trustedNow(Optional<Instant> lastRun) {
    synchronized (lock) {
      Look look = look();
      Instant now = look.wall();
      long monotonic = look.monotonic();
      Duration parted = Duration.between(lastWall, now).minusNanos(monotonic - lastMonotonic).abs();
      boolean fromTheFuture = lastRun.filter(last -> last.isAfter(now.plus(TOLERANCE))).isPresent();
      lastWall = now;
      lastMonotonic = monotonic;
      boolean jumped = parted.compareTo(TOLERANCE) > 0;
      if (jumped || (fromTheFuture && pause.isEmpty() && !futureExplained)) {
        String why =
            jumped ? "the clock jumped by " + parted : "the last run of a job is in the future";
        pause = Optional.of(new Pause(why, now, now.plus(PAUSE)));
        pausedUntil = monotonic + PAUSE.toNanos();
        futureExplained = false;
        LOG.warn("Jobs that delete pause for {}: {}.", PAUSE, why);
      }
      if (pause.isPresent()) {
        if (monotonic - pausedUntil < 0) {
          return Optional.empty();
        }
        end();
      }
      return Optional.of(now);
    }
  }

  private void end() {
    pause = Optional.empty();
    futureExplained = true;
  }

  /**
   * Ends the pause: somebody has looked at the clock and says that it is right. A jump from now on
   * pauses again.
   *
   * @return whether there was one
   */
  public boolean release() {
    synchronized (lock) {
      if (pause.isEmpty()) {
        return false;
      }
      end();
      Look look = look();
      lastWall = look.wall();
      lastMonotonic = look.monotonic();
      LOG.warn("Jobs that delete were told to go on.");
      return true;
    }
  }

  /** Why nothing is deleted now, and until when; empty when all is well. */
  public Optional<Pause> pause() {
    synchronized (lock) {
      return pause;
    }
  }

  /** Why nothing is deleted now, for readiness; empty when all is well. */
  public Optional<String> problem() {
    synchronized (lock) {
      return pause.map(
          known -> "%s; jobs that delete pause until %s".formatted(known.why(), known.until()));
    }
  }
}
