package dev.berth.server.door;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often something may happen for each of many: so many times at once, and then once each time a
 * share has passed. This is the token bucket, kept as the one moment at which the bucket will be
 * full again (the generic cell rate algorithm): no thread refills anything.
 *
 * <p>Bounded: those that were heard of least are forgotten, which lets them begin anew.
 *
 * @param <K> for whom it is counted
 */
final class Pace<K> {
  private static final int MOST = 50_000;

  private final long share;
  private final long burst;
  private final LongSupplier nanos;

  /** When the bucket of each will be full, by the monotonic clock. */
  private final Cache<K, Long> full;

  /**
   * @param times how often at once, 1 or more
   * @param share after which it may happen once more
   * @param nanos a monotonic clock
   */
  Pace(int times, Duration share, LongSupplier nanos) {
    this.share = Math.max(1, share.toNanos());
    this.burst = Math.multiplyExact(this.share, times);
    this.nanos = nanos;
    this.full =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(Duration.ofNanos(2 * burst))
            .ticker(nanos::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /** How long it has to wait until it may happen again; zero when it may now. */
  Duration wait(K who) {
    Long at = full.getIfPresent(who);
    return Duration.ofNanos(at == null ? 0 : wait(at, nanos.getAsLong()));
  }

  private long wait(long at, long now) {
    return Math.max(0, at - now - (burst - share));
  }

  /** It happened, whether it might or not. */
  void count(K who) {
    long now = nanos.getAsLong();
    full.asMap()
        .merge(
            who,
            now + share,
            // those that were on their way together do not make the wait longer than one share
            (at, _) -> Math.min(Math.max(at - now, 0) + share, burst) + now);
  }

  /** Lets it happen and counts it, or tells how long it has to wait and counts nothing. */
  Duration take(K who) {
    long now = nanos.getAsLong();
    AtomicLong wait = new AtomicLong();
    full.asMap()
        .merge(
            who,
            now + share,
            (at, _) -> {
              wait.set(wait(at, now));
              return wait.get() > 0 ? at : Math.max(at - now, 0) + share + now;
            });
    return Duration.ofNanos(wait.get());
  }

  /** How many are kept. */
  long size() {
    full.cleanUp();
    return full.estimatedSize();
  }
}
