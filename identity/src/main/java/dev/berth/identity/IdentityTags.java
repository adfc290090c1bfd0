package dev.berth.identity;

import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.identity.refusal.QuotaExceeded;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;

/** The tags of users, roles, managed policies and OpenID Connect providers. */
public final class IdentityTags {
  private final IdentityRows rows;
  private final Attachable attachable;
  private final IdentityLimits limits;

  /** What carries tags. */
  public sealed interface Owner {

    /** A user or role. */
    record OfIdentity(IdentityKind kind, String name) implements Owner {}

    /** A managed policy of the account. */
    record OfPolicy(Arn arn) implements Owner {}

    /** An OpenID Connect provider. */
    record OfProvider(Arn arn) implements Owner {}
  }

  public IdentityTags(IdentityRows rows, Attachable attachable, IdentityLimits limits) {
    this.rows = rows;
    this.attachable = attachable;
    this.limits = limits;
  }

  /** The tags, by key. */
  public SortedMap<String, String> of(AccountId account, Owner owner) {
    return rows.read(tx -> tx.identityTags().of(id(tx, account, owner)));
  }

  /** Adds tags; a key that is there in any case gets the new value. */
  public void put(AccountId account, Owner owner, Map<String, String> tags) {
    rows.change(
        account,
        tx -> {
          put(tx, id(tx, account, owner), tags);
          return owner;
        });
  }

  /** The same inside a change. */
  void put(Transaction transaction, String ownerId, Map<String, String> tags) {
    if (tags.isEmpty()) {
      return;
    }
    transaction.identityTags().put(ownerId, tags);
    if (transaction.identityTags().of(ownerId).size() > limits.tags()) {
      throw QuotaExceeded.of("TagsPerResource", limits.tags());
    }
  }

  /** Removes keys; one that is not there is no mistake. */
  public void remove(AccountId account, Owner owner, Collection<String> keys) {
    rows.change(
        account,
        tx -> {
          tx.identityTags().remove(id(tx, account, owner), keys);
          return owner;
        });
  }

  private String id(Transaction transaction, AccountId account, Owner owner) {
    return switch (owner) {
      case Owner.OfIdentity(var kind, var name) ->
          IdentityRows.required(transaction, account, kind, name).id();
      case Owner.OfPolicy(var arn) ->
          attachable
              .find(transaction, account, arn)
              .filter(policy -> !policy.isAws())
              .orElseThrow(() -> NoSuchEntity.policy(arn))
              .id();
      case Owner.OfProvider(var arn) ->
          OidcProviders.required(transaction, account, arn).arn().toString();
    };
  }
}
