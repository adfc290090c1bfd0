package dev.berth.registry.template;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.CreationTemplate;
import dev.berth.model.Encryption;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.model.TagMutability;
import dev.berth.registry.Limits;
import dev.berth.registry.lifecycle.policy.LifecyclePolicy;
import dev.berth.registry.policy.ResourcePolicies;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.TemplateAlreadyExists;
import dev.berth.registry.refusal.TemplateNotFound;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The creation templates of registries (ECR dossier 18, CHECKLIST CT-01, CT-06, CT-08). Changing
 * one changes no repository that is there.
 */
public final class CreationTemplates {
  private final Database database;
  private final Limits limits;
  private final ResourcePolicies policies;
  private final InstantSource clock;

  /**
   * @param policies reads and shows the policies in templates as those of repositories
   */
  public CreationTemplates(
      Database database, Limits limits, ResourcePolicies policies, InstantSource clock) {
    this.database = database;
    this.limits = limits;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Makes a template.
   *
   * @param said all about it; {@code appliedFor} is there
   * @return as it is shown
   * @throws TemplateAlreadyExists when the prefix has one
   * @throws LimitExceeded when the registry has {@code creationTemplates} already
   * @throws dev.berth.registry.refusal.SettingInvalid when repositories could not be made of it
   * @throws dev.berth.registry.refusal.LifecyclePolicyInvalid when its lifecycle policy is none, as
   *     PutLifecyclePolicy
   * @throws dev.berth.registry.refusal.PolicyInvalid when its policy is none, as
   *     SetRepositoryPolicy
   */
  public CreationTemplate create(
      RegistryId registry, RepositoryPrefix prefix, TemplateChange said) {
    Instant now = clock.instant();
    return database.write(
        tx -> {
          CreationTemplate template = checked(tx, said, blank(registry, prefix, now), now);
          if (tx.creationTemplates().find(registry, prefix).isPresent()) {
            throw new TemplateAlreadyExists(registry, prefix);
          }
          requireRoom(tx, registry);
          if (!tx.creationTemplates().insert(template)) {
            throw new TemplateAlreadyExists(registry, prefix);
          }
          return shown(tx, template);
        });
  }

  private void requireRoom(Transaction tx, RegistryId registry) {
    int most = limits.settings().creationTemplates();
    if (tx.creationTemplates().count(registry) >= most) {
      throw new LimitExceeded(
          LimitExceeded.Kind.CREATION_TEMPLATES,
          most,
          "The registry with id '%s' already has the maximum allowed number of repository creation templates which is '%d'"
              .formatted(registry.account(), most));
    }
  }

  private static CreationTemplate blank(RegistryId registry, RepositoryPrefix prefix, Instant now) {
    return new CreationTemplate(
        registry,
        prefix,
        Optional.empty(),
        Encryption.AES256,
        Map.of(),
        TagMutability.MUTABLE,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        now,
        now);
  }

  /**
   * Changes a template; what is not said stays.
   *
   * @return as it is shown
   * @throws TemplateNotFound when the prefix has none
   */
  public CreationTemplate update(
      RegistryId registry, RepositoryPrefix prefix, TemplateChange said) {
    Instant now = clock.instant();
    return database.write(
        tx -> {
          CreationTemplate changed = checked(tx, said, required(tx, registry, prefix), now);
          tx.creationTemplates().update(changed);
          return shown(tx, changed);
        });
  }

  private CreationTemplate checked(
      Transaction tx, TemplateChange said, CreationTemplate before, Instant now) {
    TemplateRules.check(before.registry(), said, limits);
    return said.withPolicies(
            text -> policies.ofTemplate(tx, text),
            text -> LifecyclePolicy.parse(text, limits.settings().lifecycleRules()).text())
        .of(before, now);
  }

  /**
   * Removes a template.
   *
   * @return what it was, as it is shown
   * @throws TemplateNotFound when the prefix has none
   */
  public CreationTemplate delete(RegistryId registry, RepositoryPrefix prefix) {
    return database.write(
        tx -> {
          CreationTemplate template = required(tx, registry, prefix);
          tx.creationTemplates().delete(registry, prefix);
          return shown(tx, template);
        });
  }

  /** Those of the prefixes that have a template, by prefix; the others are left out. */
  public List<CreationTemplate> find(RegistryId registry, Collection<RepositoryPrefix> prefixes) {
    return database.read(
        tx ->
            tx.creationTemplates().findAll(registry, prefixes).stream()
                .map(template -> shown(tx, template))
                .toList());
  }

  /** All templates of a registry, by prefix. */
  public Page<CreationTemplate, String> page(RegistryId registry, Page.Request<String> request) {
    return database.read(
        tx -> {
          Page<CreationTemplate, String> page = tx.creationTemplates().page(registry, request);
          return new Page<>(
              page.items().stream().map(template -> shown(tx, template)).toList(), page.next());
        });
  }

  private static CreationTemplate required(
      Transaction tx, RegistryId registry, RepositoryPrefix prefix) {
    return tx.creationTemplates()
        .find(registry, prefix)
        .orElseThrow(() -> new TemplateNotFound(registry, prefix));
  }

  private CreationTemplate shown(Transaction tx, CreationTemplate stored) {
    return stored
        .repositoryPolicy()
        .map(text -> withPolicy(stored, policies.shown(tx, text)))
        .orElse(stored);
  }

  private static CreationTemplate withPolicy(CreationTemplate stored, String text) {
    return new CreationTemplate(
        stored.registry(),
        stored.prefix(),
        stored.description(),
        stored.encryption(),
        stored.resourceTags(),
        stored.tagMutability(),
        Optional.of(text),
        stored.lifecyclePolicy(),
        stored.appliedFor(),
        stored.customRole(),
        stored.createdAt(),
        stored.updatedAt());
  }
}
