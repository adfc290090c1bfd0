package dev.berth.testkit.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.berth.identity.oidc.IssuerSettings;
import dev.berth.identity.oidc.WebIdentities;
import dev.berth.identity.oidc.WebIdentity;
import dev.berth.identity.oidc.WebIdentityRefused;
import dev.berth.metadata.Database;
import dev.berth.model.AccountId;
import dev.berth.model.OidcProvider;
import dev.berth.testkit.oidc.OidcIssuer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tokens of OpenID Connect issuers are believed (IAM dossier 8.3, threats T15 and T37). */
final class WebIdentityTokensTest {
  private static final AccountId ACCOUNT = new AccountId("000000000000");
  private static final String AUDIENCE = "sts.amazonaws.com";
  private static final String SUBJECT = "repo:octo-org/octo-repo:ref:refs/heads/main";

  private final OidcIssuer issuer = OidcIssuer.start();
  private Instant now = Instant.now();
  private Database database;
  private WebIdentities tokens;
  @TempDir Path folder;

  @BeforeEach
  void start() {
    database = Database.sqlite(folder.resolve("berth.db"));
    trust(issuer.name());
    tokens = asked(Optional.empty());
  }

  @AfterEach
  void stop() {
    database.close();
    issuer.close();
  }

  private void trust(String name) {
    database.write(
        transaction -> {
          transaction
              .oidcProviders()
              .put(new OidcProvider(ACCOUNT, name, now, List.of(AUDIENCE, "other"), List.of()));
          return name;
        });
  }

  private WebIdentities asked(Optional<Path> keysFile) {
    return new WebIdentities(
        database, List.of(new IssuerSettings(issuer.url(), keysFile, true, true)), () -> now);
  }

  @Test
  void a_good_token_gives_its_claims_as_condition_keys() {
    String token =
        issuer.token(
            issuer
                .claims(SUBJECT, AUDIENCE)
                .claim("repository", "octo-org/octo-repo")
                .claim("amr", List.of("pwd", "mfa"))
                .claim("number", 7)
                .build());

    WebIdentity identity = tokens.verify(token, ACCOUNT);

    assertThat(identity.subject()).isEqualTo(SUBJECT);
    assertThat(identity.audience()).isEqualTo(AUDIENCE);
    assertThat(identity.provider().url()).isEqualTo(issuer.name());
    assertThat(identity.conditions())
        .containsEntry(issuer.name() + ":sub", List.of(SUBJECT))
        .containsEntry(issuer.name() + ":aud", List.of(AUDIENCE))
        .containsEntry(issuer.name() + ":repository", List.of("octo-org/octo-repo"))
        .containsEntry(issuer.name() + ":amr", List.of("pwd", "mfa"))
        .doesNotContainKey(issuer.name() + ":number");
  }

  @Test
  void the_authorized_party_is_the_audience_where_there_is_one() {
    JWTClaimsSet.Builder claims =
        issuer.claims(SUBJECT, AUDIENCE).audience(List.of("first", "second"));

    assertRefused(issuer.token(claims.build()), "Incorrect token audience");
    WebIdentity identity =
        tokens.verify(issuer.token(claims.claim("azp", "other").build()), ACCOUNT);

    assertThat(identity.audience()).isEqualTo("other");
    assertThat(identity.conditions())
        .containsEntry(issuer.name() + ":aud", List.of("other"))
        .containsEntry(issuer.name() + ":oaud", List.of("first", "second"));
    assertRefused(
        issuer.token(issuer.claims(SUBJECT, AUDIENCE).claim("azp", "stranger").build()),
        "Incorrect token audience");
  }

  @Test
  void what_the_issuer_did_not_sign_is_nobodys() throws JOSEException {
    JWTClaimsSet claims = issuer.claims(SUBJECT, AUDIENCE).build();
    RSAKey stranger = OidcIssuer.newKey(issuer.key().getKeyID());
    SignedJWT hmac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(),
            claims);
    hmac.sign(new MACSigner(issuer.key().toPublicJWK().toRSAPublicKey().getEncoded()));

    assertRefused(new PlainJWT(claims).serialize(), "not a signed JSON Web Token");
    assertRefused(hmac.serialize(), "signature algorithm");
    assertRefused(OidcIssuer.token(claims, stranger), "Couldn't retrieve verification key");
    assertRefused("not.a.token", "not a signed JSON Web Token");
    String good = issuer.token(claims);
    assertRefused(
        good.substring(0, good.length() - 4) + "AAAA", "Couldn't retrieve verification key");
  }

  @Test
  void keys_that_a_token_brings_along_are_not_looked_at() {
    RSAKey stranger = OidcIssuer.newKey("mine");
    JWTClaimsSet claims = issuer.claims(SUBJECT, AUDIENCE).build();

    assertRefused(
        OidcIssuer.token(claims, stranger, header -> header.jwk(stranger.toPublicJWK())),
        "Couldn't retrieve verification key");
    assertRefused(
        OidcIssuer.token(
            claims,
            stranger,
            header -> header.jwkURL(URI.create("http://" + issuer.name() + "/keys"))),
        "Couldn't retrieve verification key");
    assertRefused(
        OidcIssuer.token(
            claims, issuer.key(), header -> header.criticalParams(java.util.Set.of("exp"))),
        "signature algorithm");
  }

  @Test
  void another_issuers_key_of_the_same_name_opens_nothing() {
    try (OidcIssuer other = OidcIssuer.start()) {
      trust(other.name());
      JWTClaimsSet claims = issuer.claims(SUBJECT, AUDIENCE).build();
      RSAKey named = new RSAKey.Builder(other.key()).keyID(issuer.key().getKeyID()).build();

      assertRefused(OidcIssuer.token(claims, named), "Couldn't retrieve verification key");
      assertRefused(
          issuer.token(issuer.claims(SUBJECT, AUDIENCE).issuer("https://elsewhere").build()),
          "No OpenIDConnect provider found in your account for https://elsewhere");
      assertRefused(
          issuer.token(issuer.claims(SUBJECT, AUDIENCE).issuer(issuer.url() + "/").build()),
          "No OpenIDConnect provider found");
    }
  }

  @Test
  void a_token_is_good_from_its_start_to_its_end() {
    Instant end = now.plus(Duration.ofMinutes(1));
    JWTClaimsSet.Builder claims = issuer.claims(SUBJECT, AUDIENCE).expirationTime(Date.from(end));
    String token = issuer.token(claims.build());
    tokens.verify(token, ACCOUNT);
    now = now.plus(Duration.ofMinutes(2));

    assertThatThrownBy(() -> tokens.verify(token, ACCOUNT))
        .isInstanceOf(WebIdentityRefused.Expired.class)
        .hasMessage(
            "Token expired: current date/time %d must be before the expiration date/time %d"
                .formatted(now.getEpochSecond(), end.getEpochSecond()));
    assertRefused(
        issuer.token(
            issuer
                .claims(SUBJECT, AUDIENCE)
                .notBeforeTime(Date.from(now.plus(Duration.ofMinutes(6))))
                .build()),
        "not valid yet");
    assertRefused(
        issuer.token(issuer.claims(SUBJECT, AUDIENCE).expirationTime(null).build()), "no exp");
    assertRefused(
        issuer.token(issuer.claims(SUBJECT, AUDIENCE).subject(null).build()), "no subject");
  }

  @Test
  void a_new_key_is_asked_for_and_not_more_often_than_every_ten_seconds() {
    tokens.verify(issuer.token(SUBJECT, AUDIENCE), ACCOUNT);
    issuer.rotate();
    String rotated = issuer.token(SUBJECT, AUDIENCE);

    assertRefused(rotated, "Couldn't retrieve verification key");
    assertThat(issuer.timesAsked()).isEqualTo(1);
    now = now.plusSeconds(11);
    tokens.verify(rotated, ACCOUNT);
    assertThat(issuer.timesAsked()).isEqualTo(2);
    for (int i = 0; i < 5; i++) {
      assertRefused(
          OidcIssuer.token(
              issuer.claims(SUBJECT, AUDIENCE).build(), OidcIssuer.newKey("unknown" + i)),
          "Couldn't retrieve verification key");
    }
    assertThat(issuer.timesAsked()).isEqualTo(2);
  }

  @Test
  void keys_outlive_an_outage_of_the_issuer_by_a_day() {
    String token =
        issuer.token(
            issuer
                .claims(SUBJECT, AUDIENCE)
                .expirationTime(Date.from(now.plus(Duration.ofDays(3))))
                .build());
    tokens.verify(token, ACCOUNT);
    issuer.setOut(true);

    now = now.plus(Duration.ofHours(23));
    assertThat(tokens.verify(token, ACCOUNT).subject()).isEqualTo(SUBJECT);
    now = now.plus(Duration.ofHours(2));
    assertThatThrownBy(() -> tokens.verify(token, ACCOUNT))
        .isInstanceOf(WebIdentityRefused.Unreachable.class);
    issuer.setOut(false);
    now = now.plusSeconds(11);
    assertThat(tokens.verify(token, ACCOUNT).subject()).isEqualTo(SUBJECT);
  }

  @Test
  void keys_in_a_file_need_no_issuer() throws IOException {
    Path file = Files.writeString(folder.resolve("keys.json"), issuer.publishedKeys());
    issuer.setOut(true);

    assertThat(asked(Optional.of(file)).verify(issuer.token(SUBJECT, AUDIENCE), ACCOUNT).subject())
        .isEqualTo(SUBJECT);
    assertThat(issuer.timesAsked()).isZero();
  }

  @Test
  void an_issuer_at_a_private_address_is_not_asked_unless_the_operator_says_so() {
    WebIdentities cautious =
        new WebIdentities(
            database,
            List.of(new IssuerSettings(issuer.url(), Optional.empty(), true, false)),
            () -> now);
    WebIdentities encrypted =
        new WebIdentities(
            database,
            List.of(new IssuerSettings(issuer.url(), Optional.empty(), false, true)),
            () -> now);
    String token = issuer.token(SUBJECT, AUDIENCE);

    assertThatThrownBy(() -> cautious.verify(token, ACCOUNT))
        .isInstanceOf(WebIdentityRefused.Unreachable.class);
    assertThatThrownBy(() -> encrypted.verify(token, ACCOUNT))
        .isInstanceOf(WebIdentityRefused.Unreachable.class);
    assertThat(issuer.timesAsked()).isZero();
  }

  @Test
  void an_issuer_that_calls_itself_another_or_names_keys_elsewhere_has_no_keys() {
    issuer.setDiscovery(text -> text.replace(issuer.url(), "https://another"));
    String token = issuer.token(SUBJECT, AUDIENCE);

    assertThatThrownBy(() -> tokens.verify(token, ACCOUNT))
        .isInstanceOf(WebIdentityRefused.Unreachable.class);
    issuer.setDiscovery(text -> text.replaceAll("http://[^\"]*/keys", "file:///etc/passwd"));
    now = now.plusSeconds(11);
    assertThatThrownBy(() -> tokens.verify(token, ACCOUNT))
        .isInstanceOf(WebIdentityRefused.Unreachable.class);
    issuer.setDiscovery(text -> text + " ".repeat(300 * 1024));
    now = now.plusSeconds(11);
    assertThatThrownBy(() -> tokens.verify(token, ACCOUNT))
        .isInstanceOf(WebIdentityRefused.Unreachable.class);
  }

  @Test
  void tags_and_source_identity_are_read_from_the_token() {
    WebIdentity identity =
        tokens.verify(
            issuer.token(
                issuer
                    .claims(SUBJECT, AUDIENCE)
                    .claim(
                        "https://aws.amazon.com/tags",
                        Map.of(
                            "principal_tags",
                            Map.of("team", List.of("web")),
                            "transitive_tag_keys",
                            List.of("team")))
                    .claim("https://aws.amazon.com/source_identity", "alice")
                    .build()),
            ACCOUNT);

    assertThat(identity.tags().values()).containsExactly(Map.entry("team", "web"));
    assertThat(identity.tags().transitive()).containsExactly("team");
    assertThat(identity.sourceIdentity()).contains("alice");
  }

  private void assertRefused(String token, String fragment) {
    assertThatThrownBy(() -> tokens.verify(token, ACCOUNT))
        .isInstanceOf(WebIdentityRefused.Invalid.class)
        .hasMessageContaining(fragment)
        .message()
        .doesNotContain(token);
  }
}
