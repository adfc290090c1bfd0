package dev.berth.wire.ecr.lifecycle;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.LifecyclePolicies;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows the lifecycle policy of a repository, and when it was last evaluated (ECR dossier 12.1).
 */
public record GetLifecyclePolicy(LifecyclePolicies policies)
    implements JsonOperation<RepositoryAddress> {

  @Override
  public RepositoryAddress parse(Input input, RegistryId home) {
    return Targets.repository(input, home);
  }

  @Override
  public ObjectNode handle(RepositoryAddress request, Invocation invocation) {
    return LifecycleAnswer.of(request, policies.get(request));
  }
}
