package dev.berth.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.registry.trash.Trash;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrashFiguresTest {
  private static final long MILLI = 1_000_000;

  private long now;
  private long entries;
  private long cost;
  private final TrashFigures figures = new TrashFigures(this::read, () -> now);

  private Trash.Held read() {
    now += cost;
    return new Trash.Held(entries, 2 * entries, 1000 * entries);
  }

  private List<Double> asked() {
    return figures.get().stream()
        .map(it -> ((GaugeSnapshot) it).getDataPoints().getFirst().getValue())
        .toList();
  }

  @Test
  void what_is_read_in_no_time_is_of_the_moment() {
    entries = 1;
    assertThat(asked()).containsExactly(1.0, 2.0, 1000.0);

    entries = 2;

    assertThat(asked()).containsExactly(2.0, 4.0, 2000.0);
  }

  @Test
  void what_takes_long_to_read_is_read_again_after_a_hundred_times_as_long() {
    cost = 10 * MILLI;
    entries = 1;
    assertThat(asked()).startsWith(1.0);
    entries = 2;

    now += 999 * MILLI;
    assertThat(asked()).startsWith(1.0);
    now += MILLI;
    assertThat(asked()).startsWith(2.0);
  }
}
