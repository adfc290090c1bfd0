package dev.berth.wire.ecr.policy;

import dev.berth.model.RegistryId;
import dev.berth.registry.policy.ResourcePolicies;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sets the policy of the caller's registry (ECR dossier 10, CHECKLIST RG-01, RG-02, RG-04): it is
 * asked on every request about its repositories, beside each one's own.
 */
public record PutRegistryPolicy(ResourcePolicies policies)
    implements JsonOperation<PutRegistryPolicy.Request> {

  /** The request. */
  public record Request(RegistryId registry, String text) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, input.text("policyText"));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    return PolicyAnswer.of(request.registry(), policies.set(request.registry(), request.text()));
  }
}
