package dev.berth.wire.exchange;

import java.net.InetAddress;
import java.util.UUID;

/**
 * One HTTP request.
 *
 * @param id made for it, shown to the client as the request id
 * @param method upper case as received
 * @param target where it is addressed
 * @param headers all fields, in order
 * @param body read once
 * @param peer the address of the client: of the other end of the connection, or what a trusted
 *     proxy there says
 * @param tls whether the client's connection is encrypted, here or at a trusted proxy
 * @param forwarded whether a trusted proxy sent it on, so that host, peer and encryption are what
 *     that proxy says
 */
public record Request(
    UUID id,
    String method,
    Target target,
    Headers headers,
    RequestBody body,
    InetAddress peer,
    boolean tls,
    boolean forwarded) {

  /**
   * The address of a request, undecoded.
   *
   * @param host the {@code Host} field, or HTTP/2's {@code :authority}, port included; empty when
   *     there was none (HTTP/1.0)
   * @param path the path as sent, beginning with {@code /}
   * @param query what follows the question mark, undecoded; empty when there is none
   */
  public record Target(String host, String path, String query) {}

  /** One that a client sent straight here. */
  public Request(
      UUID id,
      String method,
      Target target,
      Headers headers,
      RequestBody body,
      InetAddress peer,
      boolean tls) {
    this(id, method, target, headers, body, peer, tls, false);
  }

  /** Scheme and host as the client sees them, such as {@code https://localhost:5000}. */
  public String origin() {
    return (tls ? "https://" : "http://") + target.host();
  }

  /** The path as sent. */
  public String path() {
    return target.path();
  }
}
