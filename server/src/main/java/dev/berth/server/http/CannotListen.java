package dev.berth.server.http;

import java.net.InetSocketAddress;

/** The address of a listener could not be taken. The message is one sentence for the operator. */
public final class CannotListen extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final InetSocketAddress address;

  private CannotListen(InetSocketAddress address, String message, Throwable cause) {
    super(message, cause);
    this.address = address;
  }

  static CannotListen busy(InetSocketAddress address, Throwable cause) {
    return new CannotListen(
        address,
        "Port %d of %s is in use by another process."
            .formatted(address.getPort(), address.getHostString()),
        cause);
  }

  static CannotListen other(InetSocketAddress address, Throwable cause) {
    return new CannotListen(
        address,
        "Port %d of %s cannot be listened on: %s."
            .formatted(address.getPort(), address.getHostString(), cause.getMessage()),
        cause);
  }

  /** The address that was asked for. */
  public InetSocketAddress address() {
    return address;
  }
}
