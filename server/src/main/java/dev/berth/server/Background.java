package dev.berth.server;

import dev.berth.metadata.Database;
import dev.berth.server.job.ClockGuard;
import dev.berth.server.job.JobHousekeeping;
import dev.berth.server.job.Jobs;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * What happens without a request.
 *
 * @param guard says when the clock may not be believed, and jobs that delete pause
 */
record Background(Jobs jobs, ClockGuard guard, InstantSource clock) {

  /** The jobs of all parts, which do not run yet. */
  static Background of(
      Database database,
      ClockGuard guard,
      InstantSource clock,
      Stream<List<Jobs.Deleting>> ofEachPart) {
    List<Jobs.Deleting> all = ofEachPart.flatMap(List::stream).toList();
    return new Background(new Jobs(database.jobs(), all, guard, clock), guard, clock);
  }

  /** What an operator is told of them. */
  JobHousekeeping housekeeping() {
    return new JobHousekeeping(jobs, guard, clock);
  }
}
