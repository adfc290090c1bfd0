package dev.berth.registry.template;

import dev.berth.iam.policy.DocumentKind;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Arn;
import dev.berth.model.CreationScenario;
import dev.berth.model.CreationTemplate;
import dev.berth.model.Encryption;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryPrefix;
import dev.berth.registry.Limits;
import dev.berth.registry.event.BerthEvents;
import dev.berth.registry.event.BerthEvents.PolicyChange;
import dev.berth.registry.event.BerthEvents.PolicyType;
import dev.berth.registry.lifecycle.LifecyclePolicies;
import dev.berth.registry.lifecycle.policy.LifecyclePolicy;
import dev.berth.registry.refusal.RepositoryNotCreated;
import dev.berth.registry.repository.NewRepository;
import dev.berth.registry.repository.RepositorySettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Makes the repositories that nobody creates by a call (ECR dossier 7.6, 18; CHECKLIST V2-31 to
 * V2-33, CT-02 to CT-04, CT-07, CT-09 to CT-11). Planning changes nothing and tells nothing: who
 * plans asks then whether the caller may do what the repository is made for, and makes it only when
 * the answer is yes.
 */
public final class CreationOnNeed {
  private final Database database;
  private final Limits limits;
  private final CreationRoles roles;
  private final LifecyclePolicies lifecycle;
  private final InstantSource clock;

  /**
   * @param roles as which repositories are made
   * @param lifecycle takes the lifecycle policies of those that are made
   */
  public CreationOnNeed(
      Database database,
      Limits limits,
      CreationRoles roles,
      LifecyclePolicies lifecycle,
      InstantSource clock) {
    this.lifecycle = lifecycle;
    this.database = database;
    this.limits = limits;
    this.roles = roles;
    this.clock = clock;
  }

  /** What would be made of that name; empty when it is there, or no template is for it. */
  public Optional<PlannedRepository> plan(RepositoryAddress address, CreationScenario scenario) {
    return database.read(
        tx ->
            tx.repositories().find(address).isPresent()
                ? Optional.empty()
                : template(tx, address, scenario)
                    .map(
                        template ->
                            new PlannedRepository(
                                address,
                                template,
                                template
                                    .repositoryPolicy()
                                    .map(
                                        text ->
                                            PolicyDocument.stored(
                                                DocumentKind.REPOSITORY, text)))));
  }

  /** The template of the longest prefix that is for the scenario; {@code ROOT} is the last. */
  private static Optional<CreationTemplate> template(
      Transaction tx, RepositoryAddress address, CreationScenario scenario) {
    List<RepositoryPrefix> prefixes = RepositoryPrefix.of(address.name());
    List<CreationTemplate> found = tx.creationTemplates().findAll(address.registry(), prefixes);
    return prefixes.stream()
        .flatMap(
            prefix ->
                found.stream().filter(template -> template.prefix().key().equals(prefix.key())))
        .filter(template -> template.appliedFor().contains(scenario))
        .findFirst();
  }

  /**
   * Makes a repository as it was planned; when somebody has made it meanwhile, nothing is done. Of
   * several that make it at once one does.
   *
   * @throws RepositoryNotCreated when the template lacks a role that it needs, or has one that ECR
   *     may not act as
   * @throws dev.berth.registry.refusal.LimitExceeded when the registry has {@link
   *     Limits#repositories} already
   */
  public void create(PlannedRepository planned) {
    CreationTemplate template = planned.template();
    requireRole(planned);
    NewRepository made =
        NewRepository.of(
            planned.address(),
            new RepositorySettings(template.tagMutability(), false, template.encryption()),
            template.resourceTags(),
            limits);
    database.write(
        tx -> {
          if (tx.repositories().find(planned.address()).isEmpty()) {
            made.insert(tx, limits, clock.instant())
                .ifPresent(repository -> furnish(tx, repository, template));
          }
          return planned;
        });
  }

  private void furnish(Transaction tx, Repository repository, CreationTemplate template) {
    template.repositoryPolicy().ifPresent(text -> setPolicy(tx, repository, text));
    template
        .lifecyclePolicy()
        .ifPresent(text -> lifecycle.put(tx, repository.id(), LifecyclePolicy.stored(text)));
  }

  private void setPolicy(Transaction tx, Repository repository, String text) {
    tx.repositoryPolicies().put(repository.id(), text);
    tx.outbox()
        .append(
            BerthEvents.policyChanged(
                PolicyType.REPOSITORY, PolicyChange.SET, repository.address(), clock.instant()));
  }

  private void requireRole(PlannedRepository planned) {
    CreationTemplate template = planned.template();
    if (template.customRole().isEmpty()) {
      if (!template.resourceTags().isEmpty()) {
        throw refusal(planned, "has resource tags and no custom role");
      }
      if (template.encryption().type() != Encryption.Type.AES256) {
        throw refusal(planned, "asks for KMS encryption and has no custom role");
      }
      return;
    }
    roles
        .obstacle(
            Arn.parse(template.customRole().get()), planned.address(), template.resourceTags())
        .ifPresent(
            why -> {
              throw refusal(planned, "has a custom role that " + why);
            });
  }

  private static RepositoryNotCreated refusal(PlannedRepository planned, String why) {
    return new RepositoryNotCreated(planned.address(), planned.template().prefix(), why);
  }
}
