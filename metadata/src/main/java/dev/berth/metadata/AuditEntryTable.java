package dev.berth.metadata;

import dev.berth.model.AccountId;
import dev.berth.model.AuditEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The audit trail of calls that changed something. Each row is in the transaction of the change, so
 * it is there if and only if the change is. Everything else is in the log of files.
 */
public final class AuditEntryTable {
  private static final String PUT =
      """
      insert into audit_entry (request_id, at, account, caller, document)
      values (?, ?, ?, ?, ?)
      on conflict (request_id) do nothing
      """;

  private static final String COMPLETE =
      """
      update audit_entry
         set document = :document
       where request_id = :request
      """;

  private static final String FIND =
      """
      select id, request_id, at, account, caller, document
        from audit_entry
       where request_id = :request
      """;

  private static final String BEFORE =
      """
      select id, request_id, at, account, caller, document
        from audit_entry
       where id < :before
       order by id desc
       limit :limit
      """;

  private static final String OLDEST =
      """
      select id, at
        from audit_entry
       order by id
       limit :limit
      """;

  private static final String DELETE_UP_TO =
      """
      delete from audit_entry
       where id <= :last
      """;

  private final Handle handle;

  AuditEntryTable(Handle handle) {
    this.handle = handle;
  }

  /**
   * An entry and its place.
   *
   * @param id rises with every entry
   */
  public record Row(long id, AuditEntry entry) {}

  private record Age(long id, long at) {}

  /** Adds the entry of a request; when it has one, that stays. */
  public void put(AuditEntry entry) {
    DirectQueries.execute(
        handle,
        PUT,
        entry.requestId(),
        Micros.of(entry.time()),
        entry.account().value(),
        entry.caller().value(),
        entry.document());
  }

  /** Replaces the document of a request's entry by one that also tells how the call ended. */
  public void complete(String requestId, String document) {
    handle.createUpdate(COMPLETE).bind("request", requestId).bind("document", document).execute();
  }

  /** The entry of a request. */
  public Optional<Row> find(String requestId) {
    return handle.createQuery(FIND).bind("request", requestId).map((row, _) -> row(row)).findOne();
  }

  /**
   * The newest entries below a place, newest first, of all accounts.
   *
   * @param before the place; empty for the newest of all
   */
  public List<Row> newest(Optional<Long> before, int limit) {
    return handle
        .createQuery(BEFORE)
        .bind("before", before.orElse(Long.MAX_VALUE))
        .bind("limit", limit)
        .map((row, _) -> row(row))
        .list();
  }

  /**
   * Removes the oldest entries, as far as they are older than a time.
   *
   * @param limit the most to look at
   * @return how many were removed; fewer than the limit when that were all
   */
  public int removeOlder(Instant time, int limit) {
    List<Age> oldest =
        handle
            .createQuery(OLDEST)
            .bind("limit", limit)
            .map((row, _) -> new Age(row.getLong(1), row.getLong(2)))
            .list();
    return oldest.stream()
        .takeWhile(age -> age.at() < Micros.of(time))
        .reduce((_, last) -> last)
        .map(last -> handle.createUpdate(DELETE_UP_TO).bind("last", last.id()).execute())
        .orElse(0);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("id"),
        new AuditEntry(
            row.getString("request_id"),
            Micros.at(row.getLong("at")),
            new AccountId(row.getString("account")),
            new AccountId(row.getString("caller")),
            row.getString("document")));
  }
}
