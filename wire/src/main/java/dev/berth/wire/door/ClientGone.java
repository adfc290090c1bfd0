package dev.berth.wire.door;

import java.io.IOException;

/**
 * The client went away or stalled before its body was whole; whatever is answered, nobody reads it.
 */
public final class ClientGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClientGone(IOException cause) {
    super(cause.getMessage(), cause, false, false);
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
