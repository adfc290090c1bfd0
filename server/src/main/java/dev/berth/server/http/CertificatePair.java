package dev.berth.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A certificate with its intermediates, and the private key that belongs to it.
 *
 * @param chain the server's own certificate first
 */
record CertificatePair(List<X509Certificate> chain, PrivateKey key) {

  /**
   * Reads both from PEM files.
   *
   * @throws UnusableCertificate when one is missing or malformed, or they do not belong together
   */
  static CertificatePair read(Path chain, Path key) {
    CertificatePair pair = new CertificatePair(certificates(chain), privateKey(key));
    if (!pair.isMatching()) {
      throw new UnusableCertificate(
          "The key in %s does not belong to the certificate in %s.".formatted(key, chain));
    }
    return pair;
  }

  private static List<X509Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw new UnusableCertificate("There is no certificate in %s.".formatted(file));
      }
      return all;
    } catch (NoSuchFileException e) {
      throw new UnusableCertificate("There is no file %s.".formatted(file), e);
    } catch (IOException | GeneralSecurityException e) {
      throw new UnusableCertificate("The certificate in %s cannot be read.".formatted(file), e);
    }
  }

  private static PrivateKey privateKey(Path file) {
    try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      // Some files name the curve first.
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        switch (part) {
          case PrivateKeyInfo key -> {
            return converter.getPrivateKey(key);
          }
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
              throw new UnusableCertificate("The key in %s is encrypted.".formatted(file));
          default -> {}
        }
      }
      throw new UnusableCertificate("There is no private key in %s.".formatted(file));
    } catch (NoSuchFileException e) {
      throw new UnusableCertificate("There is no file %s.".formatted(file), e);
    } catch (IOException e) {
      throw new UnusableCertificate("The key in %s cannot be read.".formatted(file), e);
    }
  }

  private boolean isMatching() {
    PublicKey open = chain.getFirst().getPublicKey();
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "Ed25519", "EdDSA" -> "Ed25519";
          default -> "SHA256withRSA";
        };
    byte[] text = "which belong together".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
