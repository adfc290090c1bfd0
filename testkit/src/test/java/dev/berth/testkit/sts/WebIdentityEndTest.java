package dev.berth.testkit.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.RegistryClient;
import dev.berth.testkit.oidc.OidcIssuer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * What an issuer's token opens and when that ends: its issuer's exact name, policies over the role,
 * revocation (IAM dossier 5.5, 8.3).
 */
final class WebIdentityEndTest {
  private static final String ACCOUNT = "000000000000";
  private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/ci";
  private static final String AUDIENCE = "sts.amazonaws.com";
  private static final String SUBJECT = "system:serviceaccount:web:builder";
  private static final String LOGIN = "oidc/" + ACCOUNT + "/ci";

  private final OidcIssuer plain = OidcIssuer.start();
  private final OidcIssuer slashed = OidcIssuer.start();
  private Instant now = Instant.now();
  private RunningBerth berth;
  private GivenIdentities given;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    slashed.setDiscovery(
        text -> text.replace("\"issuer\":\"%s\"".formatted(slashed.url()), issuerWithSlash()));
    Path denies =
        Files.writeString(
            folder.resolve("control.json"),
            GivenIdentities.document(
                "{'Effect':'Deny','Principal':'*','Action':'sts:AssumeRoleWithWebIdentity',"
                    + "'Resource':'*','Condition':{'StringEquals':"
                    + "{'%s:sub':'intruder','aws:ResourceOrgID':'o-a1b2c3d4e5'}}}"
                        .formatted(plain.name())));
    berth =
        RunningBerth.on(
            folder.resolve("data"),
            settings ->
                settings
                    .set(
                        ConfigKey.OIDC_ISSUERS,
                        "%s plain-http=true private-network=true,%s/ plain-http=true private-network=true"
                            .formatted(plain.url(), slashed.url()))
                    .set(ConfigKey.ORGANIZATIONS_ID, "o-a1b2c3d4e5")
                    .set(ConfigKey.ORGANIZATIONS_RESOURCE_CONTROL, denies.toString())
                    .set(ConfigKey.LOGIN_WEB_IDENTITY, "true"),
            () -> now,
            UnaryOperator.identity());
    given = new GivenIdentities(ACCOUNT, berth.access());
    given.provider(plain.url(), AUDIENCE);
    given.provider(slashed.url() + "/", AUDIENCE);
    given.role(
        "ci",
        trust(plain.name()) + "," + trust(slashed.name() + "/"),
        "{'Effect':'Allow','Action':'ecr:*','Resource':'*'}");
    berth.createRepository("app");
  }

  private String issuerWithSlash() {
    return "\"issuer\":\"%s/\"".formatted(slashed.url());
  }

  private static String trust(String provider) {
    return "{'Effect':'Allow','Principal':{'Federated':'arn:aws:iam::%s:oidc-provider/%s'},"
            .formatted(ACCOUNT, provider)
        + "'Action':'sts:AssumeRoleWithWebIdentity','Condition':{'StringEquals':{'%s:aud':'%s'}}}"
            .formatted(provider, AUDIENCE);
  }

  @AfterEach
  void stop() {
    berth.close();
    plain.close();
    slashed.close();
  }

  // Auth0's issuers end with a slash, most others do not; a token is of one name exactly.
  @Test
  void an_issuer_with_a_closing_slash_is_another_than_one_without() {
    assertThat(assume(slashed, claims(slashed).issuer(slashed.url() + "/").build()))
        .isEqualTo("arn:aws:iam::%s:oidc-provider/%s/".formatted(ACCOUNT, slashed.name()));
    assertThat(assume(plain, claims(plain).build()))
        .isEqualTo("arn:aws:iam::%s:oidc-provider/%s".formatted(ACCOUNT, plain.name()));

    assertThatThrownBy(() -> assume(slashed, claims(slashed).build()))
        .hasMessageContaining("No OpenIDConnect provider found in your account");
    assertThatThrownBy(() -> assume(plain, claims(plain).issuer(plain.url() + "/").build()))
        .hasMessageContaining("No OpenIDConnect provider found in your account");
    assertThat(given.iam("ListOpenIDConnectProviders").text())
        .contains("oidc-provider/%s/</Arn>".formatted(slashed.name()))
        .contains("oidc-provider/%s</Arn>".formatted(plain.name()));
  }

  @Test
  void a_resource_control_policy_denies_whom_the_trust_policy_would_let_in() {
    JWTClaimsSet intruder = claims(plain).subject("intruder").build();
    JWTClaimsSet elsewhere =
        claims(slashed).issuer(slashed.url() + "/").subject("intruder").build();

    assertThatThrownBy(() -> assume(plain, intruder))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    assertThat(tags(plain.token(intruder))).isEqualTo(401);
    assertThat(assume(slashed, elsewhere)).endsWith("/");
  }

  @Test
  void a_revoked_role_ends_logins_with_tokens_that_were_made_before() {
    String token = plain.token(claims(plain).build());
    assertThat(tags(token)).isEqualTo(200);

    revoke(ROLE);

    assertThat(tags(token)).isEqualTo(401);
    now = now.plusSeconds(2);
    assertThat(tags(plain.token(claims(plain).build()))).isEqualTo(200);
    assertThat(tags(token)).isEqualTo(401);
  }

  @Test
  void a_revoked_session_ends_the_logins_of_its_subject_alone() {
    String token = plain.token(claims(plain).build());
    String other = plain.token(claims(plain).subject("another").build());

    revoke("arn:aws:sts::%s:assumed-role/ci/%s".formatted(ACCOUNT, SUBJECT.replace(':', '-')));

    assertThat(tags(token)).isEqualTo(401);
    assertThat(tags(other)).isEqualTo(200);
  }

  @Test
  void a_deleted_provider_and_a_deleted_role_end_logins_at_the_next_request() {
    String ofPlain = plain.token(claims(plain).build());
    String ofSlashed = slashed.token(claims(slashed).issuer(slashed.url() + "/").build());
    assertThat(tags(ofPlain)).isEqualTo(200);
    assertThat(tags(ofSlashed)).isEqualTo(200);
    revoke("arn:aws:sts::%s:assumed-role/ci/nobody".formatted(ACCOUNT));

    given.iam(
        "DeleteOpenIDConnectProvider",
        "OpenIDConnectProviderArn",
        "arn:aws:iam::%s:oidc-provider/%s/".formatted(ACCOUNT, slashed.name()));
    assertThat(tags(ofSlashed)).isEqualTo(401);
    assertThat(tags(ofPlain)).isEqualTo(200);

    given.iam("DeleteRolePolicy", "RoleName", "ci", "PolicyName", "own");
    given.iam("DeleteRole", "RoleName", "ci");
    assertThat(tags(ofPlain)).isEqualTo(401);
  }

  private JWTClaimsSet.Builder claims(OidcIssuer issuer) {
    return issuer.claims(SUBJECT, AUDIENCE).issueTime(Date.from(now)).notBeforeTime(Date.from(now));
  }

  /** The provider that the answer names. */
  private String assume(OidcIssuer issuer, JWTClaimsSet claims) {
    try (StsClient sts = berth.access().sts()) {
      return sts.assumeRoleWithWebIdentity(
              request ->
                  request
                      .roleArn(ROLE)
                      .roleSessionName("build")
                      .webIdentityToken(issuer.token(claims)))
          .provider();
    }
  }

  private int tags(String token) {
    String credential =
        Base64.getEncoder().encodeToString((LOGIN + ":" + token).getBytes(StandardCharsets.UTF_8));
    return RegistryClient.anonymous(berth.endpoint())
        .send("GET", "/v2/app/tags/list", "Authorization", "Basic " + credential)
        .status();
  }

  private void revoke(String principal) {
    assertThat(
            SignedCalls.of(berth.access())
                .send(
                    "berth",
                    "Berth_20261101.RevokeSessions",
                    "{\"principalArn\":\"%s\"}".formatted(principal))
                .status())
        .isEqualTo(200);
  }
}
