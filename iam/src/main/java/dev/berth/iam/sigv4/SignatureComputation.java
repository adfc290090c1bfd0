package dev.berth.iam.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * What is left to compute when only the body's hash is missing (IAM dossier 2.2).
 *
 * @param signature as claimed
 * @param canonicalHeads the canonical request up to the payload's hash, in each form that may have
 *     been signed
 * @param stringToSignHead the string to sign up to the hash of the canonical request
 * @param key the derived signing key
 * @param declaredHash {@code X-Amz-Content-Sha256}
 */
record SignatureComputation(
    String signature,
    List<String> canonicalHeads,
    String stringToSignHead,
    SecretKey key,
    Optional<String> declaredHash) {

  /**
   * Whether the signature is right for a body of this hash. Takes as long for a wrong one as for a
   * right one.
   */
  boolean holds(String payloadHash) {
    boolean holds = false;
    for (String head : canonicalHeads) {
      holds |= MessageDigest.isEqual(bytes(signatureOver(head + payloadHash)), bytes(signature));
    }
    boolean sameBody = declaredHash.map(payloadHash::equals).orElse(true);
    return holds && sameBody;
  }

  private String signatureOver(String canonicalRequest) {
    String hash = HexFormat.of().formatHex(sha256(canonicalRequest));
    return HexFormat.of().formatHex(SigningKeys.hmac(key, stringToSignHead + hash));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** No secrets. */
  @Override
  public String toString() {
    return "SignatureComputation[" + stringToSignHead.lines().skip(1).toList() + "]";
  }
}
