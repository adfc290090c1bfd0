package dev.berth.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Threat T8. */
class FailurePaceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
  private final FailurePace<String> pace = new FailurePace<>(6, nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void a_minutes_worth_is_heard_at_once() {
    for (int i = 0; i < 6; i++) {
      assertThat(pace.wait("one")).isZero();
      pace.failed("one");
    }

    assertThat(pace.wait("one")).isEqualTo(Duration.ofSeconds(10));
    assertThat(pace.wait("other")).isZero();
  }

  @Test
  void then_one_is_heard_each_share_of_a_minute() {
    for (int i = 0; i < 6; i++) {
      pace.failed("one");
    }
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(10));
      assertThat(pace.wait("one")).isZero();
      pace.failed("one");
      assertThat(pace.wait("one")).isEqualTo(Duration.ofSeconds(10));
    }
  }

  @Test
  void failures_that_were_on_their_way_together_do_not_add_up() {
    for (int i = 0; i < 1000; i++) {
      pace.failed("one");
    }

    assertThat(pace.wait("one")).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void after_a_quiet_minute_everything_is_as_at_first() {
    for (int i = 0; i < 6; i++) {
      pace.failed("one");
    }
    pass(Duration.ofMinutes(1));
    for (int i = 0; i < 5; i++) {
      pace.failed("one");
      assertThat(pace.wait("one")).isZero();
    }
  }

  @Test
  void what_is_kept_is_bounded() {
    for (int i = 0; i < 200_000; i++) {
      pace.failed("origin " + i);
    }

    assertThat(pace.size()).isLessThanOrEqualTo(50_000);
  }
}
