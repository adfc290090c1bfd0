package dev.berth.metadata;

import dev.berth.model.RegistryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Events that a sink did not take, kept to be looked at and sent again. */
public final class DeadLetterTable {
  private static final String ADD =
      """
      insert into event_dead_letter (sink, event_id, account, region, body, reason, at)
      values (:sink, :event, :account, :region, :body, :reason, :at)
      """;

  private static final String TRIM =
      """
      delete from event_dead_letter
       where sink = :sink
         and id <= (select id
                      from event_dead_letter
                     where sink = :sink
                     order by id desc
                     limit 1 offset :kept)
      """;

  private static final String PAGE =
      """
      select *
        from event_dead_letter
       where account = :account
         and region = :region
         and sink like :sink
         and id > :after
       order by id
       limit :limit
      """;

  private static final String COUNT =
      """
      select count(*)
        from event_dead_letter
       where sink = :sink
      """;

  private static final String DUE =
      """
      select *
        from event_dead_letter
       where sink = :sink
         and due = 1
       order by id
       limit :limit
      """;

  private static final String RESEND_ALL =
      """
      update event_dead_letter
         set due = 1
       where account = :account
         and region = :region
         and sink like :sink
      """;

  private static final Dialect.Sql RESEND =
      Dialect.sql(
          dialect ->
              """
              update event_dead_letter
                 set due = 1
               where account = :account
                 and region = :region
                 and sink like :sink
                 and event_id in (%s)
              """
                  .formatted(dialect.texts("events")));

  private static final String STAYS =
      """
      update event_dead_letter
         set due = 0,
             reason = :reason
       where id = :id
      """;

  private static final String DELETE =
      """
      delete from event_dead_letter
       where id = :id
      """;

  private final Handle handle;
  private final Dialect dialect;

  DeadLetterTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /**
   * An event that a sink did not take.
   *
   * @param id its row, rising
   * @param eventId of the event
   * @param body the event as it was sent
   * @param reason why it was given up
   * @param at when
   * @param isDue whether it is to be sent again
   */
  public record Letter(
      long id,
      String sink,
      String eventId,
      String body,
      String reason,
      Instant at,
      boolean isDue) {}

  /**
   * Keeps an event.
   *
   * @param kept the most that the sink may have; beyond it the oldest go
   */
  public void add(RegistryId registry, Letter letter, int kept) {
    handle
        .createUpdate(ADD)
        .bind("sink", letter.sink())
        .bind("event", letter.eventId())
        .bind("account", registry.account().value())
        .bind("region", registry.region().value())
        .bind("body", letter.body())
        .bind("reason", letter.reason())
        .bind("at", Micros.of(letter.at()))
        .execute();
    handle.createUpdate(TRIM).bind("sink", letter.sink()).bind("kept", kept).execute();
  }

  /** Those of a registry behind a row, of one sink or of all, the oldest first. */
  public List<Letter> page(RegistryId registry, Optional<String> sink, long after, int limit) {
    return handle
        .createQuery(PAGE)
        .bind("account", registry.account().value())
        .bind("region", registry.region().value())
        .bind("sink", sink.orElse("%"))
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> letter(row))
        .list();
  }

  /** How many the sink has, of all registries. */
  public long count(String sink) {
    return handle.createQuery(COUNT).bind("sink", sink).mapTo(Long.class).one();
  }

  /** Those of a sink that are to be sent again. */
  public List<Letter> due(String sink, int limit) {
    return handle
        .createQuery(DUE)
        .bind("sink", sink)
        .bind("limit", limit)
        .map((row, _) -> letter(row))
        .list();
  }

  /**
   * Has those of a registry sent again, of one sink or of all.
   *
   * @param eventIds which; all when it is empty
   * @return how many
   */
  public int resend(RegistryId registry, Optional<String> sink, Collection<String> eventIds) {
    var update = handle.createUpdate(eventIds.isEmpty() ? RESEND_ALL : RESEND.in(dialect));
    if (!eventIds.isEmpty()) {
      update.bind("events", Dialect.list(eventIds));
    }
    return update
        .bind("account", registry.account().value())
        .bind("region", registry.region().value())
        .bind("sink", sink.orElse("%"))
        .execute();
  }

  /** Notes that it was sent again in vain. */
  public void stays(long id, String reason) {
    handle.createUpdate(STAYS).bind("id", id).bind("reason", reason).execute();
  }

  public void delete(long id) {
    handle.createUpdate(DELETE).bind("id", id).execute();
  }

  private static Letter letter(ResultSet row) throws SQLException {
    return new Letter(
        row.getLong("id"),
        row.getString("sink"),
        row.getString("event_id"),
        row.getString("body"),
        row.getString("reason"),
        Micros.at(row.getLong("at")),
        row.getInt("due") == 1);
  }
}
