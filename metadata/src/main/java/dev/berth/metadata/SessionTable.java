package dev.berth.metadata;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.SealedSecret;
import dev.berth.model.StoredSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Temporary credentials, found by the access key id alone, as a signed request names them. */
public final class SessionTable {
  private static final String FIND =
      """
      select key_id, kind, account, principal, principal_id, name,
             issued_at, expires_at, kept_until, content
        from session
       where key_id = ?
      """;

  private static final String FIND_HELD =
      """
      select key_id, kind, account, principal, principal_id, name,
             issued_at, expires_at, kept_until, content
        from session
       where key_id = ?
         and (principal_id = account
              or exists (select 1
                           from identity
                          where id = principal_id))
      """;

  private static final String INSERT =
      """
      insert into session (key_id, kind, account, principal, principal_id, name,
                           issued_at, expires_at, kept_until, content)
      values (:keyId, :kind, :account, :principal, :principalId, :name,
              :issuedAt, :expiresAt, :keptUntil, :content)
      """;

  private static final String RENAME =
      """
      update session
         set principal = :principal
       where principal_id = :principalId
      """;

  private static final String DELETE_OF =
      """
      delete from session
       where principal = :principal
      """;

  private static final String NAMED =
      """
      select key_id, kind, account, principal, principal_id, name,
             issued_at, expires_at, kept_until, content
        from session
       where account = :account
         and kind = :kind
         and name = :name
       order by key_id
      """;

  private static final String DELETE =
      """
      delete from session
       where key_id = :keyId
      """;

  private static final String DELETE_ENDED =
      """
      delete from session
       where key_id in (select key_id
                          from session
                         where kept_until <= :now
                         order by kept_until, key_id
                         limit :limit)
      """;

  private final Handle handle;

  SessionTable(Handle handle) {
    this.handle = handle;
  }

  public Optional<StoredSession> find(String keyId) {
    return DirectQueries.first(handle, FIND, SessionTable::session, keyId);
  }

  /** The session, if the user or role is still there that it is of. */
  public Optional<StoredSession> findHeld(String keyId) {
    return DirectQueries.first(handle, FIND_HELD, SessionTable::session, keyId);
  }

  /** Adds a session; ids are random, and one that is there already is a failure. */
  public void insert(StoredSession session) {
    handle
        .createUpdate(INSERT)
        .bind("keyId", session.keyId())
        .bind("kind", text(session.kind()))
        .bind("account", session.account().value())
        .bind("principal", session.principal().toString())
        .bind("principalId", session.principalId())
        .bind("name", session.name())
        .bind("issuedAt", Micros.of(session.issuedAt()))
        .bind("expiresAt", Micros.of(session.expiresAt()))
        .bind("keptUntil", Micros.of(session.keptUntil()))
        .bind("content", session.content().ciphertext())
        .execute();
  }

  /** Gives the sessions of a user, and of whom it federated, the user's new ARN. */
  public void rename(String principalId, Arn principal) {
    handle
        .createUpdate(RENAME)
        .bind("principalId", principalId)
        .bind("principal", principal.toString())
        .execute();
  }

  /**
   * Removes all sessions of a role, or of a user or root user, with those of the federated users
   * who were named by them.
   *
   * @return how many there were
   */
  public int deleteOf(Arn principal) {
    return handle.createUpdate(DELETE_OF).bind("principal", principal.toString()).execute();
  }

  /** An account's sessions of that kind and name. */
  public List<StoredSession> named(AccountId account, StoredSession.Kind kind, String name) {
    return handle
        .createQuery(NAMED)
        .bind("account", account.value())
        .bind("kind", text(kind))
        .bind("name", name)
        .map((row, _) -> session(row))
        .list();
  }

  /** Removes the session; nothing when it is not there. */
  public void delete(String keyId) {
    handle.createUpdate(DELETE).bind("keyId", keyId).execute();
  }

  /**
   * Removes sessions that are kept no longer, the oldest first.
   *
   * @param limit the most that one call removes
   * @return how many it did
   */
  public int deleteEnded(Instant now, int limit) {
    return handle
        .createUpdate(DELETE_ENDED)
        .bind("now", Micros.of(now))
        .bind("limit", limit)
        .execute();
  }

  private static String text(StoredSession.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static StoredSession session(ResultSet row) throws SQLException {
    return new StoredSession(
        row.getString("key_id"),
        StoredSession.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        new AccountId(row.getString("account")),
        Arn.parse(row.getString("principal")),
        row.getString("principal_id"),
        row.getString("name"),
        Micros.at(row.getLong("issued_at")),
        Micros.at(row.getLong("expires_at")),
        Micros.at(row.getLong("kept_until")),
        new SealedSecret(row.getBytes("content")));
  }
}
