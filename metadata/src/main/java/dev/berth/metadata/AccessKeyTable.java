package dev.berth.metadata;

import dev.berth.model.AccessKey;
import dev.berth.model.AccountId;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.SealedSecret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Long-term access keys. Their ids are unique over all accounts, because a signed request names
 * nothing else.
 */
public final class AccessKeyTable {
  private static final String SELECT =
      """
      select k.id, k.account, k.status, k.secret, k.generation, k.created_at,
             k.user_id, i.path, i.name
        from access_key k
        left join identity i on i.id = k.user_id
      """;

  private static final String FIND = SELECT + " where k.id = ?";

  private static final String OF_ACCOUNT =
      SELECT
          + """
             where k.account = :account
             order by k.id
            """;

  private static final String OF_USER =
      SELECT
          + """
             where k.user_id = :user
             order by k.id
            """;

  private static final String ALL =
      SELECT
          + """
             order by k.id
            """;

  private static final String PUT =
      """
      insert into access_key (id, account, user_id, status, secret, generation, created_at)
      values (:id, :account, :user, :status, :secret, :generation, :createdAt)
      on conflict (id) do update
         set account = excluded.account,
             user_id = excluded.user_id,
             status = excluded.status,
             secret = excluded.secret,
             generation = excluded.generation,
             created_at = excluded.created_at
      """;

  private static final String DELETE =
      """
      delete from access_key
       where id = :id
      """;

  private static final String FORGET_USE =
      """
      delete from access_key_use
       where key_id = :id
      """;

  private static final String USED =
      """
      insert into access_key_use (key_id, used_at, service, region)
      select id, :at, :service, :region
        from access_key
       where id = :id
      on conflict (key_id) do update
         set used_at = excluded.used_at,
             service = excluded.service,
             region = excluded.region
      """;

  private static final String LAST_USE =
      """
      select used_at, service, region
        from access_key_use
       where key_id = :id
      """;

  private final Handle handle;

  AccessKeyTable(Handle handle) {
    this.handle = handle;
  }

  public Optional<AccessKey> find(String id) {
    return DirectQueries.first(handle, FIND, AccessKeyTable::accessKey, id);
  }

  /** The account's keys, those of its users among them, in order of their ids. */
  public List<AccessKey> ofAccount(AccountId account) {
    return handle
        .createQuery(OF_ACCOUNT)
        .bind("account", account.value())
        .map((row, _) -> accessKey(row))
        .list();
  }

  /** The user's keys, in order of their ids; there are two at most. */
  public List<AccessKey> ofUser(String userId) {
    return handle.createQuery(OF_USER).bind("user", userId).map((row, _) -> accessKey(row)).list();
  }

  /** Every key of every account, in order of their ids. */
  public List<AccessKey> all() {
    return handle.createQuery(ALL).map((row, _) -> accessKey(row)).list();
  }

  /** Adds the key, or replaces the one with its id. */
  public void put(AccessKey key) {
    handle
        .createUpdate(PUT)
        .bind("id", key.id())
        .bind("account", key.account().value())
        .bind("user", key.user().map(AccessKey.Owner::id).orElse(null))
        .bind("status", key.status().name())
        .bind("secret", key.secret().ciphertext())
        .bind("generation", key.generation())
        .bind("createdAt", Micros.of(key.createdAt()))
        .execute();
  }

  /** Removes the key; nothing when it is not there. */
  public void delete(String id) {
    handle.createUpdate(FORGET_USE).bind("id", id).execute();
    handle.createUpdate(DELETE).bind("id", id).execute();
  }

  /** Records that the key signed a request; nothing when it is not there. */
  public void used(String id, AccessKey.Use use) {
    handle
        .createUpdate(USED)
        .bind("id", id)
        .bind("at", Micros.of(use.at()))
        .bind("service", use.service())
        .bind("region", use.region())
        .execute();
  }

  /** When the key last signed a request, as far as it was recorded. */
  public Optional<AccessKey.Use> lastUse(String id) {
    return handle
        .createQuery(LAST_USE)
        .bind("id", id)
        .map(
            (row, _) ->
                new AccessKey.Use(Micros.at(row.getLong(1)), row.getString(2), row.getString(3)))
        .findOne();
  }

  private static AccessKey accessKey(ResultSet row) throws SQLException {
    AccountId account = new AccountId(row.getString("account"));
    return new AccessKey(
        row.getString("id"),
        account,
        owner(row, account),
        AccessKey.Status.valueOf(row.getString("status")),
        new SealedSecret(row.getBytes("secret")),
        row.getLong("generation"),
        Micros.at(row.getLong("created_at")));
  }

  private static Optional<AccessKey.Owner> owner(ResultSet row, AccountId account)
      throws SQLException {
    String user = row.getString("user_id");
    if (user == null) {
      return Optional.empty();
    }
    return Optional.of(
        new AccessKey.Owner(
            user,
            Identity.arn(
                account, IdentityKind.USER, row.getString("path"), row.getString("name"))));
  }
}
