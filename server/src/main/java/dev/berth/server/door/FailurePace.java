package dev.berth.server.door;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many failures of each origin are heard in a minute: that many at once, and then one each time
 * its share of the minute has passed (the generic cell rate algorithm). Only failures count, so
 * whoever never fails is never slowed, however much it sends.
 *
 * <p>Bounded: the origins that were heard of least are forgotten, which lets them begin anew.
 *
 * @param <K> an origin
 */
final class FailurePace<K> {
  private static final int MOST_ORIGINS = 50_000;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final long every;
  private final LongSupplier nanos;

  /** When each origin will have nothing to make up for, by the monotonic clock. */
  private final Cache<K, Long> settled;

  /**
   * @param perMinute how many failures, 1 or more
   * @param nanos a monotonic clock
   */
  FailurePace(int perMinute, LongSupplier nanos) {
    this.every = MINUTE / perMinute;
    this.nanos = nanos;
    this.settled =
        Caffeine.newBuilder()
            .maximumSize(MOST_ORIGINS)
            .expireAfterWrite(Duration.ofNanos(2 * MINUTE))
            .ticker(nanos::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /** How long this origin has to wait before it is heard again; zero when it is now. */
  Duration wait(K origin) {
    Long at = settled.getIfPresent(origin);
    if (at == null) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(Math.max(0, at - nanos.getAsLong() - (MINUTE - every)));
  }

  /** One more failure. */
  void failed(K origin) {
    long now = nanos.getAsLong();
    settled
        .asMap()
        .merge(
            origin,
            now + every,
            // those that were on their way together do not make the wait longer than one share
            (at, _) -> Math.min(Math.max(at - now, 0) + every, MINUTE) + now);
  }

  /** How many origins are kept. */
  long size() {
    settled.cleanUp();
    return settled.estimatedSize();
  }
}
