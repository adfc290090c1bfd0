package dev.berth.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.metadata.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of jobs. */
final class JobsTest {
  private static final long PATIENCE = 60;

  @TempDir private Path folder;

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  private void hold() {
    begun.countDown();
    reached(mayEnd);
  }

  private static void reached(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_job_that_runs_is_in_the_timetable_as_one_that_runs() {
    Jobs.Deleting held = new Jobs.Deleting("held", Duration.ofHours(1), _ -> hold());
    ClockGuard guard = new ClockGuard(Clock.systemUTC(), System::nanoTime);
    try (Database database = Database.sqlite(folder.resolve("berth.db"));
        Jobs jobs = new Jobs(database.jobs(), List.of(held), guard, Clock.systemUTC())) {
      jobs.start();
      reached(begun);
      try {
        assertThat(jobs.timetable())
            .singleElement()
            .satisfies(
                job -> {
                  assertThat(job.name()).isEqualTo("held");
                  assertThat(job.running()).isTrue();
                });
      } finally {
        mayEnd.countDown();
      }
    }
  }
}
