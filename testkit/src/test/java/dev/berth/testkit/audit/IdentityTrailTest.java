package dev.berth.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.guard.SignedCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code aws iam} and {@code aws sts} leave in the trail, and that no secret is in it. */
@NeedsClient("aws")
@TestInstance(Lifecycle.PER_CLASS)
final class IdentityTrailTest {
  private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
  private static final String READ_ONLY =
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:user/ci"},"Action":"sts:AssumeRole"}]}""";
  private static final JsonMapper JSON = new JsonMapper();

  /** A token with a payload that nobody may find. */
  private static final String JWT = "eyJhbGciOiJub25lIn0.Y2FuYXJ5LWluLWEtY29hbC1taW5l.c2lnbg";

  private final List<String> secrets = new ArrayList<>();
  private Path data;
  private RunningBerth berth;
  private TrailClient trail;
  private AwsCli root;
  private AwsAccess ci;
  private JsonNode key;

  @BeforeAll
  void start(@TempDir Path folder) {
    data = folder.resolve("data");
    berth = RunningBerth.on(data);
    trail = TrailClient.of(berth.access());
    root = AwsCli.pinned(folder.resolve("root"), berth.access());
    root.iam("create-user", "--user-name", "ci", "--tags", "Key=team,Value=web").expectSuccess();
    key =
        JSON.readTree(root.iam("create-access-key", "--user-name", "ci").text()).path("AccessKey");
    String secret = key.path("SecretAccessKey").asString();
    ci = new AwsAccess(berth.endpoint(), key.path("AccessKeyId").asString(), secret, "us-east-1");
    secrets.addAll(List.of(secret, berth.access().secretAccessKey(), JWT));
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  private AwsCli cli(AwsAccess access) {
    return AwsCli.pinned(data.resolveSibling(access.accessKeyId()), access);
  }

  private JsonNode stored(String name) {
    return trail.awaited(entry -> entry.path("responseElements").isObject(), "EventName", name);
  }

  private static void assertSource(JsonNode entry, String service, boolean readOnly) {
    assertThat(entry.path("eventSource").asString()).isEqualTo(service + ".amazonaws.com");
    assertThat(entry.path("readOnly").booleanValue()).isEqualTo(readOnly);
    assertThat(entry.path("userAgent").asString()).startsWith("aws-cli/");
    assertThat(entry.path("recipientAccountId").asString()).isEqualTo("000000000000");
  }

  @Test
  void a_user_that_is_made_is_told_with_what_was_asked_and_answered() {
    JsonNode entry = stored("CreateUser");

    assertSource(entry, "iam", false);
    assertThat(entry.at("/requestParameters/userName").asString()).isEqualTo("ci");
    assertThat(entry.at("/requestParameters/tags/0/key").asString()).isEqualTo("team");
    assertThat(entry.at("/responseElements/user/arn").asString())
        .isEqualTo("arn:aws:iam::000000000000:user/ci");
    assertThat(entry.at("/userIdentity/type").asString()).isEqualTo("Root");
    assertThat(entry.at("/resources/0/ARN").asString())
        .isEqualTo("arn:aws:iam::000000000000:user/ci");
  }

  @Test
  void a_key_that_is_made_is_told_by_its_id_and_not_its_secret() throws IOException {
    JsonNode entry = stored("CreateAccessKey");

    assertSource(entry, "iam", false);
    assertThat(entry.at("/requestParameters/userName").asString()).isEqualTo("ci");
    JsonNode told = entry.at("/responseElements/accessKey");
    assertThat(told.path("accessKeyId").asString()).isEqualTo(key.path("AccessKeyId").asString());
    assertThat(told.path("status").asString()).isEqualTo("Active");
    assertThat(told.path("secretAccessKey").asString()).isEqualTo(HIDDEN);
    assertNoSecretIsKept();
  }

  @Test
  void sessions_are_told_by_their_key_ids_and_neither_secret_nor_token() throws IOException {
    root.iam("create-role", "--role-name", "deploy", "--assume-role-policy-document", TRUST)
        .expectSuccess();
    String federation =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:GetFederationToken","Resource":"*"}]}""";
    root.iam(
            "put-user-policy",
            "--user-name",
            "ci",
            "--policy-name",
            "own",
            "--policy-document",
            federation)
        .expectSuccess();
    AwsCli user = cli(ci);
    JsonNode assumed =
        session(
            user.sts(
                "assume-role",
                "--role-arn",
                "arn:aws:iam::000000000000:role/deploy",
                "--role-session-name",
                "build"));
    session(user.sts("get-session-token"));
    session(user.sts("get-federation-token", "--name", "guest"));

    JsonNode entry = stored("AssumeRole");
    assertSource(entry, "sts", entry.path("readOnly").booleanValue());
    assertThat(entry.at("/requestParameters/roleArn").asString()).endsWith(":role/deploy");
    assertThat(entry.at("/requestParameters/roleSessionName").asString()).isEqualTo("build");
    assertThat(entry.at("/responseElements/credentials/accessKeyId").asString())
        .isEqualTo(assumed.path("AccessKeyId").asString());
    assertThat(entry.at("/responseElements/assumedRoleUser/arn").asString())
        .isEqualTo("arn:aws:sts::000000000000:assumed-role/deploy/build");
    assertThat(entry.at("/userIdentity/userName").asString()).isEqualTo("ci");
    for (String name : List.of("AssumeRole", "GetSessionToken", "GetFederationToken")) {
      JsonNode told = stored(name).at("/responseElements/credentials");
      assertThat(told.path("accessKeyId").asString()).as(name).startsWith("ASIA");
      assertThat(told.path("secretAccessKey").asString()).as(name).isEqualTo(HIDDEN);
      assertThat(told.path("sessionToken").asString()).as(name).isEqualTo(HIDDEN);
    }
    assertNoSecretIsKept();
  }

  private JsonNode session(Outcome answer) {
    JsonNode credentials = JSON.readTree(answer.text()).path("Credentials");
    secrets.add(credentials.path("SecretAccessKey").asString());
    secrets.add(credentials.path("SessionToken").asString());
    return credentials;
  }

  @Test
  void what_a_session_does_is_told_as_its_own() {
    root.iam("create-role", "--role-name", "reader", "--assume-role-policy-document", TRUST)
        .expectSuccess();
    root.iam("attach-role-policy", "--role-name", "reader", "--policy-arn", READ_ONLY)
        .expectSuccess();
    JsonNode credentials =
        session(
            cli(ci)
                .sts(
                    "assume-role",
                    "--role-arn",
                    "arn:aws:iam::000000000000:role/reader",
                    "--role-session-name",
                    "look"));
    AwsAccess session =
        new AwsAccess(
            berth.endpoint(),
            credentials.path("AccessKeyId").asString(),
            credentials.path("SecretAccessKey").asString(),
            Optional.of(credentials.path("SessionToken").asString()),
            "us-east-1");

    cli(session).ecr("describe-repositories").expectSuccess();

    JsonNode entry =
        trail.awaited("EventName", "DescribeRepositories", "AccessKeyId", session.accessKeyId());
    assertSource(entry, "ecr", true);
    assertThat(entry.at("/userIdentity/type").asString()).isEqualTo("AssumedRole");
    assertThat(entry.at("/userIdentity/arn").asString())
        .isEqualTo("arn:aws:sts::000000000000:assumed-role/reader/look");
    assertThat(entry.at("/userIdentity/sessionContext/sessionIssuer/arn").asString())
        .isEqualTo("arn:aws:iam::000000000000:role/reader");
  }

  @Test
  void a_denial_of_iam_says_what_was_missing() {
    Outcome denied = cli(ci).iam("create-user", "--user-name", "mallory").expectFailure();
    assertThat(denied.stderr()).contains("(AccessDenied)");

    JsonNode entry = trail.awaited("EventName", "CreateUser", "ErrorCode", "AccessDenied");

    assertSource(entry, "iam", false);
    assertThat(entry.path("errorMessage").asString())
        .contains("arn:aws:iam::000000000000:user/ci is not authorized to perform: iam:CreateUser");
    assertThat(entry.at("/additionalEventData/decision/effect").asString()).isEqualTo("Deny");
    assertThat(entry.at("/requestParameters/userName").asString()).isEqualTo("mallory");
    assertThat(entry.path("responseElements").isNull()).isTrue();
  }

  @Test
  void reads_of_iam_and_sts_are_told_as_reads() {
    root.iam("list-users").expectSuccess();
    root.sts("get-caller-identity").expectSuccess();

    assertSource(trail.awaited("EventName", "ListUsers"), "iam", true);
    assertSource(trail.awaited("EventName", "GetCallerIdentity"), "sts", true);
  }

  @Test
  void a_wrong_secret_is_told_as_nobody_with_the_key_that_was_claimed() {
    AwsAccess wrong =
        new AwsAccess(ci.endpoint(), ci.accessKeyId(), "not-the-secret-of-this-key", "us-east-1");
    cli(wrong).iam("create-user", "--user-name", "mallory").expectFailure();

    JsonNode entry = trail.awaited("ErrorCode", "SignatureDoesNotMatch");

    assertSource(entry, "iam", false);
    assertThat(entry.path("eventName").asString()).isEqualTo("CreateUser");
    assertThat(entry.path("requestParameters").isNull()).isTrue();
    assertThat(entry.at("/userIdentity/type").asString()).isEqualTo("Unknown");
    assertThat(entry.at("/userIdentity/accessKeyId").asString()).isEqualTo(ci.accessKeyId());
  }

  @Test
  void an_operation_that_does_not_exist_is_told_under_no_name_of_the_clients() {
    SignedCalls calls = SignedCalls.of(berth.access());
    calls.sendForm("iam", "Action=MakeMeRoot&Version=2010-05-08");

    JsonNode entry = trail.awaited("ErrorCode", "InvalidAction");

    assertThat(entry.path("eventName").asString()).isEqualTo("Query");
    assertThat(entry.path("eventSource").asString()).isEqualTo("iam.amazonaws.com");
  }

  @Test
  void a_web_identity_that_is_refused_is_told_without_its_token() throws IOException {
    cli(ci)
        .sts(
            "assume-role-with-web-identity",
            "--role-arn",
            "arn:aws:iam::000000000000:role/none",
            "--role-session-name",
            "web",
            "--web-identity-token",
            JWT)
        .expectFailure();

    JsonNode entry = trail.awaited("EventName", "AssumeRoleWithWebIdentity");

    assertThat(entry.path("eventSource").asString()).isEqualTo("sts.amazonaws.com");
    assertThat(entry.path("errorCode").asString()).isEqualTo("InvalidIdentityToken");
    assertThat(entry.at("/requestParameters/webIdentityToken").asString()).isEqualTo(HIDDEN);
    assertNoSecretIsKept();
  }

  /** Neither in the log nor beside the changes. */
  private void assertNoSecretIsKept() throws IOException {
    List<String> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(data.resolve("audit"))) {
      for (Path file : files.toList()) {
        kept.addAll(Files.readAllLines(file, StandardCharsets.US_ASCII));
      }
    }
    StoredEntries.of(data).entries().forEach(entry -> kept.add(entry.toString()));
    assertThat(kept).anyMatch(line -> line.contains(HIDDEN));
    for (String secret : secrets) {
      assertThat(kept).noneMatch(line -> line.contains(secret));
    }
  }
}
