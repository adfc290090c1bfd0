package dev.berth.wire.ecr.scanning;

import dev.berth.registry.scanning.ScanFilter;
import dev.berth.registry.scanning.ScanRule;
import dev.berth.registry.scanning.ScanningConfiguration;
import dev.berth.wire.json.Output;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A {@code RegistryScanningConfiguration} of the API (ECR dossier 14.1). */
final class ScanningConfigurationNode {
  private ScanningConfigurationNode() {}

  static ObjectNode of(ScanningConfiguration configuration) {
    ObjectNode node = Output.object();
    node.put("scanType", configuration.type().name());
    ArrayNode rules = node.putArray("rules");
    for (ScanRule rule : configuration.rules()) {
      ObjectNode each = rules.addObject().put("scanFrequency", rule.frequency().name());
      each.set("repositoryFilters", filters(rule.filters()));
    }
    return node;
  }

  static ArrayNode filters(List<ScanFilter> filters) {
    ArrayNode list = Output.list();
    filters.forEach(
        filter -> list.addObject().put("filter", filter.text()).put("filterType", "WILDCARD"));
    return list;
  }
}
