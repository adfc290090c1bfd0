package dev.berth.server.event;

import dev.berth.server.event.Sink.Outcome;
import java.time.Duration;

/**
 * When an event that was not taken is tried again: after a time that doubles, and is drawn between
 * its half and its whole, so that many senders do not come back at once.
 *
 * @param first the longest wait after the first attempt
 * @param longest no wait is longer
 * @param patience an event that is older is given up when it fails
 * @param refusals how often a sink may refuse an event before it is given up
 */
record RetryPlan(Duration first, Duration longest, Duration patience, int refusals) {
  private static final int MOST_DOUBLINGS = 20;

  /** The usual one: up to five minutes between attempts, five refusals. */
  static RetryPlan within(Duration patience) {
    return new RetryPlan(Duration.ofSeconds(1), Duration.ofMinutes(5), patience, 5);
  }

  /** What to do. */
  sealed interface Next {
    /** Try again after this. */
    record Again(Duration after) implements Next {}

    /** Keep it as a dead letter and go on with the next. */
    record GiveUp(String why) implements Next {}
  }

  /**
   * What to do after an attempt.
   *
   * @param attempts made so far, with this one
   * @param age of the event
   * @param drawn evenly from 0 to 1
   */
  Next after(Outcome outcome, int attempts, Duration age, double drawn) {
    return switch (outcome) {
      case Outcome.Delivered _ -> throw new IllegalArgumentException("it was taken");
      case Outcome.Refused(String why) when attempts >= refusals -> new Next.GiveUp(why);
      case Outcome.Unavailable(String why) when age.compareTo(patience) > 0 -> new Next.GiveUp(why);
      case Outcome.Refused _, Outcome.Unavailable _ -> new Next.Again(wait(attempts, drawn));
    };
  }

  private Duration wait(int attempts, double drawn) {
    int doublings = Math.clamp(attempts - 1, 0, MOST_DOUBLINGS);
    Duration whole = first.multipliedBy(1L << doublings);
    Duration bounded = whole.compareTo(longest) > 0 ? longest : whole;
    return Duration.ofNanos((long) (bounded.toNanos() * (0.5 + drawn / 2)));
  }
}
