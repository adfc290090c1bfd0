package dev.berth.testkit.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** Sessions of roles for people of two accounts (IAM dossier 5.6, 5.7, 8.2; threats T6 and T7). */
@TestInstance(Lifecycle.PER_CLASS)
final class AssumeRoleTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final String ALL_OF_ECR = "{'Effect':'Allow','Action':'ecr:*','Resource':'*'}";
  private static final String ALL_OF_STS = "{'Effect':'Allow','Action':'sts:*','Resource':'*'}";
  private static final String PULL =
      GivenIdentities.document(
          "{'Effect':'Allow','Action':['ecr:GetAuthorizationToken','ecr:BatchGetImage',"
              + "'ecr:GetDownloadUrlForLayer','ecr:BatchCheckLayerAvailability','ecr:ListImages'],"
              + "'Resource':'*'}");

  private Path folder;
  private RunningBerth berth;
  private GivenIdentities ours;
  private GivenIdentities theirs;
  private AwsAccess alice;
  private AwsAccess eve;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    berth =
        RunningBerth.on(
            folder.resolve("data"),
            settings -> settings.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS));
    ours = new GivenIdentities(OURS, berth.access());
    theirs = new GivenIdentities(THEIRS, berth.access(new AccountId(THEIRS)));
    alice = ours.user("alice", ALL_OF_STS);
    eve = theirs.user("eve", ALL_OF_STS);
    berth.createRepository("app");
    RegistryClient root = RegistryClient.of(berth);
    byte[] layer = Manifests.bytes("a layer");
    root.push("app", layer);
    root.pushManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(layer, layer));
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  private String trust(String principal, String more) {
    return "{'Effect':'Allow','Principal':{'AWS':'%s'},'Action':'sts:AssumeRole'%s}"
        .formatted(principal, more);
  }

  @Test
  void a_trusted_user_is_the_role_for_an_hour() {
    String role = ours.role("deployer", trust(ours.userArn("alice"), ""), ALL_OF_ECR);

    AssumeRoleResponse answer = assume(alice, role, r -> r.roleSessionName("ci"));

    assertThat(answer.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::%s:assumed-role/deployer/ci".formatted(OURS));
    assertThat(answer.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z0-9]{17}:ci");
    assertThat(answer.packedPolicySize()).isNull();
    AwsAccess session = alice.as(answer.credentials());
    try (StsClient sts = session.sts();
        EcrClient ecr = session.ecr()) {
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(answer.assumedRoleUser().arn());
      assertThat(sts.getCallerIdentity().userId())
          .isEqualTo(answer.assumedRoleUser().assumedRoleId());
      assertThat(ecr.describeRepositories().repositories()).hasSize(1);
    }
    assertCode(() -> assume(eve, role, r -> {}), "AccessDenied");
  }

  @Test
  void whoever_is_not_trusted_cannot_tell_a_role_from_none() {
    String closed = ours.role("closed", trust(ours.userArn("alice"), ""));
    AwsAccess bob = ours.user("bob", ALL_OF_STS);

    String untrusted = refusal(() -> assume(bob, closed, r -> {}));
    String missing = refusal(() -> assume(bob, closed.replace("closed", "missing"), r -> {}));

    assertThat(untrusted).contains("is not authorized to perform: sts:AssumeRole on resource: ");
    assertThat(missing).isEqualTo(untrusted.replace("closed", "missing"));
  }

  @Test
  void trust_of_the_account_needs_the_right_of_the_user_as_well() {
    String role = ours.role("shared", trust(OURS, ""));
    AwsAccess poor = ours.user("poor");

    assertCode(() -> assume(poor, role, r -> {}), "AccessDenied");
    assertThat(assume(alice, role, r -> {}).credentials().accessKeyId()).startsWith("ASIA");
  }

  @Test
  void another_account_needs_both_sides_and_the_external_id() {
    String condition = ",'Condition':{'StringEquals':{'sts:ExternalId':'tenant-7'}}";
    String role = ours.role("for-them", trust(THEIRS, condition), ALL_OF_ECR);
    AwsAccess poor = theirs.user("poor");

    assertCode(() -> assume(eve, role, r -> {}), "AccessDenied");
    assertCode(() -> assume(eve, role, r -> r.externalId("tenant-8")), "AccessDenied");
    assertCode(() -> assume(poor, role, r -> r.externalId("tenant-7")), "AccessDenied");
    Credentials session = assume(eve, role, r -> r.externalId("tenant-7")).credentials();

    try (EcrClient ecr = eve.as(session).ecr()) {
      assertThat(ecr.describeRepositories().repositories().getFirst().registryId()).isEqualTo(OURS);
    }
  }

  // T7
  @Test
  void a_session_policy_narrows_the_registry_token_too() {
    String role = ours.role("narrowed", trust(ours.userArn("alice"), ""), ALL_OF_ECR);

    AssumeRoleResponse answer = assume(alice, role, r -> r.policy(PULL));
    RegistryClient registry =
        RegistryClient.anonymous(berth.endpoint())
            .login(berth.password(alice.as(answer.credentials())));

    assertThat(answer.packedPolicySize()).isBetween(1, 100);
    assertThat(registry.send("GET", "/v2/app/manifests/v1").status()).isEqualTo(200);
    Answer pushed = registry.send("POST", "/v2/app/blobs/uploads/");
    assertThat(pushed.status()).isEqualTo(403);
    assertThat(pushed.message())
        .contains(":assumed-role/narrowed/session")
        .contains("no session policy allows the ecr:InitiateLayerUpload action");
  }

  @Test
  void a_managed_policy_narrows_as_well() {
    String role = ours.role("managed", trust(ours.userArn("alice"), ""), ALL_OF_ECR);

    Credentials session =
        assume(
                alice,
                role,
                r ->
                    r.policyArns(
                        List.of(
                            policy("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"))))
            .credentials();

    try (EcrClient ecr = alice.as(session).ecr()) {
      assertThat(ecr.describeRepositories().repositories()).isNotEmpty();
      assertCode(() -> ecr.createRepository(r -> r.repositoryName("new")), "AccessDeniedException");
    }
    assertCode(
        () ->
            assume(
                alice,
                role,
                r -> r.policyArns(List.of(policy("arn:aws:iam::%s:policy/none".formatted(OURS))))),
        "MalformedPolicyDocument");
    assertCode(() -> assume(alice, role, r -> r.policy("{}")), "MalformedPolicyDocument");
  }

  @Test
  void tags_need_their_own_trust_and_the_transitive_ones_go_on() {
    String tagging =
        "{'Effect':'Allow','Principal':{'AWS':'%s'},'Action':['sts:AssumeRole','sts:TagSession']}";
    String untagged = ours.role("untagged", trust(ours.userArn("alice"), ""));
    String first = ours.role("first", tagging.formatted(ours.userArn("alice")), ALL_OF_STS);
    String second =
        ours.role(
            "second",
            tagging.formatted(first),
            "{'Effect':'Allow','Action':'ecr:*','Resource':'*',"
                + "'Condition':{'StringEquals':{'aws:PrincipalTag/team':'web'}}}");

    assertCode(
        () -> assume(alice, untagged, r -> r.tags(List.of(tag("team", "web")))), "AccessDenied");
    Credentials one =
        assume(alice, first, r -> r.tags(List.of(tag("team", "web"))).transitiveTagKeys("team"))
            .credentials();
    Credentials two = assume(alice.as(one), second, r -> {}).credentials();

    try (EcrClient ecr = alice.as(two).ecr()) {
      assertThat(ecr.describeRepositories().repositories()).isNotEmpty();
    }
    assertCode(
        () -> assume(alice.as(one), second, r -> r.tags(List.of(tag("Team", "other")))),
        "InvalidParameterValue");
  }

  @Test
  void a_source_identity_stays_with_the_chain() {
    String both =
        "{'Effect':'Allow','Principal':{'AWS':'%s'},"
            + "'Action':['sts:AssumeRole','sts:SetSourceIdentity']}";
    String first = ours.role("sourced", both.formatted(ours.userArn("alice")), ALL_OF_STS);
    String second = ours.role("sourced-next", both.formatted(first));

    AssumeRoleResponse one = assume(alice, first, r -> r.sourceIdentity("alice"));
    AssumeRoleResponse two = assume(alice.as(one.credentials()), second, r -> {});

    assertThat(one.sourceIdentity()).isEqualTo("alice");
    assertThat(two.sourceIdentity()).isEqualTo("alice");
    assertCode(
        () -> assume(alice.as(one.credentials()), second, r -> r.sourceIdentity("mallory")),
        "AccessDenied");
  }

  @Test
  void nobody_gets_a_longer_session_than_the_role_and_the_chain_allow() {
    String first = ours.role("short", trust(ours.userArn("alice"), ""), ALL_OF_STS);
    String second = ours.role("long", trust(first, ""));
    ours.iam("UpdateRole", "RoleName", "long", "MaxSessionDuration", "43200");

    assertThat(refusal(() -> assume(alice, first, r -> r.durationSeconds(3601))))
        .contains("exceeds the MaxSessionDuration set for this role");
    Credentials one = assume(alice, first, r -> r.durationSeconds(900)).credentials();
    assertThat(refusal(() -> assume(alice.as(one), second, r -> r.durationSeconds(3601))))
        .contains("exceeds the 1 hour session limit for roles assumed by role chaining");
    assertCode(() -> assume(alice, first, r -> r.durationSeconds(899)), "ValidationError");
  }

  @Test
  void a_root_user_and_a_federated_user_assume_nothing() {
    String role = ours.role("any", trust(OURS, ""));

    assertThat(refusal(() -> assume(ours.root(), role, r -> {})))
        .contains("Roles may not be assumed by root accounts.");
    try (StsClient sts = alice.sts()) {
      Credentials federated =
          sts.getFederationToken(r -> r.name("guest").policy(PULL)).credentials();
      assertCode(() -> assume(alice.as(federated), role, r -> {}), "AccessDenied");
    }
  }

  @Test
  void a_federated_user_may_what_both_user_and_policy_allow() {
    AwsAccess maker = ours.user("maker", ALL_OF_ECR, ALL_OF_STS);
    try (StsClient sts = maker.sts()) {
      Credentials narrowed =
          sts.getFederationToken(r -> r.name("guest").policy(PULL)).credentials();
      Credentials unable = sts.getFederationToken(r -> r.name("nobody")).credentials();
      RegistryClient guest =
          RegistryClient.anonymous(berth.endpoint()).login(berth.password(maker.as(narrowed)));

      assertThat(guest.send("GET", "/v2/app/manifests/v1").status()).isEqualTo(200);
      assertThat(guest.send("POST", "/v2/app/blobs/uploads/").status()).isEqualTo(403);
      try (EcrClient ecr = maker.as(unable).ecr();
          StsClient own = maker.as(narrowed).sts()) {
        assertCode(() -> ecr.getAuthorizationToken(), "AccessDeniedException");
        assertThat(own.getCallerIdentity().arn())
            .isEqualTo("arn:aws:sts::%s:federated-user/guest".formatted(OURS));
        assertThat(own.getCallerIdentity().userId()).isEqualTo(OURS + ":guest");
      }
      assertThat(
              SignedCalls.of(maker.as(narrowed))
                  .sendForm("iam", GivenIdentities.form("2010-05-08", "ListUsers"))
                  .status())
          .isEqualTo(403);
    }
  }

  // T5, T6
  @Test
  void a_session_ends_with_its_role_and_when_it_is_revoked() {
    String role = ours.role("brief", trust(ours.userArn("alice"), ""), ALL_OF_ECR);
    AwsAccess revoked = alice.as(assume(alice, role, r -> r.roleSessionName("one")).credentials());
    AwsAccess other = alice.as(assume(alice, role, r -> r.roleSessionName("two")).credentials());
    String password = berth.password(revoked);
    String kept = berth.password(other);
    assertThat(tags(password)).isEqualTo(200);

    Answer answer =
        SignedCalls.of(ours.root())
            .send(
                "berth",
                "Berth_20261101.RevokeSessions",
                "{\"principalArn\":\"arn:aws:sts::%s:assumed-role/brief/one\"}".formatted(OURS));

    assertThat(answer.json().path("revoked").asInt()).isEqualTo(1);
    assertThat(tags(password)).isEqualTo(401);
    try (EcrClient ecr = revoked.ecr()) {
      assertCode(() -> ecr.describeRepositories(), "UnrecognizedClientException");
    }
    assertThat(tags(kept)).isEqualTo(200);
    ours.iam("DeleteRolePolicy", "RoleName", "brief", "PolicyName", "own");
    assertThat(tags(kept)).isEqualTo(403);
    ours.iam("DeleteRole", "RoleName", "brief");
    assertThat(tags(kept)).isEqualTo(401);
    try (StsClient sts = other.sts()) {
      assertCode(() -> sts.getCallerIdentity(), "InvalidClientTokenId");
    }
  }

  @Test
  void a_deny_by_the_time_of_issue_ends_what_was_issued_before() {
    String role = ours.role("cut-off", trust(ours.userArn("alice"), ""), ALL_OF_ECR);
    AwsAccess session = alice.as(assume(alice, role, r -> {}).credentials());

    ours.iam(
        "PutRolePolicy",
        "RoleName",
        "cut-off",
        "PolicyName",
        "revoke",
        "PolicyDocument",
        GivenIdentities.document(
            "{'Effect':'Deny','Action':'*','Resource':'*',"
                + "'Condition':{'DateLessThan':{'aws:TokenIssueTime':'2099-01-01T00:00:00Z'}}}"));

    try (EcrClient ecr = session.ecr()) {
      assertCode(() -> ecr.describeRepositories(), "AccessDeniedException");
    }
  }

  @Test
  @NeedsClient("aws")
  void the_aws_cli_assumes_a_role_and_logs_in_with_it() {
    String role = ours.role("of-cli", trust(ours.userArn("alice"), ""), ALL_OF_ECR);
    AwsCli cli = AwsCli.pinned(folder.resolve("aws"), alice);

    String[] keys =
        cli.sts(
                "assume-role",
                "--role-arn",
                role,
                "--role-session-name",
                "cli",
                "--query",
                "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]",
                "--output",
                "text")
            .text()
            .split("\\s+");
    AwsAccess session =
        alice.as(
            Credentials.builder()
                .accessKeyId(keys[0])
                .secretAccessKey(keys[1])
                .sessionToken(keys[2])
                .build());
    AwsCli assumed = AwsCli.pinned(folder.resolve("assumed"), session);

    assertThat(assumed.sts("get-caller-identity").text()).contains("assumed-role/of-cli/cli");
    assertThat(tags(assumed.loginPassword())).isEqualTo(200);
    assertThat(cli.sts("get-session-token").text()).contains("\"AccessKeyId\": \"ASIA");
    assertThat(cli.sts("get-federation-token", "--name", "guest").text())
        .contains("federated-user/guest");
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static PolicyDescriptorType policy(String arn) {
    return PolicyDescriptorType.builder().arn(arn).build();
  }

  private int tags(String password) {
    return RegistryClient.anonymous(berth.endpoint())
        .login(password)
        .send("GET", "/v2/app/tags/list")
        .status();
  }

  private static AssumeRoleResponse assume(
      AwsAccess caller, String role, Consumer<AssumeRoleRequest.Builder> more) {
    try (StsClient sts = caller.sts()) {
      AssumeRoleRequest.Builder request =
          AssumeRoleRequest.builder().roleArn(role).roleSessionName("session");
      more.accept(request);
      return sts.assumeRole(request.build());
    }
  }

  private static String refusal(Runnable call) {
    try {
      call.run();
    } catch (AwsServiceException refused) {
      return refused.awsErrorDetails().errorMessage();
    }
    throw new AssertionError("it was allowed");
  }

  private static void assertCode(Runnable call, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
