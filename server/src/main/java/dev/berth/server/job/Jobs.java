package dev.berth.server.job;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.ScheduledExecutionsFilter;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The recurring jobs of a Berth, as rows that any node may claim. */
public final class Jobs implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration STOP_WAIT = Duration.ofSeconds(5);

  private final Scheduler scheduler;

  /**
   * A job that deletes what is over its time.
   *
   * @param name of its row
   * @param every how long from the end of a run to the next
   * @param run does one run; gets the time that deadlines are measured by
   */
  public record Deleting(String name, Duration every, Consumer<Instant> run) {}

  /** Makes the jobs; {@link #start} lets them run. */
  public Jobs(DataSource rows, List<Deleting> jobs, ClockGuard guard, InstantSource clock) {
    scheduler =
        Scheduler.create(rows)
            .startTasks(jobs.stream().map(job -> recurring(job, guard)).toList())
            .threads(1)
            .pollingInterval(POLL)
            .shutdownMaxWait(STOP_WAIT)
            .clock(clock::instant)
            .build();
  }

  /**
   * When a job runs.
   *
   * @param name of its row
   * @param next when it is due
   * @param running whether it runs now, here or on another node
   * @param lastSuccess when it last came to its end, also when it was kept from deleting
   * @param lastFailure when it last failed
   * @param failures how often it failed since it last succeeded
   */
  public record Timetable(
      String name,
      Instant next,
      boolean running,
      Optional<Instant> lastSuccess,
      Optional<Instant> lastFailure,
      int failures) {}

  /** When each job runs, by name; a job that never was started is absent. */
  public List<Timetable> timetable() {
    // without a filter, those that run now would be left out
    return scheduler.getScheduledExecutions(ScheduledExecutionsFilter.all()).stream()
        .map(
            job ->
                new Timetable(
                    job.getTaskInstance().getTaskName(),
                    job.getExecutionTime(),
                    job.isPicked(),
                    Optional.ofNullable(job.getLastSuccess()),
                    Optional.ofNullable(job.getLastFailure()),
                    job.getConsecutiveFailures()))
        .sorted(Comparator.comparing(Timetable::name))
        .toList();
  }

  /** Makes every job due now, but for those that run. */
  public void hurry(Instant now) {
    for (ScheduledExecution<Object> job : scheduler.getScheduledExecutions()) {
      try {
        scheduler.reschedule(job.getTaskInstance(), now);
      } catch (TaskInstanceCurrentlyExecutingException _) {
        // it is what it should be
      }
    }
    look();
  }

  private static RecurringTask<Void> recurring(Deleting job, ClockGuard guard) {
    return Tasks.recurring(job.name(), FixedDelay.of(job.every()))
        .execute(
            (instance, context) -> {
              Optional<Instant> lastRun = Optional.ofNullable(context.getExecution().lastSuccess);
              guard.trustedNow(lastRun).ifPresent(job.run());
            });
  }

  /** Lets the jobs run from now on. */
  public void start() {
    scheduler.start();
  }

  /** Looks now for jobs that are due, and not only at the next poll. */
  public void look() {
    scheduler.triggerCheckForDueExecutions();
  }

  /** Lets a running job end and stops. */
  @Override
  public void close() {
    scheduler.stop();
  }
}
