package dev.berth.testkit.guard;

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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Denies the demands that a test chose, as an identity-based policy would with an explicit deny,
 * and leaves the others to the gate around which it stands. Denies nothing at first.
 */
public final class DenyingGate {
  private static final Reason REASON = new Reason.ExplicitDeny(PolicyKind.IDENTITY);

  private final AtomicReference<Predicate<Demand>> denied = new AtomicReference<>(_ -> false);

  /** From now on, only demands like these are denied. */
  public void deny(Predicate<Demand> demands) {
    denied.set(demands);
  }

  /** From now on, only this action is denied, such as {@code ecr:PutImage}, on every resource. */
  public void deny(String action) {
    deny(demand -> demand.action().toString().equals(action));
  }

  /** From now on nothing is denied. */
  public void denyNothing() {
    deny(_ -> false);
  }

  /** The gate to put in the place of another. */
  public Gate around(Gate inner) {
    return (principal, demands, context) -> decide(inner, principal, demands, context);
  }

  private Decision decide(
      Gate inner, Principal principal, List<Demand> demands, RequestContext context) {
    Set<Demand> withheld = new HashSet<>();
    for (Demand demand : demands) {
      if (denied.get().test(demand)) {
        switch (demand.force()) {
          case HARD -> {
            return new Decision.Denied(demand, REASON);
          }
          case SOFT -> withheld.add(demand);
        }
      }
    }
    return switch (inner.decide(principal, demands, context)) {
      case Decision.Denied refused -> refused;
      case Decision.Allowed(Reason by, Set<Demand> more) -> {
        withheld.addAll(more);
        yield new Decision.Allowed(by, withheld);
      }
    };
  }
}
