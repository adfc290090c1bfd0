package dev.berth.testkit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.Docker;
import dev.berth.testkit.client.DockerDaemon;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Docker prints, and what is stored, when it pushes and pulls as principals that {@code aws
 * iam} made: each may less than all. The other account's host name is reached through Berth as
 * Docker's proxy.
 */
@NeedsClient({"aws", "docker", "dockerd"})
@TestInstance(Lifecycle.PER_CLASS)
final class DockerUnderPoliciesTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final String THEIR_HOST = THEIRS + ".dkr.ecr.us-east-1.amazonaws.com";
  private static final String MANAGED = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistry";
  private static final String NOT_ALLOWED =
      "User: %s is not authorized to perform: ecr:%s on resource:"
          + " arn:aws:ecr:us-east-1:%s:repository/app because no %s allows the ecr:%2$s action";

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private Path folder;
  private RunningBerth berth;
  private DockerDaemon daemon;
  private AwsCli ours;
  private AwsCli theirs;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    berth =
        RunningBerth.on(
            folder.resolve("data"),
            settings -> settings.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS),
            () -> Clock.systemUTC().instant().plus(ahead.get()),
            UnaryOperator.identity());
    daemon = DockerDaemon.through(berth.endpoint(), THEIR_HOST);
    ours = AwsCli.pinned(folder.resolve("ours"), berth.access());
    theirs = AwsCli.pinned(folder.resolve("theirs"), berth.access(new AccountId(THEIRS)));
    ours.ecr("create-repository", "--repository-name", "app").expectSuccess();
    Docker root = loggedIn("root", berth.registryHost(), ours);
    root.run("push", built("stored")).expectSuccess();
  }

  @AfterAll
  void stop() {
    daemon.close();
    berth.close();
  }

  /** A user of our account with these policies attached, as {@code aws} calls for it. */
  private AwsCli user(String name, String... policies) {
    ours.iam("create-user", "--user-name", name).expectSuccess();
    for (String policy : policies) {
      ours.iam("attach-user-policy", "--user-name", name, "--policy-arn", policy).expectSuccess();
    }
    String[] key =
        ours.iam(
                "create-access-key",
                "--user-name",
                name,
                "--query",
                "AccessKey.[AccessKeyId,SecretAccessKey]",
                "--output",
                "text")
            .text()
            .split("\\s+");
    return as(name, new AwsAccess(berth.endpoint(), key[0], key[1], berth.access().region()));
  }

  private AwsCli as(String name, AwsAccess access) {
    return AwsCli.pinned(folder.resolve("aws-" + name), access);
  }

  private Docker loggedIn(String name, String host, AwsCli aws) {
    Docker docker = daemon.client(name);
    docker.login(host, "AWS", aws.loginPassword()).expectSuccess();
    return docker;
  }

  /** An image of its own in Docker, under {@code HOST/app:TAG}. */
  private String built(String tag) throws IOException {
    String image = berth.registryHost() + "/app:" + tag;
    Path context = Files.createDirectories(folder.resolve("context-" + tag));
    Files.writeString(context.resolve("text"), tag + " " + folder);
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY text /text\n");
    daemon
        .client("builder")
        .run("build", "--quiet", "--tag", image, context.toString())
        .expectSuccess();
    return image;
  }

  private String stored() {
    return berth.registryHost() + "/app:stored";
  }

  private boolean isStored(AwsCli aws, String tag) {
    return aws.ecr("list-images", "--repository-name", "app")
        .text()
        .contains("\"imageTag\": \"" + tag + "\"");
  }

  private static String ourUser(String name) {
    return "arn:aws:iam::%s:user/%s".formatted(OURS, name);
  }

  @Test
  void who_may_only_pull_pulls_and_is_told_what_it_lacks_to_push() throws IOException {
    Docker docker = loggedIn("puller", berth.registryHost(), user("puller", MANAGED + "PullOnly"));

    docker.run("pull", stored()).expectSuccess();
    Outcome push = docker.run("push", built("by-puller")).expectFailure();

    assertThat(push.stderr())
        .contains("denied: ")
        .contains(
            NOT_ALLOWED.formatted(
                ourUser("puller"), "InitiateLayerUpload", OURS, "identity-based policy"));
    assertThat(isStored(ours, "by-puller")).isFalse();
  }

  @Test
  void who_may_only_push_pushes_and_is_told_what_it_lacks_to_pull() throws IOException {
    AwsCli pusher = user("pusher");
    ours.iam(
            "put-user-policy",
            "--user-name",
            "pusher",
            "--policy-name",
            "push",
            "--policy-document",
            """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},
              {"Effect":"Allow","Resource":"arn:aws:ecr:*:*:repository/app","Action":[
                "ecr:BatchCheckLayerAvailability","ecr:InitiateLayerUpload","ecr:UploadLayerPart",
                "ecr:CompleteLayerUpload","ecr:PutImage"]}]}""")
        .expectSuccess();
    Docker docker = loggedIn("pusher", berth.registryHost(), pusher);

    docker.run("push", built("by-pusher")).expectSuccess();
    Outcome pull = docker.run("pull", stored()).expectFailure();

    assertThat(isStored(ours, "by-pusher")).isTrue();
    assertThat(pull.stderr())
        .contains(
            "denied: "
                + NOT_ALLOWED.formatted(
                    ourUser("pusher"), "BatchGetImage", OURS, "identity-based policy"));
  }

  @Test
  void a_boundary_holds_for_docker_whatever_the_policies_give() throws IOException {
    AwsCli bounded = user("bounded", MANAGED + "PowerUser");
    ours.iam(
            "put-user-permissions-boundary",
            "--user-name",
            "bounded",
            "--permissions-boundary",
            MANAGED + "ReadOnly")
        .expectSuccess();
    Docker docker = loggedIn("bounded", berth.registryHost(), bounded);
    String image = built("by-bounded");

    docker.run("pull", stored()).expectSuccess();
    Outcome push = docker.run("push", image).expectFailure();

    assertThat(push.stderr())
        .contains(
            "denied: "
                + NOT_ALLOWED.formatted(
                    ourUser("bounded"), "InitiateLayerUpload", OURS, "permissions boundary"));
    assertThat(isStored(ours, "by-bounded")).isFalse();
    ours.iam("delete-user-permissions-boundary", "--user-name", "bounded").expectSuccess();
    docker.run("push", image).expectSuccess();
    assertThat(isStored(ours, "by-bounded")).isTrue();
  }

  @Test
  void another_account_pulls_where_the_repository_lets_it_and_pushes_nothing() throws IOException {
    theirs.ecr("create-repository", "--repository-name", "app").expectSuccess();
    String image = THEIR_HOST + "/app:shared";
    Docker owner = loggedIn("owner", THEIR_HOST, theirs);
    owner.run("tag", built("shared"), image).expectSuccess();
    owner.run("push", image).expectSuccess();
    Docker guest = loggedIn("guest", THEIR_HOST, user("guest", MANAGED + "FullAccess"));

    Outcome before = guest.run("pull", image).expectFailure();
    theirs
        .ecr(
            "set-repository-policy",
            "--repository-name",
            "app",
            "--policy-text",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},
              "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}]}"""
                .formatted(ourUser("guest")))
        .expectSuccess();
    guest.run("pull", image).expectSuccess();
    String other = THEIR_HOST + "/app:by-guest";
    guest.run("tag", built("by-guest"), other).expectSuccess();
    Outcome push = guest.run("push", other).expectFailure();

    String denied = NOT_ALLOWED.formatted(ourUser("guest"), "%s", THEIRS, "resource-based policy");
    assertThat(before.stderr()).contains(denied.replace("%s", "BatchGetImage"));
    assertThat(push.stderr()).contains("denied: " + denied.replace("%s", "InitiateLayerUpload"));
    assertThat(isStored(theirs, "shared")).isTrue();
    assertThat(isStored(theirs, "by-guest")).isFalse();
  }

  @Test
  void a_login_of_yesterday_is_told_to_log_in_again() throws IOException {
    Docker docker = loggedIn("late", berth.registryHost(), user("late", MANAGED + "PowerUser"));
    String image = built("too-late");
    docker.run("pull", stored()).expectSuccess();

    ahead.set(Duration.ofHours(12).plusMinutes(1));
    Outcome pull;
    Outcome push;
    try {
      pull = docker.run("pull", stored()).expectFailure();
      push = docker.run("push", image).expectFailure();
    } finally {
      ahead.set(Duration.ZERO);
    }

    String told = "Your authorization token has expired. Reauthenticate and try again.";
    assertThat(pull.stderr()).contains(told);
    assertThat(push.stderr()).contains(told);
    assertThat(isStored(ours, "too-late")).isFalse();
  }

  @Test
  void a_key_that_is_made_inactive_ends_the_login_that_was_made_with_it() throws IOException {
    AwsCli leaver = user("leaver", MANAGED + "PowerUser");
    Docker docker = loggedIn("leaver", berth.registryHost(), leaver);
    docker.run("pull", stored()).expectSuccess();
    String id =
        ours.iam(
                "list-access-keys",
                "--user-name",
                "leaver",
                "--query",
                "AccessKeyMetadata[0].AccessKeyId",
                "--output",
                "text")
            .text();

    ours.iam(
            "update-access-key",
            "--user-name",
            "leaver",
            "--access-key-id",
            id,
            "--status",
            "Inactive")
        .expectSuccess();

    assertThatDockerIsNobody(docker, "by-leaver");
    assertThat(leaver.ecr("get-login-password").expectFailure().stderr())
        .contains("The security token included in the request is invalid");
  }

  @Test
  void a_session_that_is_revoked_ends_the_login_that_was_made_in_it() throws IOException {
    AwsCli assuming = user("assuming");
    String document =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},"Action":"sts:AssumeRole"}]}"""
            .formatted(ourUser("assuming"));
    String role =
        ours.iam(
                "create-role",
                "--role-name",
                "ci",
                "--assume-role-policy-document",
                document,
                "--query",
                "Role.Arn",
                "--output",
                "text")
            .text();
    ours.iam("attach-role-policy", "--role-name", "ci", "--policy-arn", MANAGED + "PowerUser")
        .expectSuccess();
    String[] session =
        assuming
            .sts(
                "assume-role",
                "--role-arn",
                role,
                "--role-session-name",
                "build",
                "--query",
                "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]",
                "--output",
                "text")
            .text()
            .split("\\s+");
    Docker docker =
        loggedIn(
            "ci",
            berth.registryHost(),
            as(
                "ci",
                new AwsAccess(
                    berth.endpoint(),
                    session[0],
                    session[1],
                    Optional.of(session[2]),
                    berth.access().region())));
    docker.run("push", built("by-ci")).expectSuccess();

    BerthProcess.prepared("revoke-sessions", role)
        .environment(environment(berth.access()))
        .run()
        .expectSuccess();

    assertThatDockerIsNobody(docker, "after-revocation");
  }

  /** Its login is worth as much as none. */
  private void assertThatDockerIsNobody(Docker docker, String tag) throws IOException {
    assertThat(docker.run("pull", stored()).expectFailure().stderr())
        .containsAnyOf("no basic auth credentials", "unauthorized: ");
    assertThat(docker.run("push", built(tag)).expectFailure().stderr())
        .containsAnyOf("no basic auth credentials", "unauthorized: ");
    assertThat(isStored(ours, tag)).isFalse();
  }

  @Test
  void docker_asks_the_credential_helper_and_keeps_nothing() throws IOException {
    Path programs = folder.resolve("bin");
    BerthProcess.program(programs, "docker-credential-berth", "credential-helper");
    Map<String, String> environment = environment(berth.access());
    Docker docker = daemon.client("helped").withHelper(berth.registryHost(), "berth", environment);
    String image = built("helped");

    docker.run("push", image).expectSuccess();
    docker.run("rmi", image).expectSuccess();
    docker.run("pull", image).expectSuccess();

    assertThat(isStored(ours, "helped")).isTrue();
    assertThat(docker.configuration()).doesNotContain("auths");
  }

  private Map<String, String> environment(AwsAccess access) {
    return Map.of(
        "PATH", folder.resolve("bin") + ":/usr/sbin:/usr/bin:/sbin:/bin",
        "AWS_ENDPOINT_URL", berth.endpoint().toString(),
        "AWS_REGION", access.region(),
        "AWS_ACCESS_KEY_ID", access.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", access.secretAccessKey());
  }
}
