package dev.berth.server.metrics;

import dev.berth.registry.gc.CollectionLedger;
import dev.berth.server.job.ClockGuard;
import dev.berth.server.job.Jobs;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.List;

/**
 * Jobs and what collection took away.
 *
 * @param jobs when each runs
 * @param guard what pauses those that delete
 * @param ledger what they took
 */
public record JobFigures(Jobs jobs, ClockGuard guard, CollectionLedger ledger) implements Figures {
  private static final double MILLIS = 1e3;

  @Override
  public List<MetricSnapshot> get() {
    Family success =
        Figures.gauge("berth_job_last_success_seconds", "When a job last came to its end.");
    Family failures =
        Figures.gauge("berth_job_failures", "How often a job failed since it last succeeded.");
    Family running = Figures.gauge("berth_job_running", "1 while a job runs.");
    for (Jobs.Timetable job : jobs.timetable()) {
      job.lastSuccess().ifPresent(at -> success.with(seconds(at), "job", job.name()));
      failures.with(job.failures(), "job", job.name());
      running.with(job.running() ? 1 : 0, "job", job.name());
    }
    CollectionLedger.Entries entries = ledger.entries();
    Family items =
        Figures.counter("berth_collection_items", "Things taken away, by job and reason.");
    Family bytes =
        Figures.counter(
            "berth_collection_bytes",
            "Bytes of things taken away; those of delete-condemned-bytes are free.");
    entries
        .tallies()
        .forEach(
            tally -> {
              items.with(tally.items(), "job", tally.job(), "why", tally.why().name());
              bytes.with(tally.bytes(), "job", tally.job(), "why", tally.why().name());
            });
    Family ran =
        Figures.gauge("berth_collection_last_end_seconds", "When a job last took what was due.");
    entries
        .runs()
        .forEach(run -> run.endedAt().ifPresent(at -> ran.with(seconds(at), "job", run.job())));
    Family waiting = Figures.gauge("berth_condemned_bytes", "Bytes that wait for their end.");
    Family keys = Figures.gauge("berth_condemned_items", "Keys whose bytes wait for their end.");
    entries
        .waiting()
        .forEach(
            condemned -> {
              waiting.with(condemned.bytes(), "why", condemned.why().name());
              keys.with(condemned.items(), "why", condemned.why().name());
            });
    Family paused =
        Figures.gauge(
                "berth_jobs_paused", "1 while jobs that delete pause for a clock that jumped.")
            .with(guard.pause().isPresent() ? 1 : 0);
    return List.of(success, failures, running, items, bytes, ran, waiting, keys, paused).stream()
        .map(Family::snapshot)
        .toList();
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / MILLIS;
  }
}
