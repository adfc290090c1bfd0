package dev.berth.model;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Temporary credentials as they are stored (IAM dossier 8.2).
 *
 * @param keyId the public half of their access key, {@code ASIA} and 16 letters and digits
 * @param kind whose session it is
 * @param account the account that it acts in
 * @param principal ARN of the role, or of the user or root user who asked
 * @param principalId the id of that principal; another one of the same name is not meant
 * @param name of a role's session or a federated user; empty of a user's own session
 * @param issuedAt in whole seconds
 * @param expiresAt from when on nothing can be signed with it, in whole seconds
 * @param keptUntil when no registry token that was made with it is alive any more
 * @param content the secret half and what it was issued with, sealed; associated data is {@code
 *     session/ID/ACCOUNT}
 */
public record StoredSession(
    String keyId,
    Kind kind,
    AccountId account,
    Arn principal,
    String principalId,
    String name,
    Instant issuedAt,
    Instant expiresAt,
    Instant keptUntil,
    SealedSecret content) {
  private static final Pattern KEY_ID = Pattern.compile("ASIA[A-Z2-7]{16}");

  /** Whose session it is. */
  public enum Kind {
    /** A user's or root user's own, of GetSessionToken. */
    OWN,
    /** A role's. */
    ROLE,
    /** Of a federated user, of GetFederationToken. */
    FEDERATED
  }

  public StoredSession {
    if (!KEY_ID.matcher(keyId).matches()) {
      throw new Malformed(
          "temporary access key id", keyId, "it is ASIA and 16 capital letters and digits");
    }
  }
}
