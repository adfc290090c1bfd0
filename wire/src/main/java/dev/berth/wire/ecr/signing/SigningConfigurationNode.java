package dev.berth.wire.ecr.signing;

import dev.berth.model.RepositoryPattern;
import dev.berth.registry.signing.SigningConfiguration;
import dev.berth.registry.signing.SigningRule;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A {@code SigningConfiguration} of the API (ECR dossier 15). */
final class SigningConfigurationNode {
  private SigningConfigurationNode() {}

  static ObjectNode of(SigningConfiguration configuration) {
    ObjectNode node = Output.object();
    ArrayNode rules = node.putArray("rules");
    for (SigningRule rule : configuration.rules()) {
      ObjectNode each = rules.addObject().put("signingProfileArn", rule.profile());
      if (!rule.filters().isEmpty()) {
        ArrayNode filters = each.putArray("repositoryFilters");
        for (RepositoryPattern filter : rule.filters()) {
          filters.addObject().put("filter", filter.text()).put("filterType", "WILDCARD_MATCH");
        }
      }
    }
    return node;
  }
}
