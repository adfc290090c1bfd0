package dev.berth.registry.event;

import dev.berth.metadata.Database;
import dev.berth.metadata.DeadLetterTable;
import dev.berth.metadata.OutboxTable;
import dev.berth.model.Event;
import dev.berth.model.EventPosition;
import dev.berth.model.RegistryId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what happened, in order, from any place that is still there, and waits for what has not
 * happened yet. Who waits looks again a few times a second: other nodes write events, too.
 */
public final class Outbox implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /** Rows looked at for one page, unless more are asked for. */
  private static final int LOOKED_AT = 500;

  private static final int MOST_WAITING = 100;

  private final Database database;
  private final LongSupplier nanos;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  /**
   * @param nanos a clock that never jumps
   */
  public Outbox(Database database, LongSupplier nanos) {
    this.database = database;
    this.nanos = nanos;
  }

  /**
   * Which events.
   *
   * @param registry of which registry
   * @param since not older; empty for all
   * @param pattern of which kind; empty for all
   */
  public record Wanted(
      RegistryId registry, Optional<Instant> since, Optional<Predicate<JsonNode>> pattern) {
    private boolean covers(Event event) {
      return event.registry().equals(registry) && since.stream().noneMatch(event.time()::isBefore);
    }
  }

  /**
   * An event that was read.
   *
   * @param position where it stands
   * @param body as {@link Envelope} writes it
   */
  public record Told(EventPosition position, ObjectNode body) {}

  /**
   * Events in their order.
   *
   * @param next where to go on
   * @param isAtEnd whether nothing more has happened yet
   * @param hasGap whether events behind the place asked for are no longer there
   */
  public record Read(List<Told> events, EventPosition next, boolean isAtEnd, boolean hasGap) {
    public Read {
      events = List.copyOf(events);
    }
  }

  /** The place behind everything that has happened. */
  public EventPosition end() {
    return database.read(tx -> tx.outbox().end());
  }

  /** The place before everything that is still there. */
  public EventPosition beginning() {
    return database.read(tx -> tx.outbox().removedUpTo());
  }

  /**
   * The next events behind a place. When there is none yet, waits for one.
   *
   * @param limit the most events
   * @param patience how long to wait at most; when very many wait already, it is not waited
   */
  public Read read(EventPosition after, Wanted wanted, int limit, Duration patience) {
    long start = nanos.getAsLong();
    Read read = look(after, wanted, limit);
    if (!mayWait(read, patience) || !waiting.tryAcquire()) {
      return read;
    }
    try {
      while (mayWait(read, patience.minusNanos(nanos.getAsLong() - start))
          && !(read.isAtEnd() && closed.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS))) {
        read = look(read.next(), wanted, limit);
      }
      return read;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return read;
    } finally {
      waiting.release();
    }
  }

  private static boolean mayWait(Read read, Duration patience) {
    return read.events().isEmpty() && !read.hasGap() && patience.isPositive();
  }

  private Read look(EventPosition after, Wanted wanted, int limit) {
    int most = Math.max(limit, LOOKED_AT);
    return database.read(
        tx -> {
          OutboxTable outbox = tx.outbox();
          boolean hasGap = after.compareTo(outbox.removedUpTo()) < 0;
          return page(outbox.after(after, most), after, wanted, limit, most, hasGap);
        });
  }

  private static Read page(
      List<OutboxTable.Row> rows,
      EventPosition after,
      Wanted wanted,
      int limit,
      int most,
      boolean hasGap) {
    List<Told> found =
        rows.stream()
            .filter(row -> wanted.covers(row.event()))
            .map(row -> new Told(row.position(), Envelope.of(row)))
            .filter(told -> wanted.pattern().stream().allMatch(fits -> fits.test(told.body())))
            .limit(limit)
            .toList();
    EventPosition looked = rows.isEmpty() ? after : rows.getLast().position();
    EventPosition next = found.size() == limit ? found.getLast().position() : looked;
    return new Read(found, next, rows.size() < most && next.equals(looked), hasGap);
  }

  /**
   * The events of a registry that sinks did not take, behind a row, the oldest first.
   *
   * @param sink of one sink; empty for all
   */
  public List<DeadLetterTable.Letter> deadLetters(
      RegistryId registry, Optional<String> sink, long after, int limit) {
    return database.read(tx -> tx.deadLetters().page(registry, sink, after, limit));
  }

  /**
   * Has events of a registry sent again that sinks did not take.
   *
   * @param sink of one sink; empty for all
   * @param eventIds which; all when it is empty
   * @return how many
   */
  public int resend(RegistryId registry, Optional<String> sink, List<String> eventIds) {
    return database.<Integer>write(tx -> tx.deadLetters().resend(registry, sink, eventIds));
  }

  /** Lets go whoever waits. */
  @Override
  public void close() {
    closed.countDown();
  }
}
