package dev.berth.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Threat T8, MQ-05. */
class PaceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
  private final Pace<String> pace = new Pace<>(6, Duration.ofSeconds(10), nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void a_minutes_worth_is_heard_at_once() {
    for (int i = 0; i < 6; i++) {
      assertThat(pace.wait("one")).isZero();
      pace.count("one");
    }

    assertThat(pace.wait("one")).isEqualTo(Duration.ofSeconds(10));
    assertThat(pace.wait("other")).isZero();
  }

  @Test
  void then_one_is_heard_each_share_of_a_minute() {
    for (int i = 0; i < 6; i++) {
      pace.count("one");
    }
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(10));
      assertThat(pace.wait("one")).isZero();
      pace.count("one");
      assertThat(pace.wait("one")).isEqualTo(Duration.ofSeconds(10));
    }
  }

  @Test
  void failures_that_were_on_their_way_together_do_not_add_up() {
    for (int i = 0; i < 1000; i++) {
      pace.count("one");
    }

    assertThat(pace.wait("one")).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void after_a_quiet_minute_everything_is_as_at_first() {
    for (int i = 0; i < 6; i++) {
      pace.count("one");
    }
    pass(Duration.ofMinutes(1));
    for (int i = 0; i < 5; i++) {
      pace.count("one");
      assertThat(pace.wait("one")).isZero();
    }
  }

  @Test
  void a_burst_is_taken_at_once_and_then_one_each_share() {
    for (int i = 0; i < 6; i++) {
      assertThat(pace.take("one")).isZero();
    }

    assertThat(pace.take("one")).isEqualTo(Duration.ofSeconds(10));
    pass(Duration.ofSeconds(7));
    assertThat(pace.take("one")).as("asking costs nothing").isEqualTo(Duration.ofSeconds(3));
    pass(Duration.ofSeconds(3));
    assertThat(pace.take("one")).isZero();
    assertThat(pace.take("one")).isEqualTo(Duration.ofSeconds(10));
    assertThat(pace.take("other")).isZero();
  }

  @Test
  void who_was_away_for_long_has_one_burst_and_no_more() {
    pace.take("one");
    pass(Duration.ofSeconds(90));

    for (int i = 0; i < 6; i++) {
      assertThat(pace.take("one")).isZero();
    }
    assertThat(pace.take("one")).isPositive();
  }

  @Test
  void many_at_once_take_no_more_than_there_is() {
    AtomicLong taken = new AtomicLong();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        threads.execute(
            () -> {
              if (pace.take("one").isZero()) {
                taken.incrementAndGet();
              }
            });
      }
    }

    assertThat(taken).hasValue(6);
  }

  @Test
  void what_is_kept_is_bounded() {
    for (int i = 0; i < 200_000; i++) {
      pace.count("origin " + i);
    }

    assertThat(pace.size()).isLessThanOrEqualTo(50_000);
  }
}
