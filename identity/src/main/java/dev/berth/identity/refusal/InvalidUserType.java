package dev.berth.identity.refusal;

/** The caller is no user, and the operation is about the caller's own. */
public final class InvalidUserType extends IdentityRefusal {
  private static final long serialVersionUID = 1L;

  /**
   * @param message IAM's words, where they are known
   */
  public InvalidUserType(String message) {
    super(message);
  }
}
