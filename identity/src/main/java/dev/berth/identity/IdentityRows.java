package dev.berth.identity;

import dev.berth.identity.refusal.EntityAlreadyExists;
import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import java.util.function.Function;

/**
 * How identities are read and changed. Changes of one account come one after the other, because
 * each begins by raising the account's number; so what a change reads is still so when it commits.
 */
public final class IdentityRows {
  private final Database database;

  public IdentityRows(Database database) {
    this.database = database;
  }

  /** Runs a change of the account's identities. */
  <R> R change(AccountId account, Function<Transaction, R> work) {
    return database.write(
        transaction -> {
          transaction.identityVersions().raise(account);
          return work.apply(transaction);
        });
  }

  /** Runs a read. */
  <R> R read(Function<Transaction, R> work) {
    return database.read(work);
  }

  /** The user, group or role of that name; {@link NoSuchEntity} when there is none. */
  static Identity required(
      Transaction transaction, AccountId account, IdentityKind kind, String name) {
    return transaction
        .identities()
        .find(account, kind, name)
        .orElseThrow(() -> NoSuchEntity.identity(kind, name));
  }

  /** Refuses a name that is taken. */
  static void requireFree(
      Transaction transaction, AccountId account, IdentityKind kind, String name) {
    if (transaction.identities().find(account, kind, name).isPresent()) {
      throw EntityAlreadyExists.identity(kind, name);
    }
  }
}
