package dev.berth.server.job;

import dev.berth.wire.berth.Housekeeping;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The jobs and their clock, as the operations of Berth's own API see them.
 *
 * @param jobs all there are
 * @param guard what pauses those that delete
 * @param clock when released jobs are due
 */
public record JobHousekeeping(Jobs jobs, ClockGuard guard, InstantSource clock)
    implements Housekeeping {

  @Override
  public List<Job> timetable() {
    return jobs.timetable().stream()
        .map(row -> new Job(row.name(), row.next(), row.running(), row.failures()))
        .toList();
  }

  @Override
  public Optional<Pause> pause() {
    return guard.pause().map(pause -> new Pause(pause.why(), pause.since(), pause.until()));
  }

  @Override
  public boolean release() {
    boolean paused = guard.release();
    if (paused) {
      jobs.hurry(clock.instant());
    }
    return paused;
  }
}
