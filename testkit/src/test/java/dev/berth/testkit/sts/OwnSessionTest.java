package dev.berth.testkit.sts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Sessions of GetSessionToken, and how sessions end (IAM dossier 2.4, 5.6, 8.2). */
final class OwnSessionTest {
  private static final String ECR = "AmazonEC2ContainerRegistry_V20150921.";
  private static final String ROOT = "arn:aws:iam::000000000000:root";

  private Instant now = Instant.now();
  private RunningBerth berth;

  @BeforeEach
  void start(@TempDir Path data) {
    berth = RunningBerth.on(data, UnaryOperator.identity(), () -> now, UnaryOperator.identity());
    berth.createRepository("app");
  }

  @AfterEach
  void stop() {
    berth.close();
  }

  @Test
  void a_session_is_its_maker_and_lives_an_hour_of_a_root_user() {
    Credentials session = session(Duration.ofHours(36));

    assertThat(session.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(session.secretAccessKey()).hasSize(40);
    assertThat(session.expiration())
        .isEqualTo(Instant.ofEpochSecond(now.getEpochSecond()).plus(Duration.ofHours(1)));
    try (StsClient sts = berth.access().as(session).sts();
        EcrClient ecr = berth.access().as(session).ecr()) {
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(ROOT);
      assertThat(ecr.describeRepositories().repositories()).hasSize(1);
    }
  }

  @Test
  void a_token_that_was_issued_with_another_key_is_as_unknown_as_none() {
    Credentials one = session(Duration.ofHours(1));
    Credentials two = session(Duration.ofHours(1));
    Credentials mixed = one.toBuilder().sessionToken(two.sessionToken()).build();

    assertRefused(berth.access().as(mixed), "UnrecognizedClientException", "InvalidClientTokenId");
    AwsAccess withoutToken =
        new AwsAccess(
            berth.endpoint(), one.accessKeyId(), one.secretAccessKey(), berth.access().region());
    assertRefused(withoutToken, "UnrecognizedClientException", "InvalidClientTokenId");
  }

  @Test
  void an_expired_session_is_told_so_and_a_forged_signature_of_it_is_not() {
    Credentials session = session(Duration.ofHours(1));
    String password = berth.password(berth.access().as(session));
    now = now.plus(Duration.ofMinutes(61));

    Answer expired = describe(session);
    Answer forged = describe(session.toBuilder().secretAccessKey("guessed").build());

    assertThat(expired.status()).isEqualTo(400);
    assertThat(expired.json().path("__type").asString()).isEqualTo("ExpiredTokenException");
    assertThat(expired.message())
        .isEqualTo("The security token included in the request is expired");
    assertThat(forged.json().path("__type").asString()).isEqualTo("InvalidSignatureException");
    // DESIGN section 6: a registry token lives its 12 hours, also beyond its session
    assertThat(tags(password).status()).isEqualTo(200);
  }

  @Test
  void a_registry_token_outlives_the_row_of_its_session_by_nothing() {
    Credentials session = session(Duration.ofHours(1));
    now = now.plus(Duration.ofMinutes(59));
    String password = password(session);
    now = now.plus(Duration.ofHours(11));
    assertThat(tags(password).status()).isEqualTo(200);
    now = now.plus(Duration.ofHours(1));

    assertThat(tags(password).status()).isEqualTo(403);
    assertThat(tags(password).message()).contains("has expired");
  }

  @Test
  void a_revoked_session_is_refused_at_the_next_request_of_both_doors() {
    Credentials session = session(Duration.ofHours(1));
    String password = berth.password(berth.access().as(session));
    assertThat(tags(password).status()).isEqualTo(200);

    Answer revoked = revoke(ROOT);

    assertThat(revoked.json().path("revoked").asInt()).isEqualTo(1);
    assertThat(tags(password).status()).isEqualTo(401);
    assertRefused(
        berth.access().as(session), "UnrecognizedClientException", "InvalidClientTokenId");
    assertThat(session(Duration.ofHours(1)).accessKeyId()).startsWith("ASIA");
  }

  // A user that gets another name keeps its id, and with it all that was given to it.
  @Test
  void a_renamed_user_keeps_its_key_its_sessions_and_its_tokens() {
    GivenIdentities given = new GivenIdentities("000000000000", berth.access());
    AwsAccess key = given.user("before", "{'Effect':'Allow','Action':'*','Resource':'*'}");
    Credentials session;
    try (StsClient sts = key.sts()) {
      session = sts.getSessionToken().credentials();
    }
    String ofKey = berth.password(key);
    String ofSession = berth.password(key.as(session));

    given.iam("UpdateUser", "UserName", "before", "NewUserName", "after", "NewPath", "/moved/");

    assertThat(tags(ofKey).status()).isEqualTo(200);
    assertThat(tags(ofSession).status()).isEqualTo(200);
    String arn = "arn:aws:iam::000000000000:user/moved/after";
    try (StsClient sts = key.sts();
        StsClient inSession = key.as(session).sts()) {
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(arn);
      assertThat(inSession.getCallerIdentity().arn()).isEqualTo(arn);
    }
    given.user("before");
    assertThat(revoke("arn:aws:iam::000000000000:user/before").json().path("revoked").asInt())
        .isZero();
    assertThat(tags(ofSession).status()).isEqualTo(200);
    assertThat(revoke(arn).json().path("revoked").asInt()).isEqualTo(1);
    assertThat(tags(ofSession).status()).isEqualTo(401);
    assertThat(tags(ofKey).status()).isEqualTo(200);
  }

  @Test
  void sessions_of_another_account_are_not_the_callers_to_revoke() {
    assertThat(revoke("arn:aws:iam::111111111111:root").message()).contains("000000000000");
    assertThat(revoke("arn:aws:iam::000000000000:group/all").message()).contains("role session");
  }

  @Test
  void a_session_makes_no_session_and_asks_sts_nothing_but_who_it_is() {
    Credentials session = session(Duration.ofHours(1));

    try (StsClient sts = berth.access().as(session).sts()) {
      assertCode(() -> sts.getSessionToken(), "AccessDenied");
      assertCode(() -> sts.getFederationToken(request -> request.name("bob")), "AccessDenied");
      assertCode(
          () -> sts.getAccessKeyInfo(request -> request.accessKeyId(session.accessKeyId())),
          "AccessDenied");
      assertThat(sts.getCallerIdentity().userId()).isEqualTo("000000000000");
    }
  }

  @Test
  void the_account_of_a_key_is_told_and_of_none_refused() {
    Credentials session = session(Duration.ofHours(1));

    try (StsClient sts = berth.access().sts()) {
      assertThat(sts.getAccessKeyInfo(r -> r.accessKeyId(session.accessKeyId())).account())
          .isEqualTo("000000000000");
      assertThat(sts.getAccessKeyInfo(r -> r.accessKeyId(berth.access().accessKeyId())).account())
          .isEqualTo("000000000000");
      assertCode(
          () -> sts.getAccessKeyInfo(r -> r.accessKeyId("AKIANOBODYHASTHIS000")),
          "ValidationError");
    }
  }

  @Test
  void an_encoded_message_of_somebody_else_is_not_decoded() {
    try (StsClient sts = berth.access().sts()) {
      assertCode(
          () -> sts.decodeAuthorizationMessage(request -> request.encodedMessage("foreign")),
          "InvalidAuthorizationMessageException");
    }
  }

  private Credentials session(Duration life) {
    try (StsClient sts = berth.access().sts()) {
      return sts.getSessionToken(request -> request.durationSeconds((int) life.toSeconds()))
          .credentials();
    }
  }

  // signed by the clock of the test, which the SDK does not know
  private Answer describe(Credentials session) {
    return SignedCalls.of(berth.access().as(session))
        .send("ecr", ECR + "DescribeRepositories", "{}", now);
  }

  private String password(Credentials session) {
    String token =
        SignedCalls.of(berth.access().as(session))
            .send("ecr", ECR + "GetAuthorizationToken", "{}", now)
            .json()
            .at("/authorizationData/0/authorizationToken")
            .asString();
    return new String(Base64.getDecoder().decode(token), UTF_8).substring("AWS:".length());
  }

  private Answer revoke(String principal) {
    return SignedCalls.of(berth.access())
        .send(
            "berth",
            "Berth_20261101.RevokeSessions",
            "{\"principalArn\":\"%s\"}".formatted(principal),
            now);
  }

  private Answer tags(String password) {
    return RegistryClient.anonymous(berth.endpoint())
        .login(password)
        .send("GET", "/v2/app/tags/list");
  }

  private static void assertRefused(AwsAccess access, String jsonCode, String queryCode) {
    try (EcrClient ecr = access.ecr();
        StsClient sts = access.sts()) {
      assertCode(() -> ecr.describeRepositories(), jsonCode);
      assertCode(() -> sts.getCallerIdentity(), queryCode);
    }
  }

  private static void assertCode(Runnable call, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
