package dev.berth.wire.aws;

/** A request that an AWS door refuses before any domain code sees it (ECR dossier 1.3). */
public abstract sealed class Unacceptable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Unacceptable(String message) {
    super(message, null, false, false);
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** There is no operation of that name. */
  public static final class UnknownOperation extends Unacceptable {
    private static final long serialVersionUID = 1L;

    /** Without repeating what was asked for. */
    public UnknownOperation() {
      super("The requested operation is not recognized by the service.");
    }
  }

  /** The Query protocol has no action of that name in that version. */
  public static final class UnknownAction extends Unacceptable {
    private static final long serialVersionUID = 1L;

    /** Names both, as AWS does. */
    public UnknownAction(String action, String version) {
      super("Could not find operation %s for version %s".formatted(action, version));
    }
  }

  /** The body cannot be read, or a member has another JSON type than the model says. */
  public static final class Unreadable extends Unacceptable {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public Unreadable(String why) {
      super(why);
    }
  }

  /** A value breaks a constraint of the model, or a rule that ECR words in the same way. */
  public static final class Violation extends Unacceptable {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * One that ECR words as a constraint.
     *
     * @param code {@code InvalidParameterException}, or what the operation models instead
     * @param member the path of the member, as ECR spells it
     * @param constraint what it fails to satisfy
     */
    public static Violation of(String code, String member, String constraint) {
      return new Violation(
          code,
          "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
              .formatted(member, constraint));
    }

    /** One with words of its own. */
    public Violation(String code, String message) {
      super(message);
      this.code = code;
    }

    /** The exception that the operation models for it. */
    public String code() {
      return code;
    }
  }
}
