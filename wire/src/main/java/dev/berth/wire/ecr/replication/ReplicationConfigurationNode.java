package dev.berth.wire.ecr.replication;

import dev.berth.model.RegistryId;
import dev.berth.registry.replication.ReplicationConfiguration;
import dev.berth.registry.replication.ReplicationRule;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A {@code ReplicationConfiguration} of the API (ECR dossier 16). */
public final class ReplicationConfigurationNode {
  private ReplicationConfigurationNode() {}

  /** As the API writes it. */
  public static ObjectNode of(ReplicationConfiguration configuration) {
    ObjectNode node = Output.object();
    ArrayNode rules = node.putArray("rules");
    for (ReplicationRule rule : configuration.rules()) {
      ObjectNode each = rules.addObject();
      ArrayNode destinations = each.putArray("destinations");
      for (RegistryId destination : rule.destinations()) {
        destinations
            .addObject()
            .put("region", destination.region().value())
            .put("registryId", destination.account().value());
      }
      if (!rule.prefixes().isEmpty()) {
        ArrayNode filters = each.putArray("repositoryFilters");
        for (String prefix : rule.prefixes()) {
          filters.addObject().put("filter", prefix).put("filterType", "PREFIX_MATCH");
        }
      }
    }
    return node;
  }
}
