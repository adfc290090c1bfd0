package dev.berth.iam.sigv4;

/**
 * A request whose signature does not hold. Its message is the sentence for the client (IAM dossier
 * 3.3); it may repeat the Authorization header, so it is not for logs.
 */
public final class SignatureRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SignatureFlaw flaw;

  SignatureRefusal(SignatureFlaw flaw) {
    super(FlawWording.of(flaw), null, false, false);
    this.flaw = flaw;
  }

  /** What is wrong; {@link SignatureFlaw#kind()} leads to a protocol's code and status. */
  public SignatureFlaw flaw() {
    return flaw;
  }
}
