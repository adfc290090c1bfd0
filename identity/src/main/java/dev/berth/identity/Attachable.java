package dev.berth.identity;

import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.identity.refusal.PolicyNotAttachable;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.ManagedPolicy;
import java.util.Optional;

/** Finds managed policies by their ARNs: an account's own, and AWS's, which every account sees. */
public final class Attachable {
  private static final String PREFIX = "policy/";

  private final AwsManagedPolicies aws;

  public Attachable(AwsManagedPolicies aws) {
    this.aws = aws;
  }

  /** The managed policy of that ARN, when the account may use it. */
  public Optional<ManagedPolicy> find(Transaction transaction, AccountId account, Arn arn) {
    if (arn.account().equals("aws")) {
      return aws.find(arn);
    }
    if (!arn.service().equals("iam")
        || !arn.account().equals(account.value())
        || !arn.resource().startsWith(PREFIX)) {
      return Optional.empty();
    }
    String name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    return transaction
        .managedPolicies()
        .find(account, name)
        .filter(policy -> policy.arn().equals(arn));
  }

  /** The document of the version that counts. */
  public String document(Transaction transaction, ManagedPolicy policy) {
    return policy.isAws()
        ? aws.document(policy.arn())
        : transaction
            .managedPolicies()
            .version(policy.id(), policy.defaultVersion())
            .orElseThrow()
            .document();
  }

  /** Refuses a policy that is not there, or that nobody but a service attaches. */
  void require(Transaction transaction, AccountId account, Arn arn) {
    ManagedPolicy policy =
        find(transaction, account, arn).orElseThrow(() -> NoSuchEntity.attachable(arn));
    if (!AwsManagedPolicies.isAttachable(policy)) {
      throw new PolicyNotAttachable("Cannot attach a Service Role Policy to a Customer Role.");
    }
  }
}
