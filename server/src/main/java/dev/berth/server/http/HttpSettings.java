package dev.berth.server.http;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How a listener listens.
 *
 * @param address where; port 0 takes any free port
 * @param tls the certificate; without it the port speaks plain HTTP/1.1
 * @param limits what clients may take
 */
public record HttpSettings(InetSocketAddress address, Optional<Tls> tls, Limits limits) {

  /** Plain HTTP with the default limits. */
  public static HttpSettings plain(InetSocketAddress address) {
    return new HttpSettings(address, Optional.empty(), Limits.DEFAULT);
  }

  /** The same address with TLS. */
  public HttpSettings with(Tls certificate) {
    return new HttpSettings(address, Optional.of(certificate), limits);
  }

  /** The same address with other limits. */
  public HttpSettings with(Limits others) {
    return new HttpSettings(address, tls, others);
  }
}
