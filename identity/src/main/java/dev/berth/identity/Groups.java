package dev.berth.identity;

import dev.berth.identity.refusal.DeleteConflict;
import dev.berth.identity.refusal.DeleteConflict.Hanging;
import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.identity.refusal.QuotaExceeded;
import dev.berth.model.AccountId;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.Page;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** The groups of accounts and who is in them (IAM dossier 9.1). */
public final class Groups {
  private final IdentityRows rows;
  private final IdentityLimits limits;
  private final InstantSource clock;
  private final IdentityIds ids;

  public Groups(
      IdentityRows rows, IdentityLimits limits, InstantSource clock, SecureRandom random) {
    this.rows = rows;
    this.limits = limits;
    this.clock = clock;
    this.ids = new IdentityIds(random);
  }

  /** Makes a group without members. */
  public Identity create(AccountId account, String name, String path) {
    return rows.change(
        account,
        transaction -> {
          IdentityRows.requireFree(transaction, account, IdentityKind.GROUP, name);
          if (transaction.identities().count(account, IdentityKind.GROUP) >= limits.groups()) {
            throw QuotaExceeded.of("GroupsPerAccount", limits.groups());
          }
          Identity group =
              new Identity(
                  ids.of(IdentityKind.GROUP),
                  account,
                  IdentityKind.GROUP,
                  name,
                  path,
                  clock.instant(),
                  Optional.empty());
          transaction.identities().insert(group);
          return group;
        });
  }

  /** The group of that name. */
  public Identity get(AccountId account, String name) {
    return rows.read(tx -> IdentityRows.required(tx, account, IdentityKind.GROUP, name));
  }

  /** The groups whose path begins so. */
  public Page<Identity, String> page(
      AccountId account, String pathPrefix, Page.Request<String> request) {
    return rows.read(tx -> tx.identities().page(account, IdentityKind.GROUP, pathPrefix, request));
  }

  /** The users of a group. */
  public Page<Identity, String> members(
      AccountId account, String name, Page.Request<String> request) {
    return rows.read(
        tx -> {
          Identity group = IdentityRows.required(tx, account, IdentityKind.GROUP, name);
          return tx.memberships().usersOf(group.id(), request);
        });
  }

  /** The groups that a user is in. */
  public Page<Identity, String> of(AccountId account, String user, Page.Request<String> request) {
    return rows.read(
        tx -> {
          Identity member = IdentityRows.required(tx, account, IdentityKind.USER, user);
          return tx.memberships().groupsOf(member.id(), request);
        });
  }

  /** Gives the group another name or path; what is empty stays. */
  public void update(
      AccountId account, String name, Optional<String> newName, Optional<String> newPath) {
    rows.change(
        account,
        transaction -> {
          Identity group = IdentityRows.required(transaction, account, IdentityKind.GROUP, name);
          Users.rename(transaction, group, newName, newPath);
          return group;
        });
  }

  /** Removes a group without members and policies. */
  public void delete(AccountId account, String name) {
    rows.change(
        account,
        transaction -> {
          Identity group = IdentityRows.required(transaction, account, IdentityKind.GROUP, name);
          Users.requireNoPolicies(transaction, group);
          if (!transaction
              .memberships()
              .usersOf(group.id(), new Page.Request<>(Optional.empty(), 1))
              .items()
              .isEmpty()) {
            throw new DeleteConflict(Hanging.USERS);
          }
          transaction.identities().delete(group.id());
          return group;
        });
  }

  /** Puts a user into a group; nothing when it is in it. */
  public void add(AccountId account, String name, String user) {
    rows.change(
        account,
        transaction -> {
          Identity group = IdentityRows.required(transaction, account, IdentityKind.GROUP, name);
          Identity member = IdentityRows.required(transaction, account, IdentityKind.USER, user);
          transaction.memberships().add(member.id(), group.id());
          Page.Request<String> most = new Page.Request<>(Optional.empty(), limits.groupsPerUser());
          if (transaction.memberships().groupsOf(member.id(), most).next().isPresent()) {
            throw QuotaExceeded.of("GroupsPerUser", limits.groupsPerUser());
          }
          return group;
        });
  }

  /** Takes a user out of a group. */
  public void remove(AccountId account, String name, String user) {
    rows.change(
        account,
        transaction -> {
          Identity group = IdentityRows.required(transaction, account, IdentityKind.GROUP, name);
          Identity member = IdentityRows.required(transaction, account, IdentityKind.USER, user);
          if (!transaction.memberships().remove(member.id(), group.id())) {
            throw NoSuchEntity.membership(user, name);
          }
          return group;
        });
  }
}
