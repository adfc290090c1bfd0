package dev.berth.server.door;

import dev.berth.wire.door.NotAdmitted.PlainCredential;
import dev.berth.wire.exchange.Request;

/**
 * Whether credentials may come over plain HTTP (threat T12): where only this machine listens, and
 * where the operator wants it so by name.
 */
public enum PlainHttp {
  /** Credentials are taken however they come. */
  TAKEN,
  /** A credential must come over TLS, to this server or to a trusted proxy before it. */
  REFUSED;

  /**
   * Returns when the request may go on.
   *
   * @param request as its client sent it
   * @throws PlainCredential when others could read its credential
   */
  void check(Request request) {
    if (this == REFUSED && !request.tls() && PresentedCredential.of(request).isPresent()) {
      throw new PlainCredential();
    }
  }
}
