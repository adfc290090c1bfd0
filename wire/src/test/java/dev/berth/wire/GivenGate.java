package dev.berth.wire;

import dev.berth.iam.Decision;
import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.Decision.Reason;
import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import dev.berth.iam.Principal;
import dev.berth.iam.RequestContext;
import dev.berth.iam.policy.Effect;
import dev.berth.iam.policy.PolicyDocument;
import dev.berth.model.RepositoryAddress;
import java.util.List;
import java.util.Set;

/** Allows everything, but under a policy that denies anything nothing. */
final class GivenGate implements Gate {
  @Override
  public Decision decide(Principal principal, List<Demand> demands, RequestContext context) {
    return new Decision.Allowed(new Reason.NothingDemanded(), Set.of());
  }

  @Override
  public Gate supposing(RepositoryAddress repository, PolicyDocument policy) {
    boolean denies =
        policy.statements().stream().anyMatch(statement -> statement.effect() == Effect.DENY);
    return denies
        ? (_, demands, _) ->
            new Decision.Denied(demands.getFirst(), new Reason.ExplicitDeny(PolicyKind.RESOURCE))
        : this;
  }
}
