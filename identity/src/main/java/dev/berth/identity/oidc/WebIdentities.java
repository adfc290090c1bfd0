package dev.berth.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.berth.identity.oidc.WebIdentityRefused.Invalid;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.OidcProvider;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies tokens of the OpenID Connect issuers that accounts trust (IAM dossier 8.3). Everything
 * is refused that is not exactly right; clocks of issuers may be ahead by five minutes, and no
 * token is good after its own end.
 */
public final class WebIdentities {
  private static final String SCHEME = "https://";
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final int MOST_ISSUERS = 1000;

  private final Database database;
  private final Map<String, IssuerSettings> settings = new LinkedHashMap<>();
  private final KeySource source;
  private final InstantSource clock;
  // The lock is this map's own, and is held for a lookup only.
  private final Map<String, IssuerKeys> keys = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param settings what the operator says of some issuers
   */
  public WebIdentities(
      Database database, Collection<IssuerSettings> settings, InstantSource clock) {
    this.database = database;
    settings.forEach(issuer -> this.settings.put(issuer.url(), issuer));
    this.source = new KeySource(new OutgoingRequests());
    this.clock = clock;
  }

  /**
   * Whom a token is of.
   *
   * @param account whose providers count
   * @throws WebIdentityRefused when it is nobody's here
   */
  public WebIdentity verify(String token, AccountId account) {
    try {
      SignedJWT parsed = SignedJWT.parse(token);
      JWTClaimsSet claims = parsed.getJWTClaimsSet();
      OidcProvider provider = provider(account, claims);
      TokenSignature.require(parsed, keysOf(SCHEME + provider.url()));
      requireTimes(claims);
      String audience = audience(claims, provider);
      String subject =
          Optional.ofNullable(claims.getSubject())
              .filter(sub -> !sub.isEmpty())
              .orElseThrow(() -> Invalid.of("The token has no subject"));
      return new WebIdentity(
          provider,
          subject,
          audience,
          time(claims.getIssueTime(), "iat"),
          time(claims.getExpirationTime(), "exp"),
          ClaimKeys.of(provider.url(), claims, audience),
          ClaimedTags.of(claims.getClaims()),
          Optional.ofNullable(claims.getStringClaim("https://aws.amazon.com/source_identity")));
    } catch (ParseException _) {
      throw Invalid.of("The web identity token is not a signed JSON Web Token");
    }
  }

  private OidcProvider provider(AccountId account, JWTClaimsSet claims) {
    String issuer = Optional.ofNullable(claims.getIssuer()).orElse("");
    if (!issuer.startsWith(SCHEME)) {
      throw Invalid.unknownIssuer(issuer);
    }
    return database
        .read(
            transaction ->
                transaction.oidcProviders().find(account, issuer.substring(SCHEME.length())))
        .orElseThrow(() -> Invalid.unknownIssuer(issuer));
  }

  private IssuerKeys keysOf(String issuer) {
    synchronized (keys) {
      IssuerKeys found =
          keys.computeIfAbsent(
              issuer,
              url ->
                  new IssuerKeys(
                      settings.getOrDefault(url, IssuerSettings.usual(url)), source, clock));
      if (keys.size() > MOST_ISSUERS) {
        keys.remove(keys.keySet().iterator().next());
      }
      return found;
    }
  }

  private void requireTimes(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Instant end = time(claims.getExpirationTime(), "exp");
    if (!now.isBefore(end)) {
      throw new WebIdentityRefused.Expired(now, end);
    }
    Instant issued = time(claims.getIssueTime(), "iat");
    Instant start =
        Optional.ofNullable(claims.getNotBeforeTime()).map(Date::toInstant).orElse(issued);
    if (issued.isAfter(now.plus(AHEAD)) || start.isAfter(now.plus(AHEAD))) {
      throw Invalid.of("The token is not valid yet");
    }
  }

  private static Instant time(Date claim, String name) {
    return Optional.ofNullable(claim)
        .map(Date::toInstant)
        .orElseThrow(() -> Invalid.of("The token has no %s".formatted(name)));
  }

  private static String audience(JWTClaimsSet claims, OidcProvider provider) throws ParseException {
    List<String> audiences = claims.getAudience();
    Optional<String> party = Optional.ofNullable(claims.getStringClaim("azp"));
    String meant = party.orElseGet(() -> audiences.size() == 1 ? audiences.getFirst() : "");
    if (meant.isEmpty() || audiences.isEmpty() || !provider.clientIds().contains(meant)) {
      throw Invalid.audience();
    }
    return meant;
  }
}
