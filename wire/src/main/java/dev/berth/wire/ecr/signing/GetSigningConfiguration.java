package dev.berth.wire.ecr.signing;

import dev.berth.model.RegistryId;
import dev.berth.registry.signing.Signing;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** Gives what the registry signs (ECR dossier 15, CHECKLIST SG-01). */
public record GetSigningConfiguration(Signing signing) implements JsonOperation<RegistryId> {

  @Override
  public RegistryId parse(Input input, RegistryId home) {
    return home;
  }

  @Override
  public ObjectNode handle(RegistryId request, Invocation invocation) {
    ObjectNode answer = Output.object();
    answer.put("registryId", request.account().value());
    answer.set("signingConfiguration", SigningConfigurationNode.of(signing.get(request)));
    return answer;
  }
}
