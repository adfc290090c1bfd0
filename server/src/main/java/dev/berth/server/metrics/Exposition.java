package dev.berth.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All figures as one page of text (Prometheus exposition format 0.0.4). One page is made at a time:
 * who asks meanwhile waits.
 */
public final class Exposition implements Supplier<byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(Exposition.class);
  private static final int USUAL_SIZE = 64 * 1024;

  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final List<Figures> sources;
  private final LongAdder failures = new LongAdder();
  private final ReentrantLock looking = new ReentrantLock();

  /**
   * @param sources whose figures stand in the page, each metric in one source only
   */
  public Exposition(List<? extends Figures> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public byte[] get() {
    looking.lock();
    try {
      List<MetricSnapshot> all = new ArrayList<>();
      sources.forEach(source -> all.addAll(figures(source)));
      all.add(
          Figures.counter("berth_metrics_failures", "Sources of figures that could not be asked.")
              .with(failures.sum())
              .snapshot());
      ByteArrayOutputStream page = new ByteArrayOutputStream(USUAL_SIZE);
      writer.write(page, new MetricSnapshots(all), EscapingScheme.UNDERSCORE_ESCAPING);
      return page.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      looking.unlock();
    }
  }

  // One part that is broken, such as a database without a disk, must not hide the figures that
  // tell of it: here is the boundary.
  private List<MetricSnapshot> figures(Figures source) {
    try {
      return source.get();
    } catch (RuntimeException e) {
      failures.increment();
      LOG.warn("Figures could not be asked of {}", source.getClass().getSimpleName(), e);
      return List.of();
    }
  }
}
