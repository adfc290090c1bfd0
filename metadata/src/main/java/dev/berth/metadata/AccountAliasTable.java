package dev.berth.metadata;

import dev.berth.model.AccountId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The other names of accounts: one each, unique over all accounts. */
public final class AccountAliasTable {
  private static final String PUT =
      """
      insert into account_alias (account, alias)
      values (:account, :alias)
      on conflict (account) do update
         set alias = excluded.alias
      """;

  private static final String OF =
      """
      select alias
        from account_alias
       where account = :account
      """;

  private static final String HOLDER =
      """
      select account
        from account_alias
       where alias = :alias
      """;

  private static final String DELETE =
      """
      delete from account_alias
       where account = :account
      """;

  private final Handle handle;

  AccountAliasTable(Handle handle) {
    this.handle = handle;
  }

  /** Gives the account that alias in place of any other. */
  public void put(AccountId account, String alias) {
    handle.createUpdate(PUT).bind("account", account.value()).bind("alias", alias).execute();
  }

  public Optional<String> of(AccountId account) {
    return handle.createQuery(OF).bind("account", account.value()).mapTo(String.class).findOne();
  }

  /** The account that has the alias. */
  public Optional<AccountId> holder(String alias) {
    return handle
        .createQuery(HOLDER)
        .bind("alias", alias)
        .map((row, _) -> new AccountId(row.getString(1)))
        .findOne();
  }

  public void delete(AccountId account) {
    handle.createUpdate(DELETE).bind("account", account.value()).execute();
  }
}
