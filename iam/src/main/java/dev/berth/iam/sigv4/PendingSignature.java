package dev.berth.iam.sigv4;

import dev.berth.model.Digest;
import dev.berth.model.Region;
import java.time.Instant;

/**
 * A signature of which everything in the headers holds; whether it is right is known when the body
 * is. Until {@link #verify} has returned the caller is not authenticated.
 */
public final class PendingSignature {
  private final SigningCredential credential;
  private final CredentialScope scope;
  private final SignatureForm form;
  private final SignatureComputation computation;
  private final Instant now;
  private final SigningCredentials credentials;

  PendingSignature(
      SigningCredential credential,
      CredentialScope scope,
      SignatureForm form,
      SignatureComputation computation,
      Instant now,
      SigningCredentials credentials) {
    this.credential = credential;
    this.scope = scope;
    this.form = form;
    this.computation = computation;
    this.now = now;
    this.credentials = credentials;
  }

  /** Who claims to have signed. */
  public SigningCredential credential() {
    return credential;
  }

  /** The Region that the credential is scoped to, one of those that were right. */
  public Region region() {
    return new Region(scope.region());
  }

  /** Where the signature stands. */
  public SignatureForm form() {
    return form;
  }

  /**
   * Compares the signature in constant time, and {@code X-Amz-Content-Sha256}, where it was sent,
   * with the body. Then looks whether the session that signed is over: only its holder is told so.
   *
   * @param body the SHA-256 digest of the body as received
   * @throws SignatureRefusal when it is not what the key gives
   */
  public void verify(Digest body) {
    if (!computation.holds(body.hex())) {
      throw new SignatureRefusal(new SignatureFlaw.Mismatch());
    }
    if (credential.principal().session().filter(session -> session.isOver(now)).isPresent()) {
      throw new SignatureRefusal(new SignatureFlaw.ExpiredSession());
    }
    credentials.used(credential, scope.service(), region());
  }

  /** No secrets. */
  @Override
  public String toString() {
    return "PendingSignature[" + credential.accessKeyId() + "/" + scope.text() + "]";
  }
}
