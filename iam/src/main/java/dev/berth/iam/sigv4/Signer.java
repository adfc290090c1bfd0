package dev.berth.iam.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Signs the requests that Berth's own commands send, by the same canonical form that is verified
 * here (IAM dossier 2.2).
 *
 * @param accessKeyId the public half of the key
 * @param secret the other half
 * @param region what the credential is scoped to
 * @param service what the credential is scoped to, such as {@code berth}
 */
public record Signer(String accessKeyId, SigningSecret secret, String region, String service) {

  /**
   * The header fields to send besides those of the request: {@code X-Amz-Date} and {@code
   * Authorization}.
   *
   * @param request with every field that is to be signed; its host is signed in any case
   * @param body exactly as sent
   */
  public List<SignedRequest.Field> sign(SignedRequest request, byte[] body, Instant now) {
    String timestamp = SigningTime.basic(now);
    CredentialScope scope =
        new CredentialScope(accessKeyId, SigningTime.day(now), region, service, "aws4_request");
    SignedRequest.Field date = new SignedRequest.Field("X-Amz-Date", timestamp);
    SignedRequest dated = request.with(date);
    List<String> names = dated.signableNames();
    String canonical =
        String.join(
            "\n",
            dated.method(),
            CanonicalPath.normalized(dated.rawPath()),
            Query.parse(dated.rawQuery()).canonicalWithout(Set.of()),
            CanonicalHeaders.of(dated, names),
            String.join(";", names),
            hex(body));
    String toSign =
        String.join("\n", SignatureClaim.ALGORITHM, timestamp, scope.text(), hex(bytes(canonical)));
    String signature =
        HexFormat.of().formatHex(SigningKeys.hmac(new SigningKeys().derive(secret, scope), toSign));
    return List.of(
        date,
        new SignedRequest.Field(
            "Authorization",
            "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                .formatted(
                    SignatureClaim.ALGORITHM,
                    accessKeyId,
                    scope.text(),
                    String.join(";", names),
                    signature)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
