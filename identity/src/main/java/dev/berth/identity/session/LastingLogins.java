package dev.berth.identity.session;

import dev.berth.iam.Principal;
import dev.berth.iam.RequestContext;
import dev.berth.iam.Session;
import dev.berth.iam.sigv4.SigningCredential;
import dev.berth.identity.oidc.WebIdentity;
import dev.berth.identity.oidc.WebIdentityRefused;
import dev.berth.identity.session.WebIdentityRoles.Trusted;
import dev.berth.model.Arn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Logins of docker beyond ECR's: with an access key, or with a token of an issuer that a role
 * trusts. Neither leaves anything behind; both are asked anew at every request, and end with the
 * key, the token, the role or the trust, or are revoked.
 */
public final class LastingLogins {
  private static final Pattern OIDC_USER =
      Pattern.compile("oidc/([0-9]{12})/([\\w+=,.@/-]{1,576})");
  private static final Pattern NO_SESSION_NAME = Pattern.compile("[^\\w+=,.@-]");
  private static final int LONGEST_SESSION_NAME = 64;
  private static final int LONGEST_TOKEN = 20_000;
  private static final String NOBODYS = "nobody has this secret";

  private final Credentials credentials;
  private final Sessions sessions;
  private final WebIdentityRoles roles;
  private final boolean accessKeys;
  private final boolean webIdentity;

  /**
   * @param sessions tells which logins were revoked
   * @param accessKeys whether access keys log in
   * @param webIdentity whether tokens of issuers do
   */
  public LastingLogins(
      Credentials credentials,
      Sessions sessions,
      WebIdentityRoles roles,
      boolean accessKeys,
      boolean webIdentity) {
    this.sessions = sessions;
    this.credentials = credentials;
    this.roles = roles;
    this.accessKeys = accessKeys;
    this.webIdentity = webIdentity;
  }

  /**
   * Who logs in so; empty when nobody does.
   *
   * @param user an access key id, or {@code oidc/ACCOUNT/ROLE}, the role with its path
   * @param password the key's secret, or the token
   */
  public Optional<Principal> holder(String user, String password, RequestContext context) {
    Matcher oidc = OIDC_USER.matcher(user);
    if (oidc.matches()) {
      return webIdentity && password.length() <= LONGEST_TOKEN
          ? bearer(role(oidc.group(1), oidc.group(2)), password, context)
          : Optional.empty();
    }
    return accessKeys ? keyHolder(user, password) : Optional.empty();
  }

  // As long for a key that is not there as for a secret that is wrong (threats T3 and T9).
  private Optional<Principal> keyHolder(String user, String password) {
    Optional<SigningCredential> key = credentials.find(user, Optional.empty());
    String secret = key.map(known -> known.secret().value()).orElse(NOBODYS);
    boolean right = MessageDigest.isEqual(digest(secret), digest(password));
    return key.filter(_ -> right).map(SigningCredential::principal);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Arn role(String account, String name) {
    return new Arn(Arn.PARTITION, "iam", "", account, "role/" + name);
  }

  private Optional<Principal> bearer(Arn role, String token, RequestContext context) {
    try {
      String name = "docker";
      Trusted found =
          roles.open(token, role, Map.of("sts:RoleSessionName", List.of(name)), context);
      Session session = session(found.identity());
      return sessions.isRevoked(found.role(), session.name(), session.issuedAt())
          ? Optional.empty()
          : Optional.of(
              new Principal.RoleSession(
                  found.role().identity().arn(), found.role().identity().id(), session));
    } catch (WebIdentityRefused | SessionRefused _) {
      return Optional.empty();
    }
  }

  /** A session that lives in the token alone: no key is found under its id. */
  private static Session session(WebIdentity identity) {
    return new Session(
        "",
        sessionName(identity.subject()),
        identity.issuedAt(),
        identity.expiresAt(),
        Optional.empty(),
        identity.tags().values(),
        identity.tags().transitive(),
        identity.sourceIdentity(),
        Optional.of(identity.provider().arn().toString()),
        false);
  }

  private static String sessionName(String subject) {
    String name = NO_SESSION_NAME.matcher(subject).replaceAll("-");
    return name.length() > LONGEST_SESSION_NAME
        ? name.substring(name.length() - LONGEST_SESSION_NAME)
        : name;
  }
}
