package dev.berth.wire.door;

import java.time.Duration;

/**
 * A request that is turned away whatever its sender may do. Each door words it in its protocol; one
 * that has no words of its own answers {@link #status} and the message.
 */
public abstract sealed class NotAdmitted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private NotAdmitted(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The HTTP status where a protocol has none of its own. */
  public int status() {
    return status;
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** A trusted proxy said where a request comes from in a way that cannot be read. */
  public static final class UnreadableForwarding extends NotAdmitted {
    private static final long serialVersionUID = 1L;

    /**
     * @param field whose value is malformed
     */
    public UnreadableForwarding(String field) {
      super(400, "The proxy in front of this server sent an unreadable %s field.".formatted(field));
    }
  }

  /** A credential came over a connection that others can read (threat T12). */
  public static final class PlainCredential extends NotAdmitted {
    private static final long serialVersionUID = 1L;

    /** Says what to do, for whoever set up the server too. */
    public PlainCredential() {
      super(
          403,
          "Credentials are not taken over plain HTTP. Use https; behind a proxy that ends TLS, the"
              + " proxy must be one of trusted-proxies and send X-Forwarded-Proto.");
    }
  }

  /**
   * Too much came from there: wrong credentials (threat T8), or requests for one operation
   * (ecr-behaviour 22).
   */
  public static final class Slowed extends NotAdmitted {
    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    /**
     * @param retryAfter after which one more is heard
     */
    public Slowed(Duration retryAfter) {
      super(429, "Rate exceeded");
      this.retryAfter = retryAfter;
    }

    /** The value of {@code Retry-After}: whole seconds, at least 1. */
    public String retryAfter() {
      return Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds()));
    }
  }
}
