package dev.berth.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.server.event.RetryPlan.Next;
import dev.berth.server.event.Sink.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When an event is tried again, and when it is given up. */
final class RetryPlanTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final RetryPlan PLAN = RetryPlan.within(DAY);
  private static final Outcome AWAY = new Outcome.Unavailable("away");
  private static final Outcome NO = new Outcome.Refused("no");

  private static Next after(Outcome outcome, int attempts, double drawn) {
    return PLAN.after(outcome, attempts, Duration.ZERO, drawn);
  }

  @Test
  void the_wait_doubles_up_to_five_minutes_and_is_drawn_from_its_upper_half() {
    assertThat(after(AWAY, 1, 0)).isEqualTo(new Next.Again(Duration.ofMillis(500)));
    assertThat(after(AWAY, 1, 1)).isEqualTo(new Next.Again(Duration.ofSeconds(1)));
    assertThat(after(AWAY, 4, 1)).isEqualTo(new Next.Again(Duration.ofSeconds(8)));
    assertThat(after(AWAY, 10, 1)).isEqualTo(new Next.Again(Duration.ofMinutes(5)));
    assertThat(after(AWAY, Integer.MAX_VALUE, 0))
        .isEqualTo(new Next.Again(Duration.ofSeconds(150)));
  }

  @Test
  void who_is_away_is_tried_until_the_event_is_too_old() {
    assertThat(PLAN.after(AWAY, 1000, DAY, 0)).isInstanceOf(Next.Again.class);
    assertThat(PLAN.after(AWAY, 1, DAY.plusSeconds(1), 0)).isEqualTo(new Next.GiveUp("away"));
  }

  @Test
  void who_refuses_is_asked_five_times() {
    assertThat(PLAN.after(NO, 4, DAY.multipliedBy(9), 0)).isInstanceOf(Next.Again.class);
    assertThat(after(NO, 5, 0)).isEqualTo(new Next.GiveUp("no"));
  }
}
