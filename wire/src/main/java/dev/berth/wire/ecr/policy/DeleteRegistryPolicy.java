package dev.berth.wire.ecr.policy;

import dev.berth.model.RegistryId;
import dev.berth.registry.policy.ResourcePolicies;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes the policy of the caller's registry and answers what it was (ECR dossier 10, CHECKLIST
 * RG-01).
 */
public record DeleteRegistryPolicy(ResourcePolicies policies) implements JsonOperation<RegistryId> {

  @Override
  public RegistryId parse(Input input, RegistryId home) {
    return home;
  }

  @Override
  public ObjectNode handle(RegistryId request, Invocation invocation) {
    return PolicyAnswer.of(request, policies.delete(request));
  }
}
