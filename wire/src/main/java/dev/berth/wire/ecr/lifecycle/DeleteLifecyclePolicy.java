package dev.berth.wire.ecr.lifecycle;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.LifecyclePolicies;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/** Removes the lifecycle policy of a repository and answers what it was (CHECKLIST LC-42). */
public record DeleteLifecyclePolicy(LifecyclePolicies policies)
    implements JsonOperation<RepositoryAddress> {

  @Override
  public RepositoryAddress parse(Input input, RegistryId home) {
    return Targets.repository(input, home);
  }

  @Override
  public ObjectNode handle(RepositoryAddress request, Invocation invocation) {
    return LifecycleAnswer.of(request, policies.delete(request));
  }
}
