package dev.berth.iam.sigv4;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Verifies AWS Signature Version 4 in two steps, because everything in the headers is checked
 * before a byte of body is taken: {@link #authenticate}, and {@link PendingSignature#verify} once
 * the body's hash is known. The first flaw in the order of the IAM dossier (3.1) is the one that is
 * reported.
 */
public final class SigV4 {
  /** What AWS allows for ECR, STS and IAM. */
  public static final Duration DEFAULT_SKEW = Duration.ofMinutes(15);

  private static final Pattern HEX_SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String ANY_HASH = "0".repeat(64);
  private static final SigningSecret NOBODYS = new SigningSecret("nobody has this secret");

  private final SigningWindow window;
  private final SigningCredentials credentials;
  private final UnaryOperator<String> canonicalPath;
  private final SigningKeys keys = new SigningKeys();

  /**
   * @param skew how much a client's clock may differ, 1 to 15 minutes
   * @param credentials where keys are looked up, at every request
   */
  public SigV4(InstantSource clock, Duration skew, SigningCredentials credentials) {
    this(clock, skew, credentials, CanonicalPath::normalized);
  }

  SigV4(
      InstantSource clock,
      Duration skew,
      SigningCredentials credentials,
      UnaryOperator<String> canonicalPath) {
    this.window = new SigningWindow(clock, skew);
    this.credentials = credentials;
    this.canonicalPath = canonicalPath;
  }

  /**
   * Checks everything but the signature itself.
   *
   * @param request as received
   * @param served what the credential must be scoped to
   * @throws SignatureRefusal with the first flaw
   */
  public PendingSignature authenticate(SignedRequest request, Served served) {
    Query query = Query.parse(request.rawQuery());
    SignatureClaim claim = SignatureClaim.read(request, query);
    claim.requireSigned(request);
    Instant signedAt = claim.signedAt().get();
    window.check(signedAt, claim.form(), claim.lifetime());
    CredentialScope scope = CredentialScope.parse(claim.credential());
    scope.check(served, signedAt);
    Optional<SigningCredential> found = credentials.find(scope.accessKeyId(), claim.sessionToken());
    SignatureComputation computation =
        new SignatureComputation(
            claim.signature(),
            canonicalHeads(request, query, claim),
            String.join(
                "\n", SignatureClaim.ALGORITHM, SigningTime.basic(signedAt), scope.text(), ""),
            keys.derive(found.map(SigningCredential::secret).orElse(NOBODYS), scope),
            request.header("X-Amz-Content-Sha256"));
    SigningCredential credential = found.orElseThrow(() -> unknownKey(computation));
    requireSignedPayload(computation);
    return new PendingSignature(
        credential, scope, claim.form(), computation, window.clock().instant(), credentials);
  }

  /** Costs what a known key costs, so that time does not tell which ids exist (threat T3). */
  private static SignatureRefusal unknownKey(SignatureComputation computation) {
    computation.holds(ANY_HASH);
    return new SignatureRefusal(new SignatureFlaw.UnknownKey());
  }

  /**
   * Refuses {@code UNSIGNED-PAYLOAD} and the streaming forms of S3, which leave the body uncovered.
   */
  private static void requireSignedPayload(SignatureComputation computation) {
    computation
        .declaredHash()
        .filter(hash -> !HEX_SHA256.matcher(hash).matches())
        .ifPresent(
            hash -> {
              throw new SignatureRefusal(new SignatureFlaw.UnsignedPayload(hash));
            });
  }

  /**
   * The canonical request up to the payload's hash. A session token in the query may have been
   * signed or added afterwards; there is no telling which, so both forms count.
   */
  private List<String> canonicalHeads(SignedRequest request, Query query, SignatureClaim claim) {
    List<Set<String>> leftOut = new ArrayList<>();
    switch (claim.form()) {
      case HEADER -> leftOut.add(Set.of());
      case PRESIGNED -> {
        leftOut.add(Set.of(SignatureClaim.SIGNATURE_PARAMETER));
        if (query.first(SignatureClaim.TOKEN).isPresent()) {
          leftOut.add(Set.of(SignatureClaim.SIGNATURE_PARAMETER, SignatureClaim.TOKEN));
        }
      }
    }
    return leftOut.stream()
        .map(
            names ->
                String.join(
                    "\n",
                    request.method(),
                    canonicalPath.apply(request.rawPath()),
                    query.canonicalWithout(names),
                    CanonicalHeaders.of(request, claim.signedNames()),
                    claim.signedHeaders(),
                    ""))
        .toList();
  }
}
