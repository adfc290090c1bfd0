package dev.berth.identity;

import dev.berth.identity.refusal.QuotaExceeded;
import dev.berth.identity.refusal.UnmodifiableEntity;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.Page;
import dev.berth.model.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The roles of accounts (IAM dossier 9.1). */
public final class Roles {
  private final IdentityRows rows;
  private final Attachable attachable;
  private final IdentityTags tags;
  private final DocumentRules documents;
  private final IdentityLimits limits;
  private final InstantSource clock;
  private final IdentityIds ids;

  /**
   * What a new role is made of.
   *
   * @param path begins and ends with a slash
   * @param trust who may assume it, a policy document
   * @param longestSession of its sessions
   * @param boundary a managed policy
   */
  public record NewRole(
      String name,
      String path,
      String trust,
      Optional<String> description,
      Duration longestSession,
      Optional<Arn> boundary,
      Map<String, String> tags) {}

  public Roles(
      IdentityRows rows,
      Attachable attachable,
      IdentityTags tags,
      DocumentRules documents,
      IdentityLimits limits,
      InstantSource clock,
      SecureRandom random) {
    this.rows = rows;
    this.attachable = attachable;
    this.tags = tags;
    this.documents = documents;
    this.limits = limits;
    this.clock = clock;
    this.ids = new IdentityIds(random);
  }

  /** Makes a role that may do nothing yet. */
  public Role create(AccountId account, NewRole wanted) {
    return rows.change(
        account,
        transaction -> {
          wanted.boundary().ifPresent(policy -> attachable.require(transaction, account, policy));
          return shown(transaction, insert(transaction, account, wanted));
        });
  }

  /** The same inside a change. */
  Role insert(Transaction transaction, AccountId account, NewRole wanted) {
    IdentityRows.requireFree(transaction, account, IdentityKind.ROLE, wanted.name());
    if (transaction.identities().count(account, IdentityKind.ROLE) >= limits.roles()) {
      throw QuotaExceeded.of("RolesPerAccount", limits.roles());
    }
    Identity identity =
        new Identity(
            ids.of(IdentityKind.ROLE),
            account,
            IdentityKind.ROLE,
            wanted.name(),
            wanted.path(),
            clock.instant(),
            wanted.boundary());
    Role role =
        new Role(
            identity,
            documents.trust(transaction, wanted.trust()),
            wanted.description(),
            wanted.longestSession(),
            Optional.empty());
    transaction.identities().insert(identity);
    transaction.roles().insert(role);
    tags.put(transaction, identity.id(), wanted.tags());
    return role;
  }

  /** The role of that name, its trust policy with the ARNs that users and roles have now. */
  public Role get(AccountId account, String name) {
    return rows.read(tx -> shown(tx, required(tx, account, name)));
  }

  static Role required(Transaction transaction, AccountId account, String name) {
    return transaction
        .roles()
        .of(IdentityRows.required(transaction, account, IdentityKind.ROLE, name));
  }

  /** The roles whose path begins so. */
  public Page<Role, String> page(
      AccountId account, String pathPrefix, Page.Request<String> request) {
    return rows.read(
        tx -> {
          Page<Identity, String> page =
              tx.identities().page(account, IdentityKind.ROLE, pathPrefix, request);
          return new Page<>(
              tx.roles().of(page.items()).stream().map(role -> shown(tx, role)).toList(),
              page.next());
        });
  }

  /** Changes the description or how long sessions may last; what is empty stays. */
  public void update(
      AccountId account, String name, Optional<String> description, Optional<Duration> longest) {
    rows.change(
        account,
        transaction -> {
          Role role = required(transaction, account, name);
          longest.ifPresent(
              time -> {
                requireModifiable(role);
                transaction.roles().setLongestSession(role.identity().id(), time);
              });
          description.ifPresent(
              text -> transaction.roles().setDescription(role.identity().id(), Optional.of(text)));
          return role;
        });
  }

  /** Changes who may assume the role; asked when it is assumed. */
  public void setTrust(AccountId account, String name, String trust) {
    rows.change(
        account,
        transaction -> {
          Role role = required(transaction, account, name);
          requireModifiable(role);
          transaction.roles().setTrust(role.identity().id(), documents.trust(transaction, trust));
          return role;
        });
  }

  /** Removes a role that nothing hangs on any more. Its sessions end with it. */
  public void delete(AccountId account, String name) {
    rows.change(
        account,
        transaction -> {
          Role role = required(transaction, account, name);
          requireModifiable(role);
          Users.requireNoPolicies(transaction, role.identity());
          remove(transaction, role);
          return role;
        });
  }

  static void remove(Transaction transaction, Role role) {
    String id = role.identity().id();
    transaction.identityTags().deleteOf(id);
    transaction.loginEnds().deleteOf(id);
    transaction.roles().delete(id);
    transaction.identities().delete(id);
  }

  static Role shown(Transaction transaction, Role role) {
    return new Role(
        role.identity(),
        PrincipalIds.shown(transaction, role.trust()),
        role.description(),
        role.longestSession(),
        role.lastUsed());
  }

  static void requireModifiable(Role role) {
    if (role.isServiceLinked()) {
      throw new UnmodifiableEntity(
          ("Cannot perform the operation on the protected role '%s' - this role is only modifiable"
                  + " by AWS")
              .formatted(role.identity().name()));
    }
  }

  /** The same for an identity that may be a role. */
  static void requireModifiable(Transaction transaction, Identity identity) {
    if (identity.kind() == IdentityKind.ROLE) {
      requireModifiable(transaction.roles().of(identity));
    }
  }
}
