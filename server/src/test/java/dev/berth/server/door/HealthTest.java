package dev.berth.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HealthTest {
  private long now = Long.MAX_VALUE - 5;
  private int asked;

  @Test
  void what_does_not_work_is_named_with_its_reason() {
    Health health =
        new Health(() -> now)
            .with("disk", () -> Optional.of("it is full"))
            .with("database", Optional::empty)
            .with(
                "clock",
                () -> {
                  throw new IllegalStateException("broken");
                });

    assertThat(health.problems())
        .containsExactly("disk: it is full", "clock: java.lang.IllegalStateException: broken");
  }

  @Test
  void a_check_is_asked_once_a_second_however_many_ask() {
    Health health =
        new Health(() -> now)
            .with(
                "disk",
                () -> {
                  asked++;
                  return Optional.empty();
                });

    health.problems();
    now += Duration.ofMillis(999).toNanos();
    health.problems();
    assertThat(asked).isEqualTo(1);

    now += Duration.ofMillis(1).toNanos();
    health.problems();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void a_server_that_stops_is_not_ready_at_once() {
    Health health = new Health(() -> now).with("disk", Optional::empty);
    assertThat(health.problems()).isEmpty();

    health.drain();

    assertThat(health.problems()).containsExactly("server: it is stopping");
  }

  @Test
  void a_warning_is_told_and_is_no_reason_not_to_be_ready() {
    Health health =
        new Health(() -> now)
            .noting("disk", () -> Optional.of("it is nearly full"))
            .noting("other", Optional::empty);

    assertThat(health.problems()).isEmpty();
    assertThat(health.warnings()).containsExactly("disk: it is nearly full");
  }
}
