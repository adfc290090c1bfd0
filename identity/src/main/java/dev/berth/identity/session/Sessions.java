package dev.berth.identity.session;

import dev.berth.iam.Principal;
import dev.berth.iam.Session;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.iam.sigv4.SigningSecret;
import dev.berth.iam.token.RegistryToken;
import dev.berth.iam.token.RegistryTokens;
import dev.berth.iam.token.Sealer;
import dev.berth.iam.token.Sealer.Purpose;
import dev.berth.identity.Secrets;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Role;
import dev.berth.model.SealedSecret;
import dev.berth.model.StoredSession;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The sessions of users and roles, as rows (DESIGN section 6). A session token is sealed and bound
 * to its key and principal; what the session may do stands in the row, so that a session that is
 * revoked is gone at the next request (threats T5 and T7).
 */
public final class Sessions {
  private static final Pattern KEY_ID = Pattern.compile("ASIA[A-Z2-7]{16}");
  private static final String KEY_ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int KEY_ID_LENGTH = 16;
  private static final int SECRET_BYTES = 30;
  private static final int REMOVED_AT_ONCE = 1000;

  private final Database database;
  private final Secrets secrets;
  private final Sealer sealer;
  private final InstantSource clock;
  private final SecureRandom random;

  public Sessions(
      Database database, Secrets secrets, Sealer sealer, InstantSource clock, SecureRandom random) {
    this.database = database;
    this.secrets = secrets;
    this.sealer = sealer;
    this.clock = clock;
    this.random = random;
  }

  /** Whether it has the form of a temporary key's id. */
  public static boolean isKeyId(String text) {
    return KEY_ID.matcher(text).matches();
  }

  /**
   * Makes a session, durable when this returns.
   *
   * @param holder the principal in the session: who asked for it, or the role
   */
  public TemporaryCredentials issue(SessionTerms terms, Function<Session, Principal> holder) {
    String keyId = randomKeyId();
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    SigningSecret secret = new SigningSecret(Base64.getEncoder().encodeToString(bytes));
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Session session =
        new Session(
            keyId,
            terms.name(),
            now,
            now.plus(terms.life()),
            terms.policies(),
            terms.tags(),
            terms.transitiveTagKeys(),
            terms.sourceIdentity(),
            terms.federatedProvider(),
            terms.chained());
    Principal principal = holder.apply(session);
    StoredSession row = row(principal, session, secret);
    database.write(
        transaction -> {
          transaction.sessions().insert(row);
          return row;
        });
    String token =
        sealer.seal(Purpose.SESSION_TOKEN, context(row), keyId.getBytes(StandardCharsets.US_ASCII));
    return new TemporaryCredentials(keyId, secret, token, session.expiresAt(), principal);
  }

  private String randomKeyId() {
    StringBuilder id = new StringBuilder("ASIA");
    for (int i = 0; i < KEY_ID_LENGTH; i++) {
      id.append(KEY_ID_LETTERS.charAt(random.nextInt(KEY_ID_LETTERS.length())));
    }
    return id.toString();
  }

  private StoredSession row(Principal principal, Session session, SigningSecret secret) {
    Holder holder = Holder.of(principal);
    SealedSecret content =
        secrets.wrap(
            "session/" + session.keyId() + "/" + principal.account(),
            SessionContent.of(secret, session).toBytes());
    return new StoredSession(
        session.keyId(),
        holder.kind(),
        principal.account(),
        holder.principal(),
        holder.id(),
        session.name(),
        session.issuedAt(),
        session.expiresAt(),
        session.expiresAt().plus(RegistryTokens.DEFAULT_LIFE),
        content);
  }

  /**
   * The credential of that id, if this token was issued with it. Also of a session whose time is
   * over: the signature tells whether its holder may hear that.
   */
  public Optional<SigningCredential> find(String keyId, String token) {
    return stored(keyId)
        .filter(row -> sealer.open(Purpose.SESSION_TOKEN, context(row), token).isPresent())
        .map(
            row -> {
              SessionContent content = content(row);
              return new SigningCredential(
                  row.keyId(), content.secret(), principal(row, content), generation(row));
            });
  }

  /** Who holds a registry token that was made in a session that was not revoked since. */
  Optional<Principal> holderOf(RegistryToken token) {
    return stored(token.accessKeyId())
        .filter(row -> generation(row) == token.generation())
        .map(row -> principal(row, content(row)))
        .filter(principal -> principal.userId().equals(token.principalId()))
        .filter(principal -> principal.account().equals(token.account()));
  }

  /** The account of the session with that key. */
  Optional<AccountId> accountOf(String keyId) {
    return stored(keyId).map(StoredSession::account);
  }

  /** Removes the sessions that no credential and no registry token needs any more. */
  public void removeEnded(Instant now) {
    int removed = REMOVED_AT_ONCE;
    while (removed == REMOVED_AT_ONCE) {
      removed =
          database.write(transaction -> transaction.sessions().deleteEnded(now, REMOVED_AT_ONCE));
    }
  }

  /**
   * An ARN that sessions can be revoked by.
   *
   * @throws dev.berth.model.Malformed for one that nobody can have sessions under
   */
  public static Arn revocable(String principal) {
    Arn arn = Arn.parse(principal);
    Revocation.of(arn);
    return arn;
  }

  /**
   * Ends sessions with all their registry tokens, and logins with tokens of issuers, before this
   * returns.
   *
   * @param principal a role, a user or a root user: all of its sessions, and of those who were
   *     federated by it; or one role session or federated user by name
   * @return how many sessions there were
   */
  public int revoke(Arn principal) {
    Instant now = clock.instant();
    return database.write(transaction -> Revocation.of(principal).in(transaction, now));
  }

  /**
   * Whether a login with an issuer's token is revoked.
   *
   * @param role whose session it would be
   * @param name of that session
   * @param madeAt when the issuer made the token
   */
  boolean isRevoked(Role role, String name, Instant madeAt) {
    return database
        .read(transaction -> transaction.loginEnds().find(role.identity().id(), name))
        .filter(end -> !madeAt.isAfter(end))
        .isPresent();
  }

  private Optional<StoredSession> stored(String keyId) {
    return isKeyId(keyId)
        ? database.read(transaction -> transaction.sessions().findHeld(keyId))
        : Optional.empty();
  }

  private SessionContent content(StoredSession row) {
    return SessionContent.ofBytes(
        secrets.unwrap("session/" + row.keyId() + "/" + row.account(), row.content()));
  }

  private static Principal principal(StoredSession row, SessionContent content) {
    Session session =
        new Session(
            row.keyId(),
            row.name(),
            row.issuedAt(),
            row.expiresAt(),
            content.policies(),
            content.tags(),
            content.transitiveTagKeys(),
            content.sourceIdentity(),
            content.federatedProvider(),
            content.chained());
    return new Holder(row.kind(), row.account(), row.principal(), row.principalId()).in(session);
  }

  private static byte[] context(StoredSession row) {
    return String.join("\n", row.keyId(), row.kind().name(), row.principalId())
        .getBytes(StandardCharsets.UTF_8);
  }

  // A key id is never given out twice; this only ties a token to the very session.
  private static long generation(StoredSession row) {
    return row.issuedAt().getEpochSecond();
  }
}
