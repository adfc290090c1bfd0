package dev.berth.metadata;

import dev.berth.model.AccessKey;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
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
  private static final String FIND =
      """
      select id, account, owner, secret, generation, created_at
        from access_key
       where id = ?
      """;

  private static final String OF_ACCOUNT =
      """
      select id, account, owner, secret, generation, created_at
        from access_key
       where account = :account
       order by id
      """;

  private static final String PUT =
      """
      insert into access_key (id, account, owner, secret, generation, created_at)
      values (:id, :account, :owner, :secret, :generation, :createdAt)
      on conflict (id) do update
         set account = excluded.account,
             owner = excluded.owner,
             secret = excluded.secret,
             generation = excluded.generation,
             created_at = excluded.created_at
      """;

  private static final String DELETE =
      """
      delete from access_key
       where id = :id
      """;

  private final Handle handle;

  AccessKeyTable(Handle handle) {
    this.handle = handle;
  }

  public Optional<AccessKey> find(String id) {
    return DirectQueries.first(handle, FIND, AccessKeyTable::accessKey, id);
  }

  /** The account's keys, in order of their ids. */
  public List<AccessKey> ofAccount(AccountId account) {
    return handle
        .createQuery(OF_ACCOUNT)
        .bind("account", account.value())
        .map((row, _) -> accessKey(row))
        .list();
  }

  /** Adds the key, or replaces the one with its id. */
  public void put(AccessKey key) {
    handle
        .createUpdate(PUT)
        .bind("id", key.id())
        .bind("account", key.account().value())
        .bind("owner", key.owner().toString())
        .bind("secret", key.secret().ciphertext())
        .bind("generation", key.generation())
        .bind("createdAt", Micros.of(key.createdAt()))
        .execute();
  }

  /** Removes the key; nothing when it is not there. */
  public void delete(String id) {
    handle.createUpdate(DELETE).bind("id", id).execute();
  }

  private static AccessKey accessKey(ResultSet row) throws SQLException {
    return new AccessKey(
        row.getString("id"),
        new AccountId(row.getString("account")),
        Arn.parse(row.getString("owner")),
        new SealedSecret(row.getBytes("secret")),
        row.getLong("generation"),
        Micros.at(row.getLong("created_at")));
  }
}
