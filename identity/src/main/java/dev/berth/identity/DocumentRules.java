package dev.berth.identity;

import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.identity.refusal.QuotaExceeded;
import dev.berth.metadata.Transaction;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import java.util.Map;

/** What a policy document must be to be stored with an identity (IAM dossier 4.1 and 4.2). */
public final class DocumentRules {
  private static final int MANAGED = 6144;
  private static final int TRUST = 2048;

  /** The sizes, as GetAccountSummary calls them. */
  static final Map<String, Long> QUOTAS =
      Map.of(
          "PolicySizeQuota", (long) MANAGED,
          "AssumeRolePolicySizeQuota", (long) TRUST,
          "UserPolicySizeQuota", mostInline(IdentityKind.USER),
          "GroupPolicySizeQuota", mostInline(IdentityKind.GROUP),
          "RolePolicySizeQuota", mostInline(IdentityKind.ROLE));

  /** A managed policy, or a version of one. */
  void requireManaged(String document) {
    if (PolicyDocument.parse(DocumentKind.IDENTITY_MANAGED, document).size() > MANAGED) {
      throw QuotaExceeded.of("PolicySize", MANAGED);
    }
  }

  /**
   * A policy inside a user, group or role.
   *
   * @param others the documents that it already has, by name
   */
  void requireInline(Identity holder, String name, String document, Map<String, String> others) {
    long size = PolicyDocument.parse(DocumentKind.IDENTITY_INLINE, document).size();
    for (Map.Entry<String, String> other : others.entrySet()) {
      if (!other.getKey().equals(name)) {
        size += PolicyDocument.stored(DocumentKind.IDENTITY_INLINE, other.getValue()).size();
      }
    }
    long most = mostInline(holder.kind());
    if (size > most) {
      throw QuotaExceeded.characters(holder.kind().word(), holder.name(), most);
    }
  }

  private static long mostInline(IdentityKind kind) {
    return switch (kind) {
      case USER -> 2048;
      case GROUP -> 5120;
      case ROLE -> 10_240;
    };
  }

  /** A trust policy; what is stored has ids in place of ARNs. */
  String trust(Transaction transaction, String document) {
    PolicyDocument parsed = PolicyDocument.parse(DocumentKind.TRUST, document);
    if (parsed.size() > TRUST) {
      throw QuotaExceeded.of("ACLSizePerRole", TRUST);
    }
    return PrincipalIds.stored(transaction, parsed);
  }
}
