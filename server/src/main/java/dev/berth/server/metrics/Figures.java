package dev.berth.server.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Looks at something and tells its figures; of one kind in one metric.
 *
 * <p>What is thrown while looking leaves out this source alone, and is counted.
 */
public interface Figures extends Supplier<List<MetricSnapshot>> {

  /** A figure that only grows. */
  static Family counter(String name, String help) {
    return new Family(name, help, true);
  }

  /** A figure that goes up and down. */
  static Family gauge(String name, String help) {
    return new Family(name, help, false);
  }

  /** A metric with its values, one for each combination of labels. */
  final class Family {
    private final String name;
    private final String help;
    private final boolean grows;
    private final List<CounterDataPointSnapshot> counts = new ArrayList<>();
    private final List<GaugeDataPointSnapshot> values = new ArrayList<>();

    private Family(String name, String help, boolean grows) {
      this.name = name;
      this.help = help;
      this.grows = grows;
    }

    /**
     * One value.
     *
     * @param labels names and values in turn
     */
    Family with(double value, String... labels) {
      if (grows) {
        counts.add(
            CounterDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
      } else {
        values.add(GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
      }
      return this;
    }

    /** One count, exact to 2^53. */
    Family with(long count, String... labels) {
      return with((double) count, labels);
    }

    MetricSnapshot snapshot() {
      MetricMetadata about = new MetricMetadata(name, help);
      return grows ? new CounterSnapshot(about, counts) : new GaugeSnapshot(about, values);
    }
  }
}
