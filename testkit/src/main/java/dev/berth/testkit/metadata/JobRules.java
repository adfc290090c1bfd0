package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.berth.model.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The job scheduler over {@link dev.berth.metadata.Database#jobs}. */
interface JobRules extends MetadataRules {

  @Test
  default void jobs_run_once_and_again_while_others_write()
      throws ExecutionException, InterruptedException {
    Repository repository = given().repository();
    AtomicInteger once = new AtomicInteger();
    AtomicInteger again = new AtomicInteger();
    OneTimeTask<Void> single =
        Tasks.oneTime("single")
            .execute(
                (_, _) -> {
                  given().image(repository);
                  once.incrementAndGet();
                });
    RecurringTask<Void> recurring =
        Tasks.recurring("recurring", FixedDelay.ofMillis(20))
            .execute((_, _) -> again.incrementAndGet());
    Scheduler scheduler =
        Scheduler.create(database().jobs(), single)
            .startTasks(recurring)
            .threads(2)
            .pollingInterval(Duration.ofMillis(50))
            .heartbeatInterval(Duration.ofMillis(500))
            .build();
    AtomicBoolean enough = new AtomicBoolean();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      scheduler.start();
      Future<Integer> written = writers.submit(() -> writeUntil(enough));
      scheduler.schedule(single.instance("1"), Instant.now());
      scheduler.schedule(single.instance("2"), Instant.now());
      try {
        await().atMost(Duration.ofSeconds(60)).until(() -> once.get() == 2 && again.get() >= 3);
      } finally {
        enough.set(true);
        scheduler.stop();
      }
      assertThat(written.get()).isPositive();
    }
    assertThat(once).hasValue(2);
    long images = database().read(t -> t.images().count(repository.id()));
    assertThat(images).isEqualTo(2);
    assertThat(scheduler.getScheduledExecution(single.instance("1"))).isEmpty();
  }

  private int writeUntil(AtomicBoolean enough) {
    Repository repository = given().repository();
    int written = 0;
    while (!enough.get()) {
      given().image(repository);
      written++;
    }
    return written;
  }

  @Test
  default void a_job_scheduled_for_later_is_kept() {
    OneTimeTask<Void> later = Tasks.oneTime("later").execute((_, _) -> {});
    Scheduler scheduler = Scheduler.create(database().jobs(), later).build();
    Instant time = Instant.parse("2100-01-01T00:00:00Z");
    scheduler.schedule(later.instance("a"), time);
    assertThat(scheduler.getScheduledExecution(later.instance("a")))
        .hasValueSatisfying(job -> assertThat(job.getExecutionTime()).isEqualTo(time));
    scheduler.cancel(later.instance("a"));
    assertThat(scheduler.getScheduledExecution(later.instance("a"))).isEmpty();
  }
}
