package dev.berth.wire.ecr.scanning;

import dev.berth.model.RegistryId;
import dev.berth.registry.scanning.Scanning;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** Gives how the registry scans (ECR dossier 14.1, CHECKLIST SC-01, SC-22). */
public record GetRegistryScanningConfiguration(Scanning scanning)
    implements JsonOperation<RegistryId> {

  @Override
  public RegistryId parse(Input input, RegistryId home) {
    return home;
  }

  @Override
  public ObjectNode handle(RegistryId request, Invocation invocation) {
    ObjectNode answer = Output.object();
    answer.put("registryId", request.account().value());
    answer.set("scanningConfiguration", ScanningConfigurationNode.of(scanning.get(request)));
    return answer;
  }
}
