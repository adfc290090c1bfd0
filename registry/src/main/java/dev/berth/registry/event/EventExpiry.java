package dev.berth.registry.event;

import dev.berth.metadata.Database;
import dev.berth.metadata.EventSinkTable;
import dev.berth.metadata.Transaction;
import dev.berth.model.EventPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job that removes events that are over their time, as far as no sink waits for them, and the
 * oldest beyond a number, whoever waits (invariant I7). It removes in small writes and may be
 * killed anywhere (invariant I8).
 *
 * @param keep how long events stay
 * @param keepAtMost how many stay
 */
public record EventExpiry(Database database, Duration keep, int keepAtMost) {
  private static final Logger LOG = LoggerFactory.getLogger(EventExpiry.class);
  private static final int BATCH = 500;

  /** Removes what is over its time at {@code now}. */
  public void run(Instant now) {
    EventPosition read = database.read(EventExpiry::readByAll);
    int old = remove(now.minus(keep), read);
    Optional<EventPosition> surplus = database.read(tx -> tx.outbox().beforeNewest(keepAtMost));
    int many = surplus.map(upTo -> remove(Instant.MAX, upTo)).orElse(0);
    if (old > 0) {
      LOG.info("{} events were older than {} and are removed", old, keep);
    }
    if (many > 0) {
      LOG.warn("{} events are removed before their time: more than {} were kept", many, keepAtMost);
    }
  }

  private static EventPosition readByAll(Transaction tx) {
    return tx.eventSinks().all().stream()
        .map(EventSinkTable.Sink::position)
        .min(Comparator.naturalOrder())
        .orElseGet(() -> tx.outbox().end());
  }

  private int remove(Instant olderThan, EventPosition upTo) {
    int all = 0;
    int removed = BATCH;
    while (removed == BATCH) {
      removed = database.write(tx -> tx.outbox().removeFirst(olderThan, upTo, BATCH));
      all += removed;
    }
    return all;
  }
}
