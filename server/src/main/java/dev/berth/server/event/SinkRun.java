package dev.berth.server.event;

import dev.berth.metadata.Database;
import dev.berth.metadata.DeadLetterTable;
import dev.berth.metadata.EventSinkTable;
import dev.berth.metadata.OutboxTable;
import dev.berth.model.EventPosition;
import dev.berth.registry.event.Envelope;
import dev.berth.registry.event.pattern.EventPattern;
import dev.berth.server.event.Sink.Letter;
import dev.berth.server.event.Sink.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells one sink of events, in order, from its place on. The place is noted after the sink took
 * them: whoever dies in between tells them again (invariant I8). An event that is not taken is
 * tried again while the others wait, and in the end kept as a dead letter.
 */
final class SinkRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRun.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration CLAIM = Duration.ofMinutes(1);

  /** After this a step ends and notes the place, long before the claim does. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(15);

  private static final int AT_ONCE = 100;
  private static final int RESENT_AT_ONCE = 10;
  private static final int MOST_DEAD_LETTERS = 10_000;
  private static final int LONGEST_REASON = 500;

  private final Delivery delivery;
  private final Sink sink;
  private final Optional<EventPattern> pattern;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * What all sinks of a process have in common.
   *
   * @param holder this process, in claims
   */
  record Delivery(
      Database database,
      RetryPlan plan,
      InstantSource clock,
      RandomGenerator random,
      String holder) {}

  /** An event that is for the sink, and as it is told. */
  private record Wanted(OutboxTable.Row row, Letter letter) {}

  /**
   * @param pattern which events are for it; empty for all
   */
  SinkRun(Delivery delivery, Sink sink, Optional<EventPattern> pattern) {
    this.delivery = delivery;
    this.sink = sink;
    this.pattern = pattern;
    this.thread = Thread.ofVirtual().name("sink-" + sink.name()).unstarted(this::run);
  }

  /** Of its sink. */
  String name() {
    return sink.name();
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closing.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        stepSafely();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void stepSafely() {
    try {
      boolean more = true;
      while (more && closing.getCount() > 0) {
        more = step();
      }
    } catch (RuntimeException e) {
      // The top of this thread: a database that is away for a while, or a bug at one event, must
      // not end the telling of this sink until the next start. Its place stays, so nothing is lost.
      LOG.warn("the sink {} was not told, and will be", sink.name(), e);
    }
  }

  /** Tells what is there; whether there may be more at once. */
  private boolean step() {
    Instant now = delivery.clock().instant();
    if (!hasWork(now)) {
      return false;
    }
    Optional<EventSinkTable.Sink> claimed =
        delivery
            .database()
            .write(
                tx -> tx.eventSinks().claim(sink.name(), delivery.holder(), now, now.plus(CLAIM)));
    return claimed.isPresent() && tell(claimed.get(), now);
  }

  private boolean hasWork(Instant now) {
    return delivery
        .database()
        .read(
            tx ->
                tx.eventSinks()
                    .find(sink.name())
                    .filter(state -> !state.dueAt().isAfter(now))
                    .filter(
                        state ->
                            !tx.outbox().after(state.position(), 1).isEmpty()
                                || !tx.deadLetters().due(sink.name(), 1).isEmpty())
                    .isPresent());
  }

  private boolean tell(EventSinkTable.Sink state, Instant now) {
    resend();
    List<OutboxTable.Row> rows =
        delivery.database().read(tx -> tx.outbox().after(state.position(), AT_ONCE));
    EventPosition told = state.position();
    int attempts = state.attempts();
    List<Wanted> waiting = new ArrayList<>();
    for (OutboxTable.Row row : rows) {
      ObjectNode body = Envelope.of(row);
      if (pattern.stream().allMatch(which -> which.fits(body))) {
        waiting.add(new Wanted(row, new Letter(row.id().toString(), body.toString())));
      }
      boolean isLast = row.position().equals(rows.getLast().position());
      if (waiting.size() == sink.batch() || (isLast && !waiting.isEmpty())) {
        Outcome outcome = sink.deliver(waiting.stream().map(Wanted::letter).toList());
        if (!(outcome instanceof Outcome.Delivered)) {
          notTaken(outcome, waiting.getFirst(), told, attempts + 1);
          return false;
        }
        waiting.clear();
        attempts = 0;
      }
      if (waiting.isEmpty()) {
        told = row.position();
        if (isOver(now)) {
          break;
        }
      }
    }
    advance(told, state.position());
    return rows.size() == AT_ONCE || isOver(now);
  }

  private boolean isOver(Instant begun) {
    return closing.getCount() == 0 || delivery.clock().instant().isAfter(begun.plus(LONGEST_STEP));
  }

  private void advance(EventPosition told, EventPosition before) {
    if (told.compareTo(before) > 0) {
      delivery
          .database()
          .write(
              tx -> {
                tx.eventSinks().advance(sink.name(), delivery.holder(), told);
                return told;
              });
    }
  }

  /** Notes what was taken before it, and that this one is to be tried again or given up. */
  private void notTaken(Outcome outcome, Wanted first, EventPosition told, int attempts) {
    OutboxTable.Row row = first.row();
    Instant now = delivery.clock().instant();
    RetryPlan.Next next =
        delivery
            .plan()
            .after(
                outcome,
                attempts,
                Duration.between(row.event().time(), now),
                delivery.random().nextDouble());
    delivery
        .database()
        .write(
            tx -> {
              tx.eventSinks().advance(sink.name(), delivery.holder(), told);
              switch (next) {
                case RetryPlan.Next.Again(Duration after) ->
                    tx.eventSinks()
                        .postpone(sink.name(), delivery.holder(), attempts, now.plus(after));
                case RetryPlan.Next.GiveUp(String why) -> {
                  tx.deadLetters()
                      .add(
                          row.event().registry(),
                          dead(first.letter(), why, now),
                          MOST_DEAD_LETTERS);
                  tx.eventSinks().advance(sink.name(), delivery.holder(), row.position());
                }
              }
              return next;
            });
    LOG.warn("the sink {} did not take event {}: {}; {}", sink.name(), row.id(), outcome, next);
  }

  private DeadLetterTable.Letter dead(Letter letter, String why, Instant now) {
    return new DeadLetterTable.Letter(
        0, sink.name(), letter.id(), letter.body(), bounded(why), now, false);
  }

  private static String bounded(String reason) {
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
  }

  /** Sends again what somebody asked for; out of order, as its place has passed. */
  private void resend() {
    List<DeadLetterTable.Letter> due =
        delivery.database().read(tx -> tx.deadLetters().due(sink.name(), RESENT_AT_ONCE));
    for (DeadLetterTable.Letter letter : due) {
      Outcome outcome = sink.deliver(List.of(new Letter(letter.eventId(), letter.body())));
      delivery
          .database()
          .write(
              tx -> {
                switch (outcome) {
                  case Outcome.Delivered _ -> tx.deadLetters().delete(letter.id());
                  case Outcome.Refused(String why) ->
                      tx.deadLetters().stays(letter.id(), bounded(why));
                  case Outcome.Unavailable(String why) ->
                      tx.deadLetters().stays(letter.id(), bounded(why));
                }
                return outcome;
              });
    }
  }

  /** Returns when nothing is being told any more, and lets another process go on at once. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    delivery
        .database()
        .write(
            tx -> {
              tx.eventSinks().release(sink.name(), delivery.holder());
              return true;
            });
    sink.close();
  }
}
