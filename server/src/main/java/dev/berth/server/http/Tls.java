package dev.berth.server.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where the certificate of a listener comes from. TLS 1.2 and 1.3, HTTP/2 by ALPN. */
public sealed interface Tls {

  /**
   * A certificate that somebody else keeps. New files are taken up without a restart; a pair that
   * cannot be used is logged and the old one stays.
   *
   * @param chain the certificate and its intermediates, PEM
   * @param key the private key, PEM (PKCS #8, PKCS #1 or SEC 1), not encrypted
   * @param checkEvery how often, at most, the files are looked at
   */
  record Files(Path chain, Path key, Duration checkEvery) implements Tls {

    /** Looked at every five seconds while clients come. */
    public static Files of(Path chain, Path key) {
      return new Files(chain, key, Duration.ofSeconds(5));
    }
  }

  /**
   * A certificate made here, for localhost and the named hosts. It is kept and used again until it
   * nears its end or the hosts change, so that clients that trust it go on doing so.
   *
   * @param folder where {@code certificate.pem} and {@code key.pem} (mode 0600) are kept; created
   * @param hosts names and addresses besides {@code localhost}, {@code 127.0.0.1} and {@code ::1}
   */
  record SelfSigned(Path folder, List<String> hosts) implements Tls {
    public SelfSigned {
      hosts = List.copyOf(hosts);
    }
  }
}
