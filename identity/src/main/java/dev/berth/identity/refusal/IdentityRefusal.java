package dev.berth.identity.refusal;

/**
 * What identities say no to, for a reason that the client must understand. Each kind carries its
 * facts; doors map kinds to codes with a {@code switch} that the compiler checks. The message is
 * IAM's own text where one is known (IAM dossier 9.3). A refusal is an answer, not a failure: it
 * has no stack trace, and nothing was changed.
 */
public abstract sealed class IdentityRefusal extends RuntimeException
    permits NoSuchEntity,
        EntityAlreadyExists,
        DeleteConflict,
        QuotaExceeded,
        InvalidInput,
        UnmodifiableEntity,
        PolicyNotAttachable,
        MalformedPolicy,
        InvalidUserType {
  private static final long serialVersionUID = 1L;

  IdentityRefusal(String message) {
    super(message, null, false, false);
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
