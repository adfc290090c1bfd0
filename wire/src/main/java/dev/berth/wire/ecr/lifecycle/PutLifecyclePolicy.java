package dev.berth.wire.ecr.lifecycle;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.LifecyclePolicies;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/** Sets the lifecycle policy of a repository (ECR dossier 12.1, CHECKLIST LC-01 to LC-21). */
public record PutLifecyclePolicy(LifecyclePolicies policies)
    implements JsonOperation<PutLifecyclePolicy.Request> {

  /** The request. */
  record Request(RepositoryAddress address, String text) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.repository(input, home), input.text("lifecyclePolicyText"));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    return LifecycleAnswer.of(request.address(), policies.put(request.address(), request.text()));
  }
}
