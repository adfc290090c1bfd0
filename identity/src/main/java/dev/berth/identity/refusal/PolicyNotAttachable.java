package dev.berth.identity.refusal;

/** A policy that only service-linked roles have. */
public final class PolicyNotAttachable extends IdentityRefusal {
  private static final long serialVersionUID = 1L;

  /**
   * @param message IAM's words, where they are known
   */
  public PolicyNotAttachable(String message) {
    super(message);
  }
}
