package dev.berth.server.http;

import java.net.InetAddress;

/** Is told what a listener did. Called on the thread of the exchange; must not block for long. */
public interface ExchangeLog {

  /** Tells nobody. */
  ExchangeLog NONE = _ -> {};

  /** A request was handled and its answer is out, or as much of it as the client took. */
  void sent(ResponseSent response);

  /**
   * A request was refused before there was a handler for it: malformed, too large, too slow, or the
   * server out of memory for bodies.
   *
   * @param reason one sentence that repeats nothing the client sent
   */
  default void refused(InetAddress peer, int status, String reason) {}
}
