package dev.berth.iam.policy;

import java.util.Set;

/**
 * Which actions the policy of a registry decides about (ECR dossier 10, account setting {@code
 * REGISTRY_POLICY_SCOPE}; CHECKLIST RG-02, RG-03, RG-06), spelled as on the wire.
 */
public enum RegistryScope {
  /** Every action of ECR. */
  V2,
  /** Those by which a registry is filled from elsewhere, and no other. */
  V1;

  // in lower case, as statements keep them
  private static final Set<String> FIRST =
      Set.of("ecr:replicateimage", "ecr:batchimportupstreamimage", "ecr:createrepository");
  private static final Set<String> WRITTEN =
      Set.of("ecr:replicateimage", "ecr:batchimportupstreamimage", "ecr:createrepository", "ecr:*");

  /** Whether a registry of this scope may be given the policy. */
  public boolean admits(PolicyDocument policy) {
    return switch (this) {
      case V2 -> true;
      case V1 -> policy.listsOnly(WRITTEN);
    };
  }

  /** As much of the policy as counts in a registry of this scope. */
  public PolicyDocument of(PolicyDocument policy) {
    return switch (this) {
      case V2 -> policy;
      case V1 -> policy.onlyAbout(FIRST);
    };
  }
}
