package dev.berth.identity;

import dev.berth.identity.refusal.EntityAlreadyExists;
import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.model.AccountId;
import java.util.Optional;

/** The other names of accounts (IAM dossier 9.1). */
public final class AccountAliases {
  private final IdentityRows rows;

  public AccountAliases(IdentityRows rows) {
    this.rows = rows;
  }

  /** The account's alias. */
  public Optional<String> of(AccountId account) {
    return rows.read(tx -> tx.accountAliases().of(account));
  }

  /** Gives the account that alias in place of any other. */
  public void set(AccountId account, String alias) {
    rows.change(
        account,
        transaction -> {
          transaction
              .accountAliases()
              .holder(alias)
              .ifPresent(
                  _ -> {
                    throw EntityAlreadyExists.alias(alias);
                  });
          transaction.accountAliases().put(account, alias);
          return alias;
        });
  }

  /** Takes the alias away. */
  public void delete(AccountId account, String alias) {
    rows.change(
        account,
        transaction -> {
          if (transaction.accountAliases().of(account).filter(alias::equals).isEmpty()) {
            throw NoSuchEntity.alias(alias);
          }
          transaction.accountAliases().delete(account);
          return alias;
        });
  }
}
