package dev.berth.metadata;

import dev.berth.model.Arn;
import dev.berth.model.Event;
import dev.berth.model.EventPosition;
import dev.berth.model.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Events in the transactions of what they report, each there if and only if the change is.
 *
 * <p>Their order is that of the commits, for each repository: SQLite has one writer; on PostgreSQL
 * rows are ordered by transaction, and a row is shown once every transaction that is not newer has
 * ended. So no reader passes a transaction that is still open, and a long one delays the events of
 * all. Two writers of one repository lock its row, and the one that comes second is run again in a
 * newer transaction.
 */
public final class OutboxTable {
  private static final String APPEND =
      """
      insert into outbox (at, account, region, repository, source, detail_type, resource, detail)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final Dialect.Sql AFTER =
      new Dialect.Sql(
          """
          select *
            from outbox
           where id > :id
             and transaction_id >= :transaction
           order by id
           limit :limit
          """,
          """
          select *
            from outbox
           where (transaction_id, id) > (:transaction, :id)
             and transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
           order by transaction_id, id
           limit :limit
          """);

  private static final Dialect.Sql NEWEST =
      new Dialect.Sql(
          """
          select transaction_id, id
            from outbox
           order by id desc
           limit 1 offset :skipped
          """,
          """
          select transaction_id, id
            from outbox
           where transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
           order by transaction_id desc, id desc
           limit 1 offset :skipped
          """);

  private static final Dialect.Sql DELETE_UP_TO =
      new Dialect.Sql(
          """
          delete from outbox
           where id <= :id
             and transaction_id <= :transaction
          """,
          """
          delete from outbox
           where (transaction_id, id) <= (:transaction, :id)
          """);

  private static final Dialect.Sql COUNT_AFTER =
      new Dialect.Sql(
          """
          select count(*)
            from (select id
                    from outbox
                   where id > :id
                     and transaction_id >= :transaction
                   limit :most)
          """,
          """
          select count(*)
            from (select id
                    from outbox
                   where (transaction_id, id) > (:transaction, :id)
                     and transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                   limit :most) as waiting
          """);

  private static final String REMOVED = "outbox-removed";

  private final Handle handle;
  private final Dialect dialect;

  OutboxTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /**
   * An event where it stands.
   *
   * @param id of the event, a random UUID
   */
  public record Row(EventPosition position, UUID id, Event event) {}

  /** Adds an event, in the write that it reports. */
  public void append(Event event) {
    DirectQueries.execute(
        handle,
        APPEND,
        Micros.of(event.time()),
        event.registry().account().value(),
        event.registry().region().value(),
        event.repository().map(RepositoryName::value).orElse(""),
        event.source(),
        event.detailType(),
        event.resource().map(Arn::toString).orElse(""),
        event.detail());
  }

  /** The first events behind a place, of all registries, in their order. */
  public List<Row> after(EventPosition position, int limit) {
    return handle
        .createQuery(AFTER.in(dialect))
        .bind("transaction", position.transaction())
        .bind("id", position.id())
        .bind("limit", limit)
        .map((row, _) -> row(row))
        .list();
  }

  /**
   * How many events stand behind a place.
   *
   * @param most not more are counted, as each is looked at
   */
  public long countAfter(EventPosition position, int most) {
    return handle
        .createQuery(COUNT_AFTER.in(dialect))
        .bind("transaction", position.transaction())
        .bind("id", position.id())
        .bind("most", most)
        .mapTo(Long.class)
        .one();
  }

  /** The place of the newest event, also of one that was removed since; where a reader begins. */
  public EventPosition end() {
    EventPosition removed = removedUpTo();
    return beforeNewest(0).filter(newest -> newest.compareTo(removed) > 0).orElse(removed);
  }

  /**
   * The place that so many events stand behind.
   *
   * @return empty when there are not more than those
   */
  public Optional<EventPosition> beforeNewest(int kept) {
    RowMapper<EventPosition> place = (row, _) -> new EventPosition(row.getLong(1), row.getLong(2));
    return handle.createQuery(NEWEST.in(dialect)).bind("skipped", kept).map(place).findOne();
  }

  /** Events up to this place are no longer there: who wants to go on from before has a gap. */
  public EventPosition removedUpTo() {
    return new SettingTable(handle)
        .find(REMOVED)
        .map(bytes -> EventPosition.parse(new String(bytes, StandardCharsets.UTF_8)))
        .orElse(EventPosition.START);
  }

  /**
   * Removes the first events, as far as they are older than a time and stand no further than a
   * place.
   *
   * @param limit the most to remove
   * @return how many were removed; fewer than the limit when that were all
   */
  public int removeFirst(Instant olderThan, EventPosition upTo, int limit) {
    List<Row> going =
        after(EventPosition.START, limit).stream()
            .takeWhile(
                row ->
                    row.event().time().isBefore(olderThan) && row.position().compareTo(upTo) <= 0)
            .toList();
    if (going.isEmpty()) {
      return 0;
    }
    EventPosition last = going.getLast().position();
    handle
        .createUpdate(DELETE_UP_TO.in(dialect))
        .bind("transaction", last.transaction())
        .bind("id", last.id())
        .execute();
    new SettingTable(handle).put(REMOVED, last.toString().getBytes(StandardCharsets.UTF_8));
    return going.size();
  }

  static Row row(ResultSet row) throws SQLException {
    String repository = row.getString("repository");
    String resource = row.getString("resource");
    return new Row(
        new EventPosition(row.getLong("transaction_id"), row.getLong("id")),
        uuid(row.getString("event_id")),
        new Event(
            Micros.at(row.getLong("at")),
            RepositoryTable.registry(row),
            Optional.of(repository).filter(name -> !name.isEmpty()).map(RepositoryName::new),
            row.getString("source"),
            row.getString("detail_type"),
            Optional.of(resource).filter(arn -> !arn.isEmpty()).map(Arn::parse),
            row.getString("detail")));
  }

  /** 32 random hexadecimal digits as a UUID of version 4. */
  private static UUID uuid(String digits) {
    long high = Long.parseUnsignedLong(digits.substring(0, 16), 16);
    long low = Long.parseUnsignedLong(digits.substring(16), 16);
    return new UUID(
        (high & 0xffff_ffff_ffff_0fffL) | 0x4000L, (low & 0x3fff_ffff_ffff_ffffL) | Long.MIN_VALUE);
  }
}
