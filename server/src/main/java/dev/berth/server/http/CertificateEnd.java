package dev.berth.server.http;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;

/** When the certificate of a listener ends, by its files as they are now. */
public final class CertificateEnd {
  private CertificateEnd() {}

  /**
   * The end of the first certificate of the chain that ends. When the files cannot be used, so that
   * no new certificate would be taken up, the epoch: it is over already.
   */
  public static Instant of(Tls tls) {
    return switch (tls) {
      case Tls.Files files -> of(files.chain(), files.key());
      case Tls.SelfSigned made ->
          of(made.folder().resolve("certificate.pem"), made.folder().resolve("key.pem"));
    };
  }

  private static Instant of(Path chain, Path key) {
    try {
      return CertificatePair.read(chain, key).chain().stream()
          .map(X509Certificate::getNotAfter)
          .min(Comparator.naturalOrder())
          .orElseThrow()
          .toInstant();
    } catch (UnusableCertificate _) {
      return Instant.EPOCH;
    }
  }
}
