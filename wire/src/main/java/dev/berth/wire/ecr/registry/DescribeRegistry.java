package dev.berth.wire.ecr.registry;

import dev.berth.model.RegistryId;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** Describes the caller's registry, which exists without being created (ECR dossier 2). */
public record DescribeRegistry() implements JsonOperation<RegistryId> {

  @Override
  public RegistryId parse(Input input, RegistryId home) {
    return home;
  }

  @Override
  public ObjectNode handle(RegistryId request, Invocation invocation) {
    ObjectNode answer = Output.object();
    answer.put("registryId", request.account().value());
    answer.putObject("replicationConfiguration").putArray("rules");
    return answer;
  }
}
