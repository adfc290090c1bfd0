package dev.berth.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ClockGuardTest {
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private long monotonic = 7;
  private final ClockGuard guard = new ClockGuard(() -> wall, () -> monotonic);

  @Test
  void clocks_that_go_together_are_believed() {
    pass(Duration.ofDays(3), Duration.ofDays(3));

    assertThat(guard.trustedNow(Optional.empty())).contains(wall);
    assertThat(guard.problem()).isEmpty();
  }

  @Test
  void a_jump_forward_pauses_for_an_hour_and_says_so() {
    pass(Duration.ofHours(30), Duration.ofSeconds(10));

    assertThat(guard.trustedNow(Optional.empty())).isEmpty();
    assertThat(guard.problem()).isPresent();

    pass(Duration.ofMinutes(59), Duration.ofMinutes(59));
    assertThat(guard.trustedNow(Optional.empty())).isEmpty();

    pass(Duration.ofMinutes(1), Duration.ofMinutes(1));
    assertThat(guard.trustedNow(Optional.empty())).contains(wall);
    assertThat(guard.problem()).isEmpty();
  }

  @Test
  void a_thread_that_stood_still_between_the_clocks_saw_no_jump() {
    AtomicBoolean still = new AtomicBoolean();
    ClockGuard resting =
        new ClockGuard(
            () -> {
              Instant seen = wall;
              if (still.getAndSet(false)) {
                pass(Duration.ofHours(30), Duration.ofHours(30));
              }
              return seen;
            },
            () -> monotonic);
    still.set(true);

    assertThat(resting.trustedNow(Optional.empty())).contains(wall);
    assertThat(resting.problem()).isEmpty();
  }

  @Test
  void a_jump_back_pauses_too() {
    pass(Duration.ofHours(-30), Duration.ofSeconds(10));

    assertThat(guard.trustedNow(Optional.empty())).isEmpty();
  }

  @Test
  void a_last_run_in_the_future_pauses_for_an_hour() {
    Optional<Instant> lastRun = Optional.of(wall.plus(Duration.ofHours(5)));

    assertThat(guard.trustedNow(lastRun)).isEmpty();

    pass(Duration.ofHours(1), Duration.ofHours(1));
    assertThat(guard.trustedNow(lastRun)).contains(wall);
  }

  @Test
  void a_pause_tells_why_since_when_and_until_when() {
    pass(Duration.ofHours(30), Duration.ofSeconds(10));
    guard.trustedNow(Optional.empty());

    assertThat(guard.pause())
        .contains(
            new ClockGuard.Pause(
                "the clock jumped by PT29H59M50S", wall, wall.plus(Duration.ofHours(1))));
  }

  @Test
  void who_releases_a_pause_is_believed_until_the_next_jump() {
    Optional<Instant> lastRun = Optional.of(wall.plus(Duration.ofHours(5)));
    pass(Duration.ofHours(-30), Duration.ofSeconds(10));
    assertThat(guard.trustedNow(lastRun)).isEmpty();

    assertThat(guard.release()).isTrue();

    assertThat(guard.pause()).isEmpty();
    assertThat(guard.trustedNow(lastRun)).contains(wall);
    assertThat(guard.release()).isFalse();
    pass(Duration.ofHours(30), Duration.ofSeconds(10));
    assertThat(guard.trustedNow(Optional.empty())).isEmpty();
  }

  @Test
  void after_an_hour_no_other_job_pauses_for_the_same_mistake() {
    Optional<Instant> lastRun = Optional.of(wall.plus(Duration.ofHours(5)));
    assertThat(guard.trustedNow(lastRun)).isEmpty();
    pass(Duration.ofHours(1), Duration.ofHours(1));

    assertThat(guard.trustedNow(lastRun)).contains(wall);
    assertThat(guard.trustedNow(lastRun)).contains(wall);
  }

  @Test
  void a_drift_within_tolerance_is_believed() {
    pass(Duration.ofMinutes(64), Duration.ofMinutes(60));

    assertThat(guard.trustedNow(Optional.empty())).contains(wall);
  }

  private void pass(Duration onTheWall, Duration really) {
    wall = wall.plus(onTheWall);
    monotonic += really.toNanos();
  }
}
