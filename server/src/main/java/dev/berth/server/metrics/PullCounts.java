package dev.berth.server.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.model.RepositoryAddress;
import dev.berth.wire.berth.RepositoryPulls;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each repository was pulled from, minute by minute ({@code RepositoryPullCount}, ECR
 * dossier 21; CHECKLIST MQ-01). In memory: the last three hours, and of the repositories that were
 * pulled from last; a restart begins anew.
 */
public final class PullCounts implements RepositoryPulls, Figures {
  private static final int MINUTES = 180;
  private static final int MOST_REPOSITORIES = 10_000;
  private static final long MINUTE = 60;

  private final InstantSource clock;
  private final boolean named;
  private final LongAdder all = new LongAdder();
  private final Cache<RepositoryAddress, Slots> slots =
      Caffeine.newBuilder().maximumSize(MOST_REPOSITORIES).executor(Runnable::run).build();

  /**
   * @param clock which minute it is
   * @param named whether repositories are named among the figures
   */
  public PullCounts(InstantSource clock, boolean named) {
    this.clock = clock;
    this.named = named;
  }

  /** A ring of minutes; guarded by itself. */
  private static final class Slots {
    private final long[] minutes = new long[MINUTES];
    private final int[] counts = new int[MINUTES];
    private long total;

    synchronized void add(long minute) {
      int slot = Math.floorMod(minute, MINUTES);
      if (minutes[slot] != minute) {
        minutes[slot] = minute;
        counts[slot] = 0;
      }
      counts[slot]++;
      total++;
    }

    synchronized List<Point> between(long first, long last) {
      List<Point> points = new ArrayList<>();
      for (long minute = first; minute <= last; minute++) {
        int slot = Math.floorMod(minute, MINUTES);
        if (minutes[slot] == minute && counts[slot] > 0) {
          points.add(new Point(Instant.ofEpochSecond(minute * MINUTE), counts[slot]));
        }
      }
      return points;
    }

    synchronized long total() {
      return total;
    }
  }

  void pulled(RepositoryAddress repository) {
    all.increment();
    slots.get(repository, _ -> new Slots()).add(minute(clock.instant()));
  }

  @Override
  public List<Point> of(RepositoryAddress repository, Instant from, Instant until) {
    Slots known = slots.getIfPresent(repository);
    if (known == null || !from.isBefore(until)) {
      return List.of();
    }
    long now = minute(clock.instant());
    long first = Math.max(minute(from), now - MINUTES + 1);
    long last = Math.min(minute(until.minus(Duration.ofNanos(1))), now);
    return known.between(first, last);
  }

  @Override
  public List<MetricSnapshot> get() {
    Family total = Figures.counter("berth_pulls", "Images pulled.").with(all.sum());
    if (!named) {
      return List.of(total.snapshot());
    }
    Family each = Figures.counter("berth_repository_pulls", "Images pulled, by repository.");
    for (Map.Entry<RepositoryAddress, Slots> entry : slots.asMap().entrySet()) {
      each.with(
          entry.getValue().total(),
          "account",
          entry.getKey().registry().account().value(),
          "region",
          entry.getKey().registry().region().value(),
          "repository",
          entry.getKey().name().value());
    }
    return List.of(total.snapshot(), each.snapshot());
  }

  private static long minute(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), MINUTE);
  }
}
