package dev.berth.server.http;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates made for a test, and clients that trust them. */
final class GivenTls {
  private GivenTls() {}

  static Tls.SelfSigned in(Path folder, String... hosts) {
    return new Tls.SelfSigned(folder, List.of(hosts));
  }

  /** Makes a pair and gives its files, looked at before every connection. */
  static Tls.Files filesIn(Path folder) {
    Tls.Files files = new SelfSignedCertificate(in(folder), InstantSource.system()).files();
    return new Tls.Files(files.chain(), files.key(), Duration.ZERO);
  }

  /** A pair whose key is of another kind than those made here. */
  static Tls.Files ed25519In(Path folder)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    X500Name name = new X500Name("CN=localhost");
    Instant now = Instant.now();
    X509CertificateHolder certificate =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                name,
                keys.getPublic())
            .build(new JcaContentSignerBuilder("Ed25519").build(keys.getPrivate()));
    Path chain = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    write(chain, "CERTIFICATE", certificate.getEncoded());
    write(key, "PRIVATE KEY", keys.getPrivate().getEncoded());
    return Tls.Files.of(chain, key);
  }

  private static void write(Path file, String kind, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(content);
    Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text));
  }

  static HttpSettings settings(Tls tls) {
    return HttpSettings.plain(GivenListener.anyPort()).with(tls);
  }

  static X509Certificate certificate(Path folder) {
    return CertificatePair.read(folder.resolve("certificate.pem"), folder.resolve("key.pem"))
        .chain()
        .getFirst();
  }

  static SSLContext trusting(Path folder) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("server", certificate(folder));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static HttpClient http2(Path folder) {
    return HttpClient.newBuilder()
        .sslContext(trusting(folder))
        .version(HttpClient.Version.HTTP_2)
        .connectTimeout(Duration.ofSeconds(20))
        .build();
  }

  /** A TLS connection on which the test speaks for itself. */
  static SSLSocket socket(Path folder, int port, String... protocols) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            trusting(folder)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }
}
