package dev.berth.registry.template;

import dev.berth.model.CreationScenario;
import dev.berth.model.CreationTemplate;
import dev.berth.model.Encryption;
import dev.berth.model.TagMutability;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is said about a template: of a new one everything, and what is left out has its default; of
 * one that is there what changes (ECR dossier 18). An empty text takes a policy, a description or a
 * role away.
 */
public record TemplateChange(
    Optional<String> description,
    Optional<Encryption> encryption,
    Optional<Map<String, String>> resourceTags,
    Optional<TagMutability> tagMutability,
    Optional<String> repositoryPolicy,
    Optional<String> lifecyclePolicy,
    Optional<List<CreationScenario>> appliedFor,
    Optional<String> customRole) {

  /** The template with what is said about it; its policies as texts that were read already. */
  CreationTemplate of(CreationTemplate before, Instant now) {
    return new CreationTemplate(
        before.registry(),
        before.prefix(),
        replaced(description, before.description()),
        encryption.orElse(before.encryption()),
        resourceTags.orElse(before.resourceTags()),
        tagMutability.orElse(before.tagMutability()),
        replaced(repositoryPolicy, before.repositoryPolicy()),
        replaced(lifecyclePolicy, before.lifecyclePolicy()),
        appliedFor.orElse(before.appliedFor()),
        replaced(customRole, before.customRole()),
        before.createdAt(),
        now);
  }

  private static Optional<String> replaced(Optional<String> said, Optional<String> before) {
    return said.isPresent() ? said.filter(text -> !text.isEmpty()) : before;
  }

  /** The same with the policies that it names as they are stored. */
  TemplateChange withPolicies(
      UnaryOperator<String> ofRepository, UnaryOperator<String> ofLifecycle) {
    return new TemplateChange(
        description,
        encryption,
        resourceTags,
        tagMutability,
        repositoryPolicy.map(text -> text.isEmpty() ? text : ofRepository.apply(text)),
        lifecyclePolicy.map(text -> text.isEmpty() ? text : ofLifecycle.apply(text)),
        appliedFor,
        customRole);
  }
}
