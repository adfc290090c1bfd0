package dev.berth.server.audit;

import dev.berth.metadata.AuditEntryTable;
import dev.berth.metadata.Database;
import dev.berth.wire.audit.EventFilter;
import dev.berth.wire.audit.RecordedEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The entries stored with changes that fit, from the newest to the oldest. Used by one thread. */
final class StoredEvents implements TrailEvents {
  private static final int MOST_ROWS = 10_000;
  private static final int AT_ONCE = 500;

  /** How far rows may be from the order of their times. */
  private static final Duration DISORDER = Duration.ofMinutes(5);

  private final Database database;
  private final EventFilter filter;
  private final Deque<AuditEntryTable.Row> rows = new ArrayDeque<>();
  private int budget = MOST_ROWS;
  private boolean ended;
  private long read;
  private long before;

  /**
   * Begins below a place.
   *
   * @param before the place: the id of a row
   */
  StoredEvents(Database database, EventFilter filter, long before) {
    this.database = database;
    this.filter = filter;
    this.read = before;
    this.before = before;
  }

  @Override
  public Next next() {
    while (budget > 0) {
      Optional<AuditEntryTable.Row> row = row();
      if (row.isEmpty()) {
        return new Next.End();
      }
      budget--;
      Optional<RecordedEvent> event = fitting(row.get());
      if (event.isPresent()) {
        before = row.get().id() + 1;
        return new Next.Event(event.get());
      }
      before = row.get().id();
    }
    return new Next.Later();
  }

  private Optional<RecordedEvent> fitting(AuditEntryTable.Row row) {
    return Optional.of(row.entry().document())
        .filter(_ -> row.entry().concerns(filter.account()))
        .filter(filter::mayFit)
        .flatMap(RecordedEvent::parse)
        .filter(filter::fits);
  }

  private Optional<AuditEntryTable.Row> row() {
    if (rows.isEmpty() && !ended) {
      List<AuditEntryTable.Row> more =
          database.read(tx -> tx.auditEntries().newest(Optional.of(read), AT_ONCE));
      rows.addAll(more);
      ended = more.size() < AT_ONCE || isOver(more.getLast());
      if (!more.isEmpty()) {
        read = more.getLast().id();
      }
    }
    return Optional.ofNullable(rows.poll());
  }

  private boolean isOver(AuditEntryTable.Row row) {
    return filter
        .from()
        .filter(from -> row.entry().time().isBefore(from.minus(DISORDER)))
        .isPresent();
  }

  /** Below which row the event that was given last is found again, or the search goes on. */
  long place() {
    return before;
  }

  /** The event that was given last is used: go on behind it. */
  void used() {
    before--;
  }
}
