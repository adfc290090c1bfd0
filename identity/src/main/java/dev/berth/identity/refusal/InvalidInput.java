package dev.berth.identity.refusal;

/** A value that the parameters' own rules do not catch. */
public final class InvalidInput extends IdentityRefusal {
  private static final long serialVersionUID = 1L;

  /**
   * @param message IAM's words, where they are known
   */
  public InvalidInput(String message) {
    super(message);
  }
}
