package dev.berth.testkit.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.Clients;
import dev.berth.testkit.client.Command;
import dev.berth.testkit.client.Crane;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.SampleLayer;
import dev.berth.testkit.oci.RegistryClient;
import dev.berth.testkit.oidc.OidcIssuer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Roles for tokens of an OpenID Connect issuer, and docker logins with them (IAM dossier 8.3). */
@TestInstance(Lifecycle.PER_CLASS)
final class WebIdentityTest {
  private static final String ACCOUNT = "000000000000";
  private static final String AUDIENCE = "sts.amazonaws.com";
  private static final String MAIN = "repo:octo-org/octo-repo:ref:refs/heads/main";
  private static final String BRANCH = "repo:octo-org/octo-repo:ref:refs/heads/other";

  private final OidcIssuer issuer = OidcIssuer.start();
  private Path folder;
  private RunningBerth berth;
  private GivenIdentities given;
  private String role;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    berth =
        RunningBerth.on(
            folder.resolve("data"),
            settings ->
                settings
                    .set(
                        ConfigKey.OIDC_ISSUERS,
                        issuer.url() + " plain-http=true private-network=true")
                    .set(ConfigKey.LOGIN_ACCESS_KEYS, "true")
                    .set(ConfigKey.LOGIN_WEB_IDENTITY, "true"));
    given = new GivenIdentities(ACCOUNT, berth.access());
    given.provider(issuer.url(), AUDIENCE);
    role =
        given.role(
            "ci",
            "{'Effect':'Allow','Principal':{'Federated':'arn:aws:iam::%s:oidc-provider/%s'},"
                    .formatted(ACCOUNT, issuer.name())
                + "'Action':'sts:AssumeRoleWithWebIdentity','Condition':{'StringEquals':"
                + "{'%1$s:aud':'%2$s','%1$s:sub':'%3$s'}}}"
                    .formatted(issuer.name(), AUDIENCE, MAIN),
            "{'Effect':'Allow','Action':'ecr:*','Resource':'*'}");
    berth.createRepository("app");
  }

  @AfterAll
  void stop() {
    berth.close();
    issuer.close();
  }

  @Test
  void a_token_of_a_trusted_subject_is_a_session_of_the_role() {
    AssumeRoleWithWebIdentityResponse answer = assume(role, issuer.token(MAIN, AUDIENCE));

    assertThat(answer.subjectFromWebIdentityToken()).isEqualTo(MAIN);
    assertThat(answer.audience()).isEqualTo(AUDIENCE);
    assertThat(answer.provider()).endsWith(":oidc-provider/" + issuer.name());
    assertThat(answer.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::%s:assumed-role/ci/build".formatted(ACCOUNT));
    try (EcrClient ecr = berth.access().as(answer.credentials()).ecr()) {
      assertThat(ecr.describeRepositories().repositories()).hasSize(1);
    }
  }

  @Test
  void whoever_is_not_meant_is_refused_by_its_reason() {
    String good = issuer.token(MAIN, AUDIENCE);
    JWTClaimsSet over =
        issuer
            .claims(MAIN, AUDIENCE)
            .expirationTime(Date.from(Instant.now().minusSeconds(60)))
            .build();

    assertCode(() -> assume(role, issuer.token(BRANCH, AUDIENCE)), "AccessDenied");
    assertCode(() -> assume(role + "-missing", good), "AccessDenied");
    assertCode(() -> assume(role, issuer.token(MAIN, "elsewhere")), "InvalidIdentityToken");
    assertCode(() -> assume(role, issuer.token(over)), "ExpiredTokenException");
    assertCode(() -> assume(role, "no token at all"), "InvalidIdentityToken");
    assertCode(() -> assume(role.replace(ACCOUNT, "999999999999"), good), "InvalidIdentityToken");
  }

  @Test
  @NeedsClient("crane")
  void crane_logs_in_with_a_token_and_pushes() {
    Crane crane = new Crane(folder.resolve("crane"));
    String image = berth.registryHost() + "/app:oidc";

    crane
        .login(berth.registryHost(), "oidc/" + ACCOUNT + "/ci", issuer.token(MAIN, AUDIENCE))
        .expectSuccess();
    crane
        .push(
            SampleImages.single(
                folder.resolve("image"),
                SampleLayer.ofFile("text", "one".getBytes(StandardCharsets.UTF_8))),
            image)
        .expectSuccess();

    assertThat(crane.run("digest", image).text()).startsWith("sha256:");
    assertThat(tags("oidc/" + ACCOUNT + "/ci", issuer.token(BRANCH, AUDIENCE))).isEqualTo(401);
    assertThat(tags("oidc/" + ACCOUNT + "/none", issuer.token(MAIN, AUDIENCE))).isEqualTo(401);
  }

  @Test
  void an_access_key_logs_in_as_its_user_and_ends_with_it() {
    AwsAccess key =
        given.user("lasting", "{'Effect':'Allow','Action':'ecr:ListImages','Resource':'*'}");

    assertThat(tags(key.accessKeyId(), key.secretAccessKey())).isEqualTo(200);
    assertThat(tags(key.accessKeyId(), "guessed")).isEqualTo(401);
    assertThat(tags("AKIANOBODYHASTHIS000", key.secretAccessKey())).isEqualTo(401);
    given.iam("DeleteAccessKey", "UserName", "lasting", "AccessKeyId", key.accessKeyId());
    assertThat(tags(key.accessKeyId(), key.secretAccessKey())).isEqualTo(401);
  }

  @Test
  @NeedsClient("crane")
  void a_pod_with_a_projected_token_pulls_through_the_helper() throws IOException {
    Path token =
        Files.writeString(folder.resolve("projected"), issuer.token(MAIN, AUDIENCE) + "\n");
    Path programs = folder.resolve("bin");
    BerthProcess.program(programs, "docker-credential-berth", "credential-helper");
    Path config = Files.createDirectories(folder.resolve("docker"));
    Files.writeString(
        config.resolve("config.json"),
        "{\"credHelpers\":{\"%s\":\"berth\"}}".formatted(berth.registryHost()));

    String listed =
        Command.of(Clients.built("crane"), "ls", berth.registryHost() + "/app")
            .environment("HOME", folder.toString())
            .environment("PATH", programs + ":/usr/bin:/bin")
            .environment("DOCKER_CONFIG", config.toString())
            .environment("AWS_ENDPOINT_URL", berth.endpoint().toString())
            .environment("AWS_REGION", "us-east-1")
            .environment("AWS_ROLE_ARN", role)
            .environment("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString())
            .run()
            .expectSuccess()
            .stderr();

    assertThat(listed).doesNotContain("UNAUTHORIZED");
  }

  @Test
  void the_kubelet_logs_in_as_the_service_accounts_role() {
    String request =
        """
        {"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1",
         "image":"%s/app:1","serviceAccountToken":"%s",
         "serviceAccountAnnotations":{"berth.dev/role-arn":"%s"}}
        """
            .formatted(berth.registryHost(), issuer.token(MAIN, AUDIENCE), role);

    String answer =
        BerthProcess.prepared(
                "kubelet-credential-provider", "--endpoint", berth.endpoint().toString())
            .environment("HOME", folder.toString())
            .environment("AWS_REGION", "us-east-1")
            .stdin(request)
            .run()
            .expectSuccess()
            .text();

    JsonNode login = new JsonMapper().readTree(answer).path("auth").path(berth.registryHost());
    assertThat(tags("AWS", login.path("password").asString())).isEqualTo(200);
  }

  private int tags(String user, String password) {
    String credential =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return RegistryClient.anonymous(berth.endpoint())
        .send("GET", "/v2/app/tags/list", "Authorization", "Basic " + credential)
        .status();
  }

  private AssumeRoleWithWebIdentityResponse assume(String roleArn, String token) {
    try (StsClient sts = berth.access().sts()) {
      return sts.assumeRoleWithWebIdentity(
          request -> request.roleArn(roleArn).roleSessionName("build").webIdentityToken(token));
    }
  }

  private static void assertCode(Runnable call, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
