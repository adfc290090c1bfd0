package dev.berth.identity;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccessKey;
import dev.berth.model.AccountId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Sees to it that every account has its root access key (DESIGN section 6, threat T10). */
public final class RootKeys {
  private final Database database;
  private final AccessKeys keys;
  private final InstantSource clock;
  private final SecureRandom random;

  /** What a start found or did. */
  public sealed interface Outcome {

    /** The account has a root key, and it stays. */
    record Kept() implements Outcome {}

    /**
     * The given key is now the account's; another one that it had, and its registry tokens, are
     * dead.
     */
    record Given() implements Outcome {}

    /** A key was made. This is the only time that its secret can be shown. */
    record Made(RootKey key) implements Outcome {}
  }

  public RootKeys(Database database, AccessKeys keys, InstantSource clock, SecureRandom random) {
    this.database = database;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes the account, and its root key when it has none.
   *
   * @param given the key that it must be, from the environment
   * @throws KeyRefused when the given key's id is in use by somebody else
   */
  public Outcome ensure(AccountId account, Optional<RootKey> given) {
    RootKey fresh = RootKey.random(random);
    return database.write(
        transaction -> {
          transaction.accounts().insert(account, clock.instant());
          List<AccessKey> stored = stored(transaction, account);
          if (given.isEmpty() && stored.isEmpty()) {
            replace(transaction, account, fresh);
            return new Outcome.Made(fresh);
          }
          if (given.isEmpty() || isStored(given.get(), stored)) {
            return new Outcome.Kept();
          }
          replace(transaction, account, given.get());
          return new Outcome.Given();
        });
  }

  /**
   * Gives the account a new root key in place of every other: the way back in.
   *
   * @throws KeyRefused when there is no such account
   */
  public RootKey renew(AccountId account) {
    RootKey fresh = RootKey.random(random);
    return database.write(
        transaction -> {
          if (!transaction.accounts().exists(account)) {
            throw new KeyRefused("There is no account %s here.".formatted(account));
          }
          replace(transaction, account, fresh);
          return fresh;
        });
  }

  private static List<AccessKey> stored(Transaction transaction, AccountId account) {
    return transaction.accessKeys().ofAccount(account).stream()
        .filter(key -> key.user().isEmpty())
        .toList();
  }

  private boolean isStored(RootKey given, List<AccessKey> stored) {
    return stored.size() == 1
        && stored.getFirst().id().equals(given.id())
        && keys.secretOf(stored.getFirst()).equals(given.secret());
  }

  private void replace(Transaction transaction, AccountId account, RootKey key) {
    stored(transaction, account).forEach(old -> transaction.accessKeys().delete(old.id()));
    if (transaction.accessKeys().find(key.id()).isPresent()) {
      throw new KeyRefused(
          "The access key id %s belongs to somebody else; choose another BERTH_ROOT_ACCESS_KEY_ID."
              .formatted(key.id()));
    }
    transaction
        .accessKeys()
        .put(
            AccessKey.ofRoot(
                key.id(),
                account,
                keys.seal(key.id(), account, key.secret()),
                KeyGenerations.next(transaction),
                clock.instant()));
  }
}
