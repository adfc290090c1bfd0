package dev.berth.identity.refusal;

/** A policy document that cannot be stored, for a reason that only the stored identities know. */
public final class MalformedPolicy extends IdentityRefusal {
  private static final long serialVersionUID = 1L;

  /**
   * @param message IAM's words, where they are known
   */
  public MalformedPolicy(String message) {
    super(message);
  }
}
