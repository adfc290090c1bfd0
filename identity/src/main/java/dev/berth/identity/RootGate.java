package dev.berth.identity;

import dev.berth.iam.Decision;
import dev.berth.iam.Decision.PolicyKind;
import dev.berth.iam.Decision.Reason;
import dev.berth.iam.Demand;
import dev.berth.iam.Gate;
import dev.berth.iam.Principal;
import dev.berth.iam.RequestContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The gate while there are no policies: the root user of an account may do everything in it and
 * nothing in another, where a resource-based policy would have to let it in (IAM dossier 5.3).
 */
public final class RootGate implements Gate {

  @Override
  public Decision decide(Principal principal, List<Demand> demands, RequestContext context) {
    Set<Demand> withheld = new HashSet<>();
    for (Demand demand : demands) {
      if (!mayDo(principal, demand)) {
        switch (demand.force()) {
          case HARD -> {
            return new Decision.Denied(demand, new Reason.NoAllow(PolicyKind.RESOURCE));
          }
          case SOFT -> withheld.add(demand);
        }
      }
    }
    return new Decision.Allowed(
        demands.isEmpty() ? new Reason.NothingDemanded() : new Reason.RootOfOwner(), withheld);
  }

  private static boolean mayDo(Principal principal, Demand demand) {
    return switch (principal) {
      case Principal.RootUser root -> demand.resource().owner().equals(root.account());
      case Principal.User _, Principal.RoleSession _, Principal.FederatedUser _ -> false;
    };
  }
}
