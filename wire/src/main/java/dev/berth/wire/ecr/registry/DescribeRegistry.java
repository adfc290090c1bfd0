package dev.berth.wire.ecr.registry;

import dev.berth.model.RegistryId;
import dev.berth.registry.replication.Replication;
import dev.berth.wire.ecr.replication.ReplicationConfigurationNode;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes the caller's registry, which exists without being created, and where its images go (ECR
 * dossier 2 and 16, CHECKLIST RE-01).
 */
public record DescribeRegistry(Replication replication) implements JsonOperation<RegistryId> {

  @Override
  public RegistryId parse(Input input, RegistryId home) {
    return home;
  }

  @Override
  public ObjectNode handle(RegistryId request, Invocation invocation) {
    ObjectNode answer = Output.object();
    answer.put("registryId", request.account().value());
    answer.set(
        "replicationConfiguration", ReplicationConfigurationNode.of(replication.get(request)));
    return answer;
  }
}
