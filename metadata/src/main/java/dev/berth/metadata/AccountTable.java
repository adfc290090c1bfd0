package dev.berth.metadata;

import dev.berth.model.AccountId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The accounts that exist. */
public final class AccountTable {
  private static final String INSERT =
      """
      insert into account (id, created_at)
      values (:id, :at)
      on conflict do nothing
      """;

  private static final String ALL =
      """
      select id
        from account
       order by id
      """;

  private static final String EXISTS =
      """
      select 1
        from account
       where id = :id
      """;

  private final Handle handle;

  AccountTable(Handle handle) {
    this.handle = handle;
  }

  /** Adds the account; nothing when it is there. */
  public void insert(AccountId account, Instant createdAt) {
    handle
        .createUpdate(INSERT)
        .bind("id", account.value())
        .bind("at", Micros.of(createdAt))
        .execute();
  }

  /** Every account, in order of its id. */
  public List<AccountId> all() {
    return handle.createQuery(ALL).map((row, _) -> new AccountId(row.getString(1))).list();
  }

  public boolean exists(AccountId account) {
    return handle
        .createQuery(EXISTS)
        .bind("id", account.value())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }
}
