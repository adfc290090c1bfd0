package dev.berth.wire.json;

/** A request that an AWS JSON door refuses before any domain code sees it (ECR dossier 1.3). */
public abstract sealed class Unacceptable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Unacceptable(String message) {
    super(message, null, false, false);
  }

  /** There is no operation of that name. */
  public static final class UnknownOperation extends Unacceptable {
    private static final long serialVersionUID = 1L;

    public UnknownOperation() {
      super("The requested operation is not recognized by the service.");
    }
  }

  /** The body is not JSON, or a member has another JSON type than the model says. */
  public static final class Unreadable extends Unacceptable {
    private static final long serialVersionUID = 1L;

    public Unreadable(String why) {
      super(why);
    }
  }

  /** A value breaks a constraint of the model, or a rule that ECR words in the same way. */
  public static final class Violation extends Unacceptable {
    private static final long serialVersionUID = 1L;

    private final transient OperationModel operation;

    /**
     * @param operation decides the code
     * @param member the path of the member, as ECR spells it
     * @param constraint what it fails to satisfy
     */
    public Violation(OperationModel operation, String member, String constraint) {
      super(
          "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
              .formatted(member, constraint));
      this.operation = operation;
    }

    /** The operation whose request it is. */
    public OperationModel operation() {
      return operation;
    }
  }

  /** Berth does not do this operation yet. */
  public static final class NotAvailable extends Unacceptable {
    private static final long serialVersionUID = 1L;

    private final transient OperationModel operation;

    public NotAvailable(OperationModel operation) {
      super(operation.name() + " is not available in this version of Berth.");
      this.operation = operation;
    }

    /** The operation that was asked for. */
    public OperationModel operation() {
      return operation;
    }
  }
}
