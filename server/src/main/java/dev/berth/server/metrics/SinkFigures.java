package dev.berth.server.metrics;

import dev.berth.metadata.Database;
import dev.berth.metadata.EventSinkTable;
import dev.berth.metadata.Transaction;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** How far the sinks of events are behind, and what they did not take. */
public record SinkFigures(Database database, InstantSource clock) implements Figures {
  /** More events than these are not counted at a scrape; the age goes on to tell of them. */
  private static final int MOST_COUNTED = 10_000;

  private static final double MILLIS = 1e3;

  @Override
  public List<MetricSnapshot> get() {
    return database.read(this::figures).stream().map(Family::snapshot).toList();
  }

  private List<Family> figures(Transaction tx) {
    Family age =
        Figures.gauge(
            "berth_event_sink_oldest_seconds", "Age of the oldest event that a sink waits for.");
    Family waiting =
        Figures.gauge("berth_event_sink_waiting", "Events that a sink waits for, up to 10000.");
    Family attempts =
        Figures.gauge(
            "berth_event_sink_attempts", "How often the next event of a sink was tried in vain.");
    Family dead =
        Figures.gauge("berth_event_dead_letters", "Events that a sink did not take, kept.");
    for (EventSinkTable.Sink sink : tx.eventSinks().all()) {
      String[] labels = {"sink", sink.name()};
      age.with(secondsBehind(tx, sink), labels);
      waiting.with(tx.outbox().countAfter(sink.position(), MOST_COUNTED), labels);
      attempts.with(sink.attempts(), labels);
      dead.with(tx.deadLetters().count(sink.name()), labels);
    }
    return List.of(age, waiting, attempts, dead);
  }

  private double secondsBehind(Transaction tx, EventSinkTable.Sink sink) {
    return tx.outbox().after(sink.position(), 1).stream()
        .map(row -> Duration.between(row.event().time(), clock.instant()).toMillis() / MILLIS)
        .findFirst()
        .map(seconds -> Math.max(0, seconds))
        .orElse(0.0);
  }
}
