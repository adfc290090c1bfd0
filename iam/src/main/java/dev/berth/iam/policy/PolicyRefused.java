package dev.berth.iam.policy;

/** A policy document that is not stored. Its message is IAM's sentence (IAM dossier 4.2). */
public final class PolicyRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient PolicyFault fault;

  /** Doors make one too, for what only they can know, such as a principal that does not exist. */
  public PolicyRefused(PolicyFault fault) {
    super(fault.message(), null, false, false);
    this.fault = fault;
  }

  /** What is wrong. */
  public PolicyFault fault() {
    return fault;
  }

  /** IAM's sentence. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
