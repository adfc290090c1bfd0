package dev.berth.identity;

import dev.berth.identity.refusal.DeleteConflict;
import dev.berth.identity.refusal.DeleteConflict.Hanging;
import dev.berth.identity.refusal.QuotaExceeded;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.Page;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The users of accounts (IAM dossier 9.1). */
public final class Users {
  private final IdentityRows rows;
  private final Attachable attachable;
  private final IdentityTags tags;
  private final IdentityLimits limits;
  private final InstantSource clock;
  private final IdentityIds ids;

  public Users(
      IdentityRows rows,
      Attachable attachable,
      IdentityTags tags,
      IdentityLimits limits,
      InstantSource clock,
      SecureRandom random) {
    this.rows = rows;
    this.attachable = attachable;
    this.tags = tags;
    this.limits = limits;
    this.clock = clock;
    this.ids = new IdentityIds(random);
  }

  /**
   * Makes a user that may do nothing yet.
   *
   * @param path begins and ends with a slash
   * @param boundary a managed policy
   */
  public Identity create(
      AccountId account,
      String name,
      String path,
      Optional<Arn> boundary,
      Map<String, String> resourceTags) {
    return rows.change(
        account,
        transaction -> {
          IdentityRows.requireFree(transaction, account, IdentityKind.USER, name);
          if (transaction.identities().count(account, IdentityKind.USER) >= limits.users()) {
            throw QuotaExceeded.of("UsersPerAccount", limits.users());
          }
          boundary.ifPresent(policy -> attachable.require(transaction, account, policy));
          Identity user =
              new Identity(
                  ids.of(IdentityKind.USER),
                  account,
                  IdentityKind.USER,
                  name,
                  path,
                  clock.instant(),
                  boundary);
          transaction.identities().insert(user);
          tags.put(transaction, user.id(), resourceTags);
          return user;
        });
  }

  /** The user of that name. */
  public Identity get(AccountId account, String name) {
    return rows.read(tx -> IdentityRows.required(tx, account, IdentityKind.USER, name));
  }

  /** The users whose path begins so. */
  public Page<Identity, String> page(
      AccountId account, String pathPrefix, Page.Request<String> request) {
    return rows.read(tx -> tx.identities().page(account, IdentityKind.USER, pathPrefix, request));
  }

  /**
   * Gives the user another name or path; what is empty stays. It is the same user: its keys, its
   * sessions and the tokens made with them go on.
   */
  public void update(
      AccountId account, String name, Optional<String> newName, Optional<String> newPath) {
    rows.change(
        account,
        transaction -> {
          Identity user = IdentityRows.required(transaction, account, IdentityKind.USER, name);
          Identity renamed = rename(transaction, user, newName, newPath);
          transaction.sessions().rename(renamed.id(), renamed.arn());
          return renamed;
        });
  }

  static Identity rename(
      Transaction transaction, Identity entity, Optional<String> name, Optional<String> path) {
    String newName = name.orElse(entity.name());
    if (!newName.equalsIgnoreCase(entity.name())) {
      IdentityRows.requireFree(transaction, entity.account(), entity.kind(), newName);
    }
    String newPath = path.orElse(entity.path());
    transaction.identities().rename(entity.id(), newName, newPath);
    return new Identity(
        entity.id(),
        entity.account(),
        entity.kind(),
        newName,
        newPath,
        entity.createdAt(),
        entity.boundary());
  }

  /** Removes a user that nothing hangs on any more. */
  public void delete(AccountId account, String name) {
    rows.change(
        account,
        transaction -> {
          Identity user = IdentityRows.required(transaction, account, IdentityKind.USER, name);
          requireNoPolicies(transaction, user);
          if (!transaction.accessKeys().ofUser(user.id()).isEmpty()) {
            throw new DeleteConflict(Hanging.ACCESS_KEYS);
          }
          if (!transaction
              .memberships()
              .groupsOf(user.id(), new Page.Request<>(Optional.empty(), 1))
              .items()
              .isEmpty()) {
            throw new DeleteConflict(Hanging.GROUPS);
          }
          transaction.identityTags().deleteOf(user.id());
          transaction.identities().delete(user.id());
          return user;
        });
  }

  static void requireNoPolicies(Transaction transaction, Identity entity) {
    if (!transaction.policyAttachments().of(entity.id()).isEmpty()) {
      throw new DeleteConflict(Hanging.ATTACHED_POLICIES);
    }
    if (!transaction.inlinePolicies().of(entity.id()).isEmpty()) {
      throw new DeleteConflict(Hanging.INLINE_POLICIES);
    }
  }
}
