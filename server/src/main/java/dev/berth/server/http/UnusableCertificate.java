package dev.berth.server.http;

/** A certificate and key that no client could be served with. The message is for the operator. */
public final class UnusableCertificate extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableCertificate(String message) {
    super(message);
  }

  UnusableCertificate(String message, Throwable cause) {
    super(message, cause);
  }
}
