package dev.berth.identity.session;

/** A session that is not given (IAM dossier 5.6 and 8.2); the message is STS's own sentence. */
public abstract sealed class SessionRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private SessionRefused(String message) {
    super(message, null, false, false);
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Whoever calls in a session, or as root, may not ask for this, whatever policies say. */
  public static final class NotForThisCaller extends SessionRefused {
    private static final long serialVersionUID = 1L;

    private NotForThisCaller(String message) {
      super(message);
    }

    /** Root users assume no role. */
    public static NotForThisCaller root() {
      return new NotForThisCaller("Roles may not be assumed by root accounts.");
    }

    /** The operation wants a long-term credential, or another kind of session. */
    public static NotForThisCaller inSession(String operation) {
      return new NotForThisCaller("Cannot call %s with session credentials".formatted(operation));
    }

    /** The role is not there, or does not trust the caller: which of the two is not told. */
    public static NotForThisCaller of(String sentence) {
      return new NotForThisCaller(sentence);
    }
  }

  /** Its credentials would live too long. */
  public static final class TooLong extends SessionRefused {
    private static final long serialVersionUID = 1L;

    private TooLong(String message) {
      super(message);
    }

    /** Longer than the role allows. */
    public static TooLong forRole() {
      return new TooLong(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    /** Longer than a session that a session asks for may live. */
    public static TooLong forChain() {
      return new TooLong(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining");
    }
  }

  /** A parameter contradicts another one, or the session that asks. */
  public static final class Contradiction extends SessionRefused {
    private static final long serialVersionUID = 1L;

    /** Says which. */
    public Contradiction(String message) {
      super(message);
    }
  }

  /** A session policy that is no policy. */
  public static final class MalformedPolicy extends SessionRefused {
    private static final long serialVersionUID = 1L;

    /** In the words of the policy's parser. */
    public MalformedPolicy(String message) {
      super(message);
    }
  }

  /** Session policies and tags take more room than a session has. */
  public static final class TooMuch extends SessionRefused {
    private static final long serialVersionUID = 1L;

    /**
     * Says how much.
     *
     * @param percent of the room, more than 100
     */
    public TooMuch(int percent) {
      super(
          "Packed size of session tags and session policies consumes %d%% of allotted space."
              .formatted(percent));
    }
  }

  /** An encoded authorization message that nobody here wrote. */
  public static final class UnknownMessage extends SessionRefused {
    private static final long serialVersionUID = 1L;

    /** Says so. */
    public UnknownMessage() {
      super("The encoded authorization message was not issued here.");
    }
  }
}
