package dev.berth.identity;

import dev.berth.identity.refusal.DeleteConflict;
import dev.berth.identity.refusal.DeleteConflict.Hanging;
import dev.berth.identity.refusal.EntityAlreadyExists;
import dev.berth.identity.refusal.NoSuchEntity;
import dev.berth.identity.refusal.QuotaExceeded;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.ManagedPolicy;
import dev.berth.model.Page;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Managed policies and their versions (IAM dossier 9.1). */
public final class ManagedPolicies {
  private final IdentityRows rows;
  private final Attachable attachable;
  private final AwsManagedPolicies aws;
  private final IdentityTags tags;
  private final DocumentRules documents;
  private final IdentityLimits limits;
  private final InstantSource clock;
  private final IdentityIds ids;

  public ManagedPolicies(
      IdentityRows rows,
      Attachable attachable,
      AwsManagedPolicies aws,
      IdentityTags tags,
      DocumentRules documents,
      IdentityLimits limits,
      InstantSource clock,
      SecureRandom random) {
    this.rows = rows;
    this.attachable = attachable;
    this.aws = aws;
    this.tags = tags;
    this.documents = documents;
    this.limits = limits;
    this.clock = clock;
    this.ids = new IdentityIds(random);
  }

  /** Makes a policy whose first version counts. */
  public ManagedPolicy create(
      AccountId account,
      String name,
      String path,
      String document,
      Optional<String> description,
      Map<String, String> resourceTags) {
    documents.requireManaged(document);
    return rows.change(
        account,
        transaction -> {
          if (transaction.managedPolicies().find(account, name).isPresent()) {
            throw EntityAlreadyExists.policy(name);
          }
          if (transaction.managedPolicies().count(account) >= limits.policies()) {
            throw QuotaExceeded.of("PoliciesPerAccount", limits.policies());
          }
          Instant now = clock.instant();
          ManagedPolicy policy =
              new ManagedPolicy(
                  ids.ofPolicy(),
                  ManagedPolicy.arn(account, path, name),
                  name,
                  path,
                  description,
                  now,
                  now,
                  1,
                  1);
          transaction.managedPolicies().insert(account, policy);
          transaction
              .managedPolicies()
              .addVersion(policy.id(), new ManagedPolicy.Version(1, document, now));
          tags.put(transaction, policy.id(), resourceTags);
          return policy;
        });
  }

  /** The policy of that ARN, AWS's among them. */
  public ManagedPolicy get(AccountId account, Arn arn) {
    return rows.read(tx -> required(tx, account, arn));
  }

  private ManagedPolicy required(Transaction transaction, AccountId account, Arn arn) {
    return attachable.find(transaction, account, arn).orElseThrow(() -> NoSuchEntity.policy(arn));
  }

  /** The account's own, which alone can be changed. */
  private ManagedPolicy own(Transaction transaction, AccountId account, Arn arn) {
    ManagedPolicy policy = required(transaction, account, arn);
    if (policy.isAws()) {
      throw NoSuchEntity.policy(arn);
    }
    return policy;
  }

  /** The account's own policies whose path begins so. */
  public Page<ManagedPolicy, String> page(
      AccountId account, String pathPrefix, Page.Request<String> request) {
    return rows.read(tx -> tx.managedPolicies().page(account, pathPrefix, request));
  }

  /** AWS's policies. */
  public List<ManagedPolicy> aws() {
    return aws.all();
  }

  /** Adds a version; it counts from now on when {@code counts}. */
  public ManagedPolicy.Version addVersion(
      AccountId account, Arn arn, String document, boolean counts) {
    documents.requireManaged(document);
    return rows.change(
        account,
        transaction -> {
          ManagedPolicy policy = own(transaction, account, arn);
          if (transaction.managedPolicies().versions(policy.id()).size() >= limits.versions()) {
            throw QuotaExceeded.versions(limits.versions());
          }
          int number = policy.lastVersion() + 1;
          Instant now = clock.instant();
          ManagedPolicy.Version version = new ManagedPolicy.Version(number, document, now);
          transaction.managedPolicies().addVersion(policy.id(), version);
          transaction
              .managedPolicies()
              .update(
                  policy.id(),
                  counts ? number : policy.defaultVersion(),
                  number,
                  counts ? now : policy.updatedAt());
          return version;
        });
  }

  /** All versions, the newest first; of AWS's policies the one that counts. */
  public List<ManagedPolicy.Version> versions(AccountId account, Arn arn) {
    return rows.read(tx -> versions(tx, required(tx, account, arn)));
  }

  private List<ManagedPolicy.Version> versions(Transaction transaction, ManagedPolicy policy) {
    return policy.isAws()
        ? List.of(
            new ManagedPolicy.Version(
                policy.defaultVersion(), aws.document(policy.arn()), policy.updatedAt()))
        : transaction.managedPolicies().versions(policy.id());
  }

  /**
   * One version.
   *
   * @param id such as {@code v1}
   */
  public ManagedPolicy.Version version(AccountId account, Arn arn, String id) {
    return rows.read(tx -> version(tx, required(tx, account, arn), id));
  }

  private ManagedPolicy.Version version(Transaction transaction, ManagedPolicy policy, String id) {
    return versions(transaction, policy).stream()
        .filter(version -> version.id().equals(id))
        .findFirst()
        .orElseThrow(() -> NoSuchEntity.version(policy.arn(), id));
  }

  /** Makes a version the one that counts. */
  public void setDefault(AccountId account, Arn arn, String id) {
    rows.change(
        account,
        transaction -> {
          ManagedPolicy policy = own(transaction, account, arn);
          int number = version(transaction, policy, id).number();
          transaction
              .managedPolicies()
              .update(policy.id(), number, policy.lastVersion(), clock.instant());
          return policy;
        });
  }

  /** Removes a version that does not count. */
  public void deleteVersion(AccountId account, Arn arn, String id) {
    rows.change(
        account,
        transaction -> {
          ManagedPolicy policy = own(transaction, account, arn);
          int number = version(transaction, policy, id).number();
          if (number == policy.defaultVersion()) {
            throw new DeleteConflict(Hanging.DEFAULT_VERSION);
          }
          transaction.managedPolicies().deleteVersion(policy.id(), number);
          return policy;
        });
  }

  /** Removes a policy that is attached to nobody, limits nobody and has one version. */
  public void delete(AccountId account, Arn arn) {
    rows.change(
        account,
        transaction -> {
          ManagedPolicy policy = own(transaction, account, arn);
          if (transaction.policyAttachments().counts(account).containsKey(arn.toString())
              || !transaction.identities().boundedBy(account, arn).isEmpty()) {
            throw new DeleteConflict(Hanging.HOLDERS);
          }
          if (transaction.managedPolicies().versions(policy.id()).size() > 1) {
            throw new DeleteConflict(Hanging.VERSIONS);
          }
          transaction.identityTags().deleteOf(policy.id());
          transaction.managedPolicies().delete(policy.id());
          return policy;
        });
  }
}
