package dev.berth.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What repositories are made with that nobody creates by a call (ECR dossier 18).
 *
 * @param registry whose repositories
 * @param prefix of their names, unique in the registry
 * @param description in words
 * @param encryption with the key as it was given; empty of KMS stands for the default key
 * @param resourceTags in the order in which they were given
 * @param tagMutability with its exclusions
 * @param repositoryPolicy in which users and roles stand as their ids
 * @param lifecyclePolicy as text
 * @param appliedFor when it is used; at least one
 * @param customRole as which ECR creates them; without it as its own
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
public record CreationTemplate(
    RegistryId registry,
    RepositoryPrefix prefix,
    Optional<String> description,
    Encryption encryption,
    Map<String, String> resourceTags,
    TagMutability tagMutability,
    Optional<String> repositoryPolicy,
    Optional<String> lifecyclePolicy,
    List<CreationScenario> appliedFor,
    Optional<String> customRole,
    Instant createdAt,
    Instant updatedAt) {
  public CreationTemplate {
    resourceTags = Collections.unmodifiableMap(new LinkedHashMap<>(resourceTags));
    appliedFor = List.copyOf(appliedFor);
  }
}
