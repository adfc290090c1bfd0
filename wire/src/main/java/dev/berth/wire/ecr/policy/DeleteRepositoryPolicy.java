package dev.berth.wire.ecr.policy;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.policy.ResourcePolicies;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/** Removes the policy of a repository and answers what it was (ECR dossier 9, CHECKLIST PO-01). */
public record DeleteRepositoryPolicy(ResourcePolicies policies)
    implements JsonOperation<RepositoryAddress> {

  @Override
  public RepositoryAddress parse(Input input, RegistryId home) {
    return Targets.repository(input, home);
  }

  @Override
  public ObjectNode handle(RepositoryAddress request, Invocation invocation) {
    return PolicyAnswer.of(request, policies.delete(request));
  }
}
