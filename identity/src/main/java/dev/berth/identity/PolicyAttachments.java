package dev.berth.identity;

import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.identity.refusal.QuotaExceeded;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.ManagedPolicy;
import dev.berth.model.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Managed policies on users, groups and roles, also as what limits them (IAM dossier 9.1). */
public final class PolicyAttachments {
  private final IdentityRows rows;
  private final Attachable attachable;
  private final IdentityLimits limits;

  public PolicyAttachments(IdentityRows rows, Attachable attachable, IdentityLimits limits) {
    this.rows = rows;
    this.attachable = attachable;
    this.limits = limits;
  }

  /** Attaches a policy; nothing when it is attached. */
  public void attach(AccountId account, IdentityKind kind, String holder, Arn policy) {
    rows.change(
        account,
        transaction -> {
          Identity found = IdentityRows.required(transaction, account, kind, holder);
          Roles.requireModifiable(transaction, found);
          attachable.require(transaction, account, policy);
          transaction.policyAttachments().add(found.id(), policy);
          if (transaction.policyAttachments().of(found.id()).size() > limits.attachments()) {
            throw QuotaExceeded.of(quota(kind), limits.attachments());
          }
          return found;
        });
  }

  private static String quota(IdentityKind kind) {
    return switch (kind) {
      case USER -> "PoliciesPerUser";
      case GROUP -> "PoliciesPerGroup";
      case ROLE -> "PoliciesPerRole";
    };
  }

  /** Detaches a policy. */
  public void detach(AccountId account, IdentityKind kind, String holder, Arn policy) {
    rows.change(
        account,
        transaction -> {
          Identity found = IdentityRows.required(transaction, account, kind, holder);
          Roles.requireModifiable(transaction, found);
          if (!transaction.policyAttachments().remove(found.id(), policy)) {
            throw NoSuchEntity.attachment(policy);
          }
          return found;
        });
  }

  /** The policies attached to a user, group or role, by ARN. */
  public List<ManagedPolicy> of(AccountId account, IdentityKind kind, String holder) {
    return rows.read(
        tx ->
            tx
                .policyAttachments()
                .of(IdentityRows.required(tx, account, kind, holder).id())
                .stream()
                .flatMap(arn -> attachable.find(tx, account, arn).stream())
                .toList());
  }

  /** Who in the account has the policy attached, by id. */
  public Page<Identity, String> holders(
      AccountId account, Arn policy, Page.Request<String> request) {
    return rows.read(
        tx -> {
          if (attachable.find(tx, account, policy).isEmpty()) {
            throw NoSuchEntity.policy(policy);
          }
          return tx.policyAttachments().holders(account, policy, request);
        });
  }

  /** Whom in the account the policy limits. */
  public List<Identity> bounded(AccountId account, Arn policy) {
    return rows.read(tx -> tx.identities().boundedBy(account, policy));
  }

  /** How many identities of the account each policy is attached to, by its ARN. */
  public Map<String, Long> counts(AccountId account) {
    return rows.read(tx -> tx.policyAttachments().counts(account));
  }

  /** Limits a user or role to what the policy allows. */
  public void setBoundary(AccountId account, IdentityKind kind, String holder, Arn policy) {
    rows.change(
        account,
        transaction -> {
          Identity found = IdentityRows.required(transaction, account, kind, holder);
          Roles.requireModifiable(transaction, found);
          attachable.require(transaction, account, policy);
          transaction.identities().setBoundary(found.id(), Optional.of(policy));
          return found;
        });
  }

  /** Lifts the limit of a user or role. */
  public void deleteBoundary(AccountId account, IdentityKind kind, String holder) {
    rows.change(
        account,
        transaction -> {
          Identity found = IdentityRows.required(transaction, account, kind, holder);
          Roles.requireModifiable(transaction, found);
          if (found.boundary().isEmpty()) {
            throw NoSuchEntity.boundary(kind, holder);
          }
          transaction.identities().setBoundary(found.id(), Optional.empty());
          return found;
        });
  }
}
