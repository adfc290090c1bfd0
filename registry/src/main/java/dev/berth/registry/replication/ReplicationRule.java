package dev.berth.registry.replication;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryName;
import java.util.List;

/**
 * Where the images of some repositories go (ECR dossier 16).
 *
 * @param destinations other registries
 * @param prefixes what the names begin with, any of which is enough; none stands for all
 *     repositories (RE-05)
 */
public record ReplicationRule(List<RegistryId> destinations, List<String> prefixes) {
  public ReplicationRule {
    destinations = List.copyOf(destinations);
    prefixes = List.copyOf(prefixes);
  }

  /** Whether the rule is about a repository of that name. */
  public boolean matches(RepositoryName name) {
    return prefixes.isEmpty() || prefixes.stream().anyMatch(name.value()::startsWith);
  }
}
