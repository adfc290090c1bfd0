package dev.berth.identity.gate;

import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.RegistryScope;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.identity.Attachable;
import dev.berth.identity.PrincipalIds;
import dev.berth.metadata.Database;
import dev.berth.metadata.Remembered;
import dev.berth.metadata.Topic;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.AccountSetting;
import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import dev.berth.model.ManagedPolicy;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The policies of repositories and registries, kept as {@link HeldPolicies} keeps those of
 * principals, and the tags of what identities are.
 */
public final class ResourcePolicies {
  private static final int KEPT = 10_000;

  private final Database database;
  private final Attachable attachable;
  private final CompiledPolicies compiled;
  private final Remembered<RepositoryAddress, List<NamedDocument>> repositories;
  private final Remembered<RegistryId, NamedDocument> registries;

  public ResourcePolicies(Database database, Attachable attachable, CompiledPolicies compiled) {
    this.database = database;
    this.attachable = attachable;
    this.compiled = compiled;
    this.repositories =
        database.remember(
            Topic.POLICIES, Remembered.Bound.values(KEPT), this::ofRepositoryThatExists);
    this.registries =
        database.remember(Topic.POLICIES, Remembered.Bound.values(KEPT), this::readOfRegistry);
  }

  /**
   * What the owner of a resource says about what is to be done to it. The policy of the registry is
   * asked about every action of ECR, also about those without a repository (CHECKLIST RG-02): there
   * a statement is about {@code *}.
   *
   * @param region of the request, and so of the registry where the resource names none
   */
  List<NamedDocument> of(Demand demand, Region region) {
    return switch (demand.resource()) {
      case Resource.OfRepository(RepositoryAddress address) ->
          repositories.of(address).orElseGet(() -> ofRegistry(address.registry()));
      case Resource.AllRepositories(RegistryId registry) -> ofRegistry(registry);
      case Resource.Any(AccountId owner) when demand.action().service().equals("ecr") ->
          ofRegistry(new RegistryId(owner, region));
      case Resource.OfArn role
          when demand.action().service().equals("sts")
              && role.arn().resource().startsWith("role/") ->
          trust(role.arn());
      case Resource.OfArn _, Resource.Any _ -> List.of();
    };
  }

  /** The trust policy of a role, read at every question: sessions are few. */
  private List<NamedDocument> trust(Arn role) {
    String name = role.resource().substring(role.resource().lastIndexOf('/') + 1);
    return database.read(
        tx ->
            tx
                .identities()
                .find(new AccountId(role.account()), IdentityKind.ROLE, name)
                .filter(identity -> identity.arn().equals(role))
                .map(tx.roles()::of)
                .map(found -> compiled.of(DocumentKind.TRUST, found.trust()))
                .map(trust -> new NamedDocument("trust policy of role " + name, trust))
                .stream()
                .toList());
  }

  /** Empty when there is no such repository: names that clients make up are not remembered. */
  private Optional<List<NamedDocument>> ofRepositoryThatExists(
      Transaction transaction, RepositoryAddress address) {
    if (transaction.repositories().find(address).isEmpty()) {
      return Optional.empty();
    }
    List<NamedDocument> documents = new ArrayList<>();
    transaction
        .repositoryPolicies()
        .find(address)
        .map(text -> compiled.of(DocumentKind.REPOSITORY, text))
        .map(policy -> new NamedDocument("policy of repository " + address.name(), policy))
        .ifPresent(documents::add);
    readOfRegistry(transaction, address.registry()).ifPresent(documents::add);
    return Optional.of(List.copyOf(documents));
  }

  private List<NamedDocument> ofRegistry(RegistryId registry) {
    return registries.of(registry).map(List::of).orElse(List.of());
  }

  private Optional<NamedDocument> readOfRegistry(Transaction transaction, RegistryId registry) {
    return transaction
        .registryPolicies()
        .find(registry)
        .map(text -> compiled.of(DocumentKind.REGISTRY, text))
        .map(policy -> scope(transaction, registry).of(policy))
        .map(
            policy ->
                new NamedDocument(
                    "policy of registry %s in %s".formatted(registry.account(), registry.region()),
                    policy));
  }

  private static RegistryScope scope(Transaction transaction, RegistryId registry) {
    AccountSetting setting = AccountSetting.REGISTRY_POLICY_SCOPE;
    return RegistryScope.valueOf(
        transaction.accountSettings().find(registry, setting).orElse(setting.usual()));
  }

  /** How many repositories and registries have what is said of them in memory now. */
  long kept() {
    return repositories.size() + registries.size();
  }

  /** The tags of a user, role, policy or provider, by key in lower case; none when it is gone. */
  Map<String, String> tagsOf(Resource.OfArn resource) {
    return database.read(
        tx -> {
          Map<String, String> tags = new HashMap<>();
          tagOwner(tx, resource.owner(), resource.arn())
              .ifPresent(
                  owner ->
                      tx.identityTags()
                          .of(owner)
                          .forEach((key, value) -> tags.put(key.toLowerCase(Locale.ROOT), value)));
          return tags;
        });
  }

  private Optional<String> tagOwner(Transaction transaction, AccountId account, Arn arn) {
    if (arn.resource().startsWith("oidc-provider/")) {
      return Optional.of(arn.toString());
    }
    return PrincipalIds.idOf(transaction, arn)
        .or(() -> attachable.find(transaction, account, arn).map(ManagedPolicy::id));
  }
}
