package dev.berth.metadata;

import dev.berth.model.AccountId;
import org.jdbi.v3.core.Handle;

/**
 * How often what an account's principals may do has changed. Whatever was decided from identities
 * and policies holds as long as the number does.
 */
public final class IdentityVersionTable {
  private static final String RAISE =
      """
      insert into identity_version (account, version)
      values (:account, 1)
      on conflict (account) do update
         set version = identity_version.version + 1
      """;

  private static final String OF =
      """
      select version
        from identity_version
       where account = ?
      """;

  private final Handle handle;

  IdentityVersionTable(Handle handle) {
    this.handle = handle;
  }

  /**
   * Says that this transaction changes identities or policies of the account. The row is locked
   * until it ends: such changes of one account come one after the other on every engine, so a write
   * that begins with this may rely on what it reads.
   */
  public void raise(AccountId account) {
    handle.createUpdate(RAISE).bind("account", account.value()).execute();
  }

  /** How often so far; 0 when never. */
  public long of(AccountId account) {
    return DirectQueries.first(handle, OF, row -> row.getLong(1), account.value()).orElse(0L);
  }
}
