package dev.berth.iam.sigv4;

import dev.berth.iam.Principal;
import dev.berth.model.AccountId;
import dev.berth.model.Digest;
import dev.berth.model.Region;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request is text in lines: path, query, then fields. It is refused as it is by a sealed refusal
 * and nothing else; its canonical form is its own canonical form; and once it is signed by {@link
 * Signer}, its signature holds, and holds for no other body.
 */
public final class SigV4Target {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final SigningSecret SECRET =
      new SigningSecret("a secret of forty characters or so");
  private static final String ID = "AKIABERTHFUZZ0000000";
  private static final String REGION = "us-east-1";
  private static final SigningCredential KEY =
      new SigningCredential(ID, SECRET, new Principal.RootUser(new AccountId("000000000000")), 1);
  private static final SigV4 VERIFIER =
      new SigV4(
          InstantSource.fixed(NOW),
          SigV4.DEFAULT_SKEW,
          (id, _) -> Optional.of(KEY).filter(key -> key.accessKeyId().equals(id)));
  private static final Served SERVED = new Served("ecr", Set.of(new Region(REGION)));

  private SigV4Target() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", -1);
    List<SignedRequest.Field> fields = new ArrayList<>();
    for (int i = 2; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        fields.add(
            new SignedRequest.Field(lines[i].substring(0, colon), lines[i].substring(colon + 1)));
      }
    }
    SignedRequest request =
        new SignedRequest(
            "POST", "localhost:5000", "/" + lines[0], lines.length > 1 ? lines[1] : "", fields);
    requireOwnCanonicalForm(request);
    requireRefused(request);
    if (isPlain(request)) {
      requireSignable(request);
    }
  }

  private static void requireOwnCanonicalForm(SignedRequest request) {
    String query = Query.parse(request.rawQuery()).canonicalWithout(Set.of());
    require(query.equals(Query.parse(query).canonicalWithout(Set.of())), query);
    String path = CanonicalPath.normalized(request.rawPath());
    require(path.startsWith("/") && !path.contains("//"), path);
    String decoded = new String(UriText.decode(path), StandardCharsets.UTF_8);
    require(path.equals(CanonicalPath.normalized(decoded)), path);
  }

  private static void requireRefused(SignedRequest request) {
    try {
      PendingSignature pending = VERIFIER.authenticate(request, SERVED);
      pending.verify(sha256(new byte[0]));
      throw new AssertionError("a signature was guessed");
    } catch (SignatureRefusal refused) {
      require(!String.valueOf(refused.getMessage()).isEmpty(), "a refusal says what is wrong");
    }
  }

  /** Whether it says nothing about signatures by itself. */
  private static boolean isPlain(SignedRequest request) {
    String query = Query.parse(request.rawQuery()).canonicalWithout(Set.of());
    return !query.contains("X-Amz-")
        && request.headers().stream()
            .map(field -> field.name().toLowerCase(Locale.ROOT))
            .noneMatch(
                name ->
                    name.startsWith("x-amz-")
                        || name.equals("authorization")
                        || name.equals("date")
                        || name.equals("host")
                        || !isToken(name));
  }

  private static boolean isToken(String name) {
    return name.chars().allMatch(c -> c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
  }

  private static void requireSignable(SignedRequest request) {
    byte[] body = request.rawQuery().getBytes(StandardCharsets.UTF_8);
    byte[] other = (request.rawQuery() + "x").getBytes(StandardCharsets.UTF_8);
    SignedRequest signed = request;
    for (SignedRequest.Field field :
        new Signer(ID, SECRET, REGION, "ecr").sign(request, body, NOW)) {
      signed = signed.with(field);
    }
    PendingSignature pending = VERIFIER.authenticate(signed, SERVED);
    pending.verify(sha256(body));
    try {
      pending.verify(sha256(other));
    } catch (SignatureRefusal expected) {
      require(expected.flaw() instanceof SignatureFlaw.Mismatch, "another flaw");
      return;
    }
    throw new AssertionError("the signature holds for another body");
  }

  private static Digest sha256(byte[] bytes) {
    try {
      return Digest.of(Digest.Algorithm.SHA256, MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
