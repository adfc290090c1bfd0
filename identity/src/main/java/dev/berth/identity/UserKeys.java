package dev.berth.identity;

import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.identity.refusal.QuotaExceeded;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccessKey;
import dev.berth.model.AccountId;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The access keys of users, two each at most (IAM dossier 9.1). */
public final class UserKeys {
  private final IdentityRows rows;
  private final AccessKeys keys;
  private final IdentityLimits limits;
  private final InstantSource clock;
  private final IdentityIds ids;

  /**
   * A key that was made. This is the only time that its secret is shown (threat T2).
   *
   * @param key as it is stored
   * @param secret what it signs with
   */
  public record Made(AccessKey key, SigningSecret secret) {}

  /**
   * When a key was used.
   *
   * @param user whose key it is
   * @param use empty when never
   */
  public record LastUse(String user, Optional<AccessKey.Use> use) {}

  public UserKeys(
      IdentityRows rows,
      AccessKeys keys,
      IdentityLimits limits,
      InstantSource clock,
      SecureRandom random) {
    this.rows = rows;
    this.keys = keys;
    this.limits = limits;
    this.clock = clock;
    this.ids = new IdentityIds(random);
  }

  /** Makes a key for a user. */
  public Made create(AccountId account, String user) {
    String id = ids.ofKey();
    SigningSecret secret = ids.secret();
    return rows.change(
        account,
        transaction -> {
          Identity owner = IdentityRows.required(transaction, account, IdentityKind.USER, user);
          if (transaction.accessKeys().ofUser(owner.id()).size() >= limits.keysPerUser()) {
            throw QuotaExceeded.of("AccessKeysPerUser", limits.keysPerUser());
          }
          AccessKey key =
              new AccessKey(
                  id,
                  account,
                  Optional.of(new AccessKey.Owner(owner.id(), owner.arn())),
                  AccessKey.Status.ACTIVE,
                  keys.seal(id, account, secret),
                  KeyGenerations.next(transaction),
                  clock.instant());
          transaction.accessKeys().put(key);
          return new Made(key, secret);
        });
  }

  /** The keys of a user, by id. */
  public List<AccessKey> of(AccountId account, String user) {
    return rows.read(
        tx ->
            tx.accessKeys()
                .ofUser(IdentityRows.required(tx, account, IdentityKind.USER, user).id()));
  }

  /** Makes a key active or inactive: seen by the next request; registry tokens made with it end. */
  public void setStatus(AccountId account, String user, String id, AccessKey.Status status) {
    rows.change(
        account,
        transaction -> {
          AccessKey key = required(transaction, account, user, id);
          if (key.status() != status) {
            transaction
                .accessKeys()
                .put(
                    new AccessKey(
                        key.id(),
                        account,
                        key.user(),
                        status,
                        key.secret(),
                        KeyGenerations.next(transaction),
                        key.createdAt()));
          }
          return key;
        });
  }

  /** Removes a key: seen by the next request. */
  public void delete(AccountId account, String user, String id) {
    rows.change(
        account,
        transaction -> {
          AccessKey key = required(transaction, account, user, id);
          transaction.accessKeys().delete(key.id());
          return key;
        });
  }

  /** When a key of the account was last used; empty when there is no such key of a user. */
  public Optional<LastUse> lastUse(AccountId account, String id) {
    return rows.read(
        tx ->
            tx.accessKeys()
                .find(id)
                .filter(key -> key.account().equals(account))
                .flatMap(AccessKey::user)
                .flatMap(owner -> tx.identities().find(owner.id()))
                .map(user -> new LastUse(user.name(), tx.accessKeys().lastUse(id))));
  }

  private static AccessKey required(
      Transaction transaction, AccountId account, String user, String id) {
    Identity owner = IdentityRows.required(transaction, account, IdentityKind.USER, user);
    return transaction.accessKeys().ofUser(owner.id()).stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow(() -> NoSuchEntity.accessKey(id));
  }
}
