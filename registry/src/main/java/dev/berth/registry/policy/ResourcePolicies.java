package dev.berth.registry.policy;

import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.iam.policy.PolicyRefused;
import dev.berth.iam.policy.PolicyText;
import dev.berth.iam.policy.PrincipalName;
import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Arn;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.event.BerthEvents;
import dev.berth.registry.event.BerthEvents.PolicyChange;
import dev.berth.registry.event.BerthEvents.PolicyType;
import dev.berth.registry.refusal.PolicyInvalid;
import dev.berth.registry.refusal.PolicyInvalid.Fault;
import dev.berth.registry.refusal.RegistryPolicyNotFound;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.RepositoryPolicyNotFound;
import dev.berth.registry.setting.AccountSettings;
import java.time.InstantSource;

/**
 * The policies of repositories and registries (ECR dossier 9 and 10). They are stored with the ids
 * of the users and roles that they name, and shown with their ARNs; who is gone is shown as the id.
 */
public final class ResourcePolicies {
  private final Database database;
  private final PrincipalNames principals;
  private final InstantSource clock;

  /**
   * @param principals who exists
   */
  public ResourcePolicies(Database database, PrincipalNames principals, InstantSource clock) {
    this.database = database;
    this.principals = principals;
    this.clock = clock;
  }

  /**
   * Reads what is to be the policy of a repository. Whether its principals exist is seen when it is
   * set.
   *
   * @throws RepositoryNotFound when there is no such repository
   * @throws PolicyInvalid when it is no policy, or one about other resources than this repository
   *     (PO-04, PO-12)
   */
  public PolicyDocument read(RepositoryAddress address, String text) {
    database.read(tx -> repository(tx, address));
    PolicyDocument document = document(DocumentKind.REPOSITORY, text, Fault.NO_REPOSITORY_POLICY);
    if (!document.staysWithin(address.arn().toString())) {
      throw new PolicyInvalid(Fault.NO_REPOSITORY_POLICY);
    }
    return document;
  }

  /**
   * Sets the policy of a repository, in the place of one that is there.
   *
   * @param document from {@link #read}
   * @return as it is shown from now on
   * @throws PolicyInvalid when it names a user or role that does not exist (PO-11)
   */
  public String set(RepositoryAddress address, PolicyDocument document) {
    return database.write(
        tx -> {
          Repository repository = lock(tx, address);
          String stored = withIds(tx, document);
          tx.repositoryPolicies().put(repository.id(), stored);
          tell(tx, address, PolicyChange.SET);
          return withArns(tx, stored);
        });
  }

  /**
   * The policy of a repository.
   *
   * @throws RepositoryNotFound when there is no such repository
   * @throws RepositoryPolicyNotFound when it has none
   */
  public String get(RepositoryAddress address) {
    return database.read(
        tx -> {
          repository(tx, address);
          return withArns(tx, stored(tx, address));
        });
  }

  /**
   * Removes the policy of a repository.
   *
   * @return what it was
   * @throws RepositoryNotFound when there is no such repository
   * @throws RepositoryPolicyNotFound when it has none
   */
  public String delete(RepositoryAddress address) {
    return database.write(
        tx -> {
          Repository repository = lock(tx, address);
          String stored = stored(tx, address);
          tx.repositoryPolicies().delete(repository.id());
          tell(tx, address, PolicyChange.DELETE);
          return withArns(tx, stored);
        });
  }

  /**
   * Sets the policy of a registry, in the place of one that is there.
   *
   * @return as it is shown from now on
   * @throws PolicyInvalid when it is no policy of a registry (RG-04), or none of the scope that the
   *     account has chosen (RG-03), or names a user or role that does not exist
   */
  public String set(RegistryId registry, String text) {
    PolicyDocument document = document(DocumentKind.REGISTRY, text, Fault.NO_REGISTRY_POLICY);
    return database.write(
        tx -> {
          if (!AccountSettings.scope(tx, registry).admits(document)) {
            throw new PolicyInvalid(Fault.NO_REGISTRY_POLICY);
          }
          String stored = withIds(tx, document);
          tx.registryPolicies().put(registry, stored);
          tell(tx, registry, PolicyChange.SET);
          return withArns(tx, stored);
        });
  }

  /**
   * The policy of a registry.
   *
   * @throws RegistryPolicyNotFound when it has none
   */
  public String get(RegistryId registry) {
    return database.read(tx -> withArns(tx, stored(tx, registry)));
  }

  /**
   * Removes the policy of a registry.
   *
   * @return what it was
   * @throws RegistryPolicyNotFound when it has none
   */
  public String delete(RegistryId registry) {
    return database.write(
        tx -> {
          String stored = stored(tx, registry);
          tx.registryPolicies().delete(registry);
          tell(tx, registry, PolicyChange.DELETE);
          return withArns(tx, stored);
        });
  }

  /**
   * Reads what is to be the policy of every repository that a template makes (ECR dossier 18): as
   * one of a repository, but which one it is about is not known yet.
   *
   * @return as it is stored
   * @throws PolicyInvalid when it is no policy, or names a user or role that does not exist
   */
  public String ofTemplate(Transaction tx, String text) {
    return withIds(tx, document(DocumentKind.REPOSITORY, text, Fault.NO_REPOSITORY_POLICY));
  }

  /** A policy as it is shown. */
  public String shown(Transaction tx, String stored) {
    return withArns(tx, stored);
  }

  private static PolicyDocument document(DocumentKind kind, String text, Fault fault) {
    try {
      return PolicyDocument.parse(kind, text);
    } catch (PolicyRefused _) {
      throw new PolicyInvalid(fault);
    }
  }

  private void tell(Transaction tx, RepositoryAddress address, PolicyChange change) {
    tx.outbox()
        .append(BerthEvents.policyChanged(PolicyType.REPOSITORY, change, address, clock.instant()));
  }

  private void tell(Transaction tx, RegistryId registry, PolicyChange change) {
    tx.outbox().append(BerthEvents.registryPolicyChanged(change, registry, clock.instant()));
  }

  private static Repository lock(Transaction tx, RepositoryAddress address) {
    return tx.repositories().lock(address).orElseThrow(() -> new RepositoryNotFound(address));
  }

  private static Repository repository(Transaction tx, RepositoryAddress address) {
    return tx.repositories().find(address).orElseThrow(() -> new RepositoryNotFound(address));
  }

  private static String stored(Transaction tx, RepositoryAddress address) {
    return tx.repositoryPolicies()
        .find(address)
        .orElseThrow(() -> new RepositoryPolicyNotFound(address));
  }

  private static String stored(Transaction tx, RegistryId registry) {
    return tx.registryPolicies()
        .find(registry)
        .orElseThrow(() -> new RegistryPolicyNotFound(registry));
  }

  private String withIds(Transaction tx, PolicyDocument document) {
    return PolicyText.laidOut(PolicyText.withPrincipals(document.text(), name -> id(tx, name)));
  }

  // An id that somebody writes is refused, as IAM does: it stands in policies whose principal is
  // gone.
  private String id(Transaction tx, String name) {
    return switch (PrincipalName.of("AWS", name)) {
      case PrincipalName.OfIdentity(String arn) ->
          principals.idOf(tx, arn).orElseThrow(() -> new PolicyInvalid(Fault.UNKNOWN_PRINCIPAL));
      case PrincipalName.OfId _ -> throw new PolicyInvalid(Fault.UNKNOWN_PRINCIPAL);
      // seen of ECR: an account's bare number comes back as the ARN of its root user
      case PrincipalName.OfAccount(var account) -> Arn.ofRoot(account).toString();
      case PrincipalName.Everyone _,
          PrincipalName.OfSession _,
          PrincipalName.OfProvider _,
          PrincipalName.OfService _,
          PrincipalName.Nobody _ ->
          name;
    };
  }

  private String withArns(Transaction tx, String stored) {
    return PolicyText.withPrincipals(
        stored,
        name ->
            PrincipalName.of("AWS", name) instanceof PrincipalName.OfId(String id)
                ? principals.arnOf(tx, id).orElse(name)
                : name);
  }
}
