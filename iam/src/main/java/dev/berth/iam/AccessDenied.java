package dev.berth.iam;

import java.util.Optional;

/**
 * A refusal of the gate on its way to the door, which words it in its protocol (ECR dossier 1.3).
 */
public final class AccessDenied extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Decision.Denied decision;
  private final transient Optional<String> explanation;

  /** The sentence of IAM's refusals is the message. */
  public AccessDenied(Principal principal, Decision.Denied decision) {
    this(principal, decision, Optional.empty());
  }

  /**
   * The same for somebody who may know more.
   *
   * @param explanation one line of visible ASCII for beside the answer; empty for everybody else
   */
  public AccessDenied(Principal principal, Decision.Denied decision, Optional<String> explanation) {
    super(sentence(principal, decision), null, false, false);
    this.decision = decision;
    this.explanation = explanation;
  }

  /** What was refused and why. */
  public Decision.Denied decision() {
    return decision;
  }

  /** Which statement denied or which permission was missing, for who may know. */
  public Optional<String> explanation() {
    return explanation;
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
