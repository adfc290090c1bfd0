package dev.berth.registry.signing;

import dev.berth.model.RepositoryName;
import dev.berth.model.RepositoryPattern;
import java.util.List;

/**
 * Which repositories' images a profile signs (ECR dossier 15).
 *
 * @param profile the ARN of a signing profile
 * @param filters patterns of whole names, any of which is enough; none stands for all repositories
 */
public record SigningRule(String profile, List<RepositoryPattern> filters) {
  public SigningRule {
    filters = List.copyOf(filters);
  }

  /** Whether the rule is about a repository of that name. */
  public boolean matches(RepositoryName name) {
    return filters.isEmpty() || filters.stream().anyMatch(filter -> filter.matches(name));
  }
}
