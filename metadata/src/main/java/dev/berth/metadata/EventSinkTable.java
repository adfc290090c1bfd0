package dev.berth.metadata;

import dev.berth.model.EventPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How far each sink was told of events. Whoever tells a sink claims its row for a while, so that on
 * many nodes one does, and another goes on when it died (invariant I8).
 */
public final class EventSinkTable {
  private static final Dialect.Sql DELETE_OTHERS =
      Dialect.sql(
          dialect ->
              """
              delete from event_sink
               where name not in (%s)
              """
                  .formatted(dialect.texts("names")));

  private static final String ADD =
      """
      insert into event_sink (name, transaction_id, event)
      values (:name, :transaction, :event)
      on conflict (name) do nothing
      """;

  private static final String ALL =
      """
      select *
        from event_sink
       order by name
      """;

  private static final String FIND =
      """
      select *
        from event_sink
       where name = :name
      """;

  private static final String CLAIM =
      """
      update event_sink
         set holder = :holder,
             held_until = :until
       where name = :name
         and (holder = :holder or held_until < :now)
      returning *
      """;

  private static final String ADVANCE =
      """
      update event_sink
         set transaction_id = :transaction,
             event = :event,
             attempts = 0,
             due_at = 0
       where name = :name
         and holder = :holder
      """;

  private static final String POSTPONE =
      """
      update event_sink
         set attempts = :attempts,
             due_at = :due
       where name = :name
         and holder = :holder
      """;

  private static final String RELEASE =
      """
      update event_sink
         set holder = '',
             held_until = 0
       where name = :name
         and holder = :holder
      """;

  private static final String RELEASE_ALL =
      """
      update event_sink
         set holder = '',
             held_until = 0
      """;

  private final Handle handle;
  private final Dialect dialect;

  EventSinkTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /**
   * How a sink stands.
   *
   * @param position the last event that it was told, or that was not for it
   * @param attempts how often the next one was tried
   * @param dueAt not to be told before
   */
  public record Sink(String name, EventPosition position, int attempts, Instant dueAt) {}

  /** Forgets all sinks but these. */
  public void keepOnly(Collection<String> names) {
    handle.createUpdate(DELETE_OTHERS.in(dialect)).bind("names", Dialect.list(names)).execute();
  }

  /** Adds a sink that is to be told what happens behind a place; one that is there stays. */
  public void add(String name, EventPosition start) {
    handle
        .createUpdate(ADD)
        .bind("name", name)
        .bind("transaction", start.transaction())
        .bind("event", start.id())
        .execute();
  }

  public List<Sink> all() {
    return handle.createQuery(ALL).map((row, _) -> sink(row)).list();
  }

  /** How the sink of that name stands; empty when there is none. */
  public Optional<Sink> find(String name) {
    return handle.createQuery(FIND).bind("name", name).map((row, _) -> sink(row)).findOne();
  }

  /**
   * Claims a sink, or goes on to hold it.
   *
   * @return empty while another holds it
   */
  public Optional<Sink> claim(String name, String holder, Instant now, Instant until) {
    return handle
        .createQuery(CLAIM)
        .bind("name", name)
        .bind("holder", holder)
        .bind("now", Micros.of(now))
        .bind("until", Micros.of(until))
        .map((row, _) -> sink(row))
        .findOne();
  }

  /** Notes what its holder told a sink; nothing when it holds it no more. */
  public void advance(String name, String holder, EventPosition position) {
    handle
        .createUpdate(ADVANCE)
        .bind("name", name)
        .bind("holder", holder)
        .bind("transaction", position.transaction())
        .bind("event", position.id())
        .execute();
  }

  /** Notes that the next event was tried in vain, and when it is to be tried again. */
  public void postpone(String name, String holder, int attempts, Instant due) {
    handle
        .createUpdate(POSTPONE)
        .bind("name", name)
        .bind("holder", holder)
        .bind("attempts", attempts)
        .bind("due", Micros.of(due))
        .execute();
  }

  /** Ends every claim; for a process that knows that the holders of all of them are dead. */
  public void releaseAll() {
    handle.createUpdate(RELEASE_ALL).execute();
  }

  /** Lets another go on at once. */
  public void release(String name, String holder) {
    handle.createUpdate(RELEASE).bind("name", name).bind("holder", holder).execute();
  }

  private static Sink sink(ResultSet row) throws SQLException {
    return new Sink(
        row.getString("name"),
        new EventPosition(row.getLong("transaction_id"), row.getLong("event")),
        row.getInt("attempts"),
        Micros.at(row.getLong("due_at")));
  }
}
