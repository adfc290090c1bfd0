package dev.berth.server.http;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate of our own for a server whose operator has none: EC P-256, valid for 397 days (what
 * clients take at most), made again when fewer than 30 are left.
 */
final class SelfSignedCertificate {
  private static final Duration VALID = Duration.ofDays(397);
  private static final Duration RENEWED = Duration.ofDays(30);
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int DNS = 2;
  private static final int IP = 7;

  private final Path folder;
  private final Set<String> hosts;
  private final InstantSource clock;

  SelfSignedCertificate(Tls.SelfSigned wanted, InstantSource clock) {
    this.folder = wanted.folder();
    this.hosts =
        Stream.concat(Stream.of("localhost", "127.0.0.1", "::1"), wanted.hosts().stream())
            .map(SelfSignedCertificate::canonical)
            .collect(Collectors.toCollection(TreeSet::new));
    this.clock = clock;
  }

  /** Where the certificate is, after making it if need be. */
  Tls.Files files() {
    Tls.Files files = Tls.Files.of(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    try {
      if (existing(files).filter(this::isStillGood).isEmpty()) {
        make(files);
      }
      return files;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new UnusableCertificate("A certificate could not be made in %s.".formatted(folder), e);
    }
  }

  private static Optional<X509Certificate> existing(Tls.Files files) {
    try {
      return Optional.of(CertificatePair.read(files.chain(), files.key()).chain().getFirst());
    } catch (UnusableCertificate _) {
      return Optional.empty();
    }
  }

  private boolean isStillGood(X509Certificate certificate) {
    Instant now = clock.instant();
    return certificate.getNotBefore().toInstant().isBefore(now)
        && certificate.getNotAfter().toInstant().isAfter(now.plus(RENEWED))
        && names(certificate).equals(hosts);
  }

  private static Set<String> names(X509Certificate certificate) {
    try {
      Collection<? extends Collection<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Set.of()
          : names.stream()
              .map(name -> name.stream().skip(1).findFirst().orElseThrow().toString())
              .collect(Collectors.toCollection(TreeSet::new));
    } catch (CertificateParsingException _) {
      return Set.of();
    }
  }

  private void make(Tls.Files files)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    Files.createDirectories(folder);
    write(files.key(), pem("PRIVATE KEY", keys.getPrivate().getEncoded()), "rw-------");
    write(files.chain(), pem("CERTIFICATE", certificate(keys)), "rw-r--r--");
  }

  private byte[] certificate(KeyPair keys) throws CertIOException, OperatorCreationException {
    Instant now = clock.instant();
    X500Name name = new X500Name("CN=localhost,O=Berth self-signed");
    GeneralName[] names =
        hosts.stream()
            .map(host -> new GeneralName(isAddress(host) ? IP : DNS, host))
            .toArray(GeneralName[]::new);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, new SecureRandom()),
            Date.from(now.minus(CLOCKS_DIFFER)),
            Date.from(now.minus(CLOCKS_DIFFER).plus(VALID)),
            name,
            keys.getPublic());
    // Not a certificate authority: some clients refuse to meet one as a server.
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    try {
      return builder
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
          .getEncoded();
    } catch (IOException e) {
      throw new CertIOException("a certificate could not be encoded", e);
    }
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }

  private void write(Path file, String text, String permissions) throws IOException {
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
            }
            : new FileAttribute<?>[0];
    Path fresh = Files.createTempFile(folder, "new", ".pem", attributes);
    Files.writeString(fresh, text, StandardCharsets.US_ASCII);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9]+(\\.[0-9]+){3}");
  }

  private static String canonical(String host) {
    return isAddress(host) ? InetAddress.ofLiteral(host).getHostAddress() : host;
  }
}
