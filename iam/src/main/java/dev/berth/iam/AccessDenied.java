package dev.berth.iam;

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
    String tail = denied.reason().tail(demand.action().toString());
    return tail.isEmpty() ? start : start + " " + tail;
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
