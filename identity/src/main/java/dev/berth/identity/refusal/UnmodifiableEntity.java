package dev.berth.identity.refusal;

/** Only the service that it belongs to changes it. */
public final class UnmodifiableEntity extends IdentityRefusal {
  private static final long serialVersionUID = 1L;

  /**
   * @param message IAM's words, where they are known
   */
  public UnmodifiableEntity(String message) {
    super(message);
  }
}
