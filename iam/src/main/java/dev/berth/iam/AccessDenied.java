package dev.berth.iam;

import dev.berth.iam.Decision.Reason;

/**
 * A refusal of the gate on its way to the door, which words it in its protocol (ECR dossier 1.3).
 */
public final class AccessDenied extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Decision.Denied decision;

  /** The sentence of IAM's refusals is the message. */
  public AccessDenied(Principal principal, Decision.Denied decision) {
    super(sentence(principal, decision), null, false, false);
    this.decision = decision;
  }

  /** What was refused and why. */
  public Decision.Denied decision() {
    return decision;
  }

  private static String sentence(Principal principal, Decision.Denied denied) {
    Demand demand = denied.demand();
    String start =
        "User: %s is not authorized to perform: %s on resource: %s"
            .formatted(principal.arn(), demand.action(), demand.resource().name());
    return switch (denied.reason()) {
      case Reason.NoAllow(var kind) ->
          "%s because no %s allows the %s action".formatted(start, kind.words(), demand.action());
      case Reason.ExplicitDeny(var kind) ->
          "%s with an explicit deny in %s".formatted(start, kind.withArticle());
      case Reason.RootOfOwner() -> start;
      case Reason.NothingDemanded() -> start;
    };
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
