package dev.berth.server.door;

import dev.berth.wire.exchange.Request;

/**
 * What holds for every request before anybody asks who sends it.
 *
 * @param proxies who is believed about where a request comes from
 * @param plainHttp whether credentials may come over plain HTTP
 * @param wrong slows down who sends wrong credentials
 */
public record Admission(TrustedProxies proxies, PlainHttp plainHttp, WrongCredentials wrong) {

  /** The request as its client sent it, see {@link TrustedProxies#asSent}. */
  Request asSent(Request received) {
    return proxies.asSent(received);
  }

  /**
   * Returns when the request may go on.
   *
   * @throws dev.berth.wire.door.NotAdmitted when it may not
   */
  void check(Request request) {
    plainHttp.check(request);
    wrong.check(request);
  }

  /** Learns of a refusal, whatever it was. */
  void refused(Request request, RuntimeException refusal) {
    wrong.refused(request, refusal);
  }
}
