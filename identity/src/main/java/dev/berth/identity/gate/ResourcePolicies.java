package dev.berth.identity.gate;

import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.evaluate.NamedDocument;
import dev.berth.identity.Attachable;
import dev.berth.identity.PrincipalIds;
import dev.berth.metadata.Database;
import dev.berth.metadata.Remembered;
import dev.berth.metadata.Topic;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import dev.berth.model.ManagedPolicy;
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
  private final Remembered<Resource, List<NamedDocument>> remembered;

  public ResourcePolicies(Database database, Attachable attachable, CompiledPolicies compiled) {
    this.database = database;
    this.attachable = attachable;
    this.compiled = compiled;
    this.remembered =
        database.remember(
            Topic.POLICIES,
            Remembered.Bound.values(KEPT),
            (tx, resource) -> Optional.of(read(tx, resource)));
  }

  /** What the owner of a resource says about what is to be done to it. */
  List<NamedDocument> of(Demand demand) {
    return switch (demand.resource()) {
      case Resource.OfArn role
          when demand.action().service().equals("sts")
              && role.arn().resource().startsWith("role/") ->
          trust(role.arn());
      case Resource resource -> of(resource);
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

  private List<NamedDocument> of(Resource resource) {
    return switch (resource) {
      case Resource.OfRepository _, Resource.AllRepositories _ ->
          remembered.of(resource).orElse(List.of());
      case Resource.OfArn _, Resource.Any _ -> List.of();
    };
  }

  private List<NamedDocument> read(Transaction transaction, Resource resource) {
    List<NamedDocument> documents = new ArrayList<>();
    switch (resource) {
      case Resource.OfRepository(RepositoryAddress address) -> {
        transaction
            .repositoryPolicies()
            .find(address)
            .map(text -> compiled.of(DocumentKind.REPOSITORY, text))
            .map(policy -> new NamedDocument("policy of repository " + address.name(), policy))
            .ifPresent(documents::add);
        ofRegistry(transaction, address.registry()).ifPresent(documents::add);
      }
      case Resource.AllRepositories(RegistryId registry) ->
          ofRegistry(transaction, registry).ifPresent(documents::add);
      case Resource.OfArn _, Resource.Any _ -> {}
    }
    return List.copyOf(documents);
  }

  private Optional<NamedDocument> ofRegistry(Transaction transaction, RegistryId registry) {
    return transaction
        .registryPolicies()
        .find(registry)
        .map(text -> compiled.of(DocumentKind.REGISTRY, text))
        .map(
            policy ->
                new NamedDocument(
                    "policy of registry %s in %s".formatted(registry.account(), registry.region()),
                    policy));
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
