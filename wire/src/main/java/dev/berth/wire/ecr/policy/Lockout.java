package dev.berth.wire.ecr.policy;

import dev.berth.iam.Action;
import dev.berth.iam.Decision;
import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import dev.berth.iam.RequestContext;
import dev.berth.iam.Resource;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.model.RepositoryAddress;
import dev.berth.wire.door.RequestContexts;
import dev.berth.wire.json.Invocation;
import java.util.List;

/**
 * Whether who sets a policy could not set it again (ECR API, SetRepositoryPolicy, {@code force}).
 *
 * @param gate asked as if the policy were set
 * @param contexts makes what its conditions ask about
 */
public record Lockout(Gate gate, RequestContexts contexts) {
  private static final Action SET = Action.ecr("SetRepositoryPolicy");

  /** Whether the same request would be denied if the repository had this policy. */
  boolean wouldFollow(Invocation invocation, RepositoryAddress address, PolicyDocument document) {
    RequestContext context = contexts.of(invocation.http(), address.registry().region());
    Demand again = Demand.hard(SET, new Resource.OfRepository(address));
    return switch (gate.supposing(address, document)
        .decide(invocation.caller().principal(), List.of(again), context)) {
      case Decision.Allowed _ -> false;
      case Decision.Denied _ -> true;
    };
  }
}
