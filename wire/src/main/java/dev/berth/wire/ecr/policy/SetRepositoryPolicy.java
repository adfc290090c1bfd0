package dev.berth.wire.ecr.policy;

import dev.berth.iam.policy.PolicyDocument;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.policy.ResourcePolicies;
import dev.berth.registry.refusal.PolicyInvalid;
import dev.berth.registry.refusal.PolicyInvalid.Fault;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sets the policy of a repository (ECR dossier 9, CHECKLIST PO-01 to PO-05, PO-10 to PO-12). One
 * that would not let its author set it again needs {@code force}.
 *
 * @param lockout knows whether it would
 */
public record SetRepositoryPolicy(ResourcePolicies policies, Lockout lockout)
    implements JsonOperation<SetRepositoryPolicy.Request> {

  /** The request. */
  public record Request(RepositoryAddress address, String text, boolean force) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(
        Targets.repository(input, home), input.text("policyText"), input.flag("force"));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    PolicyDocument document = policies.read(request.address(), request.text());
    if (!request.force() && lockout.wouldFollow(invocation, request.address(), document)) {
      throw new PolicyInvalid(Fault.LOCKS_OUT);
    }
    return PolicyAnswer.of(request.address(), policies.set(request.address(), document));
  }
}
