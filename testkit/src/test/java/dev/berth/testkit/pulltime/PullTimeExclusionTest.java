package dev.berth.testkit.pulltime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ExclusionAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ExclusionNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LimitExceededException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** CHECKLIST AR-11, AR-12, AR-13 with the SDK and the CLI. */
@TestInstance(Lifecycle.PER_CLASS)
final class PullTimeExclusionTest {
  private static final ImageIdentifier V1 = ImageIdentifier.builder().imageTag("v1").build();
  private static final byte[] CONFIG = Manifests.bytes("{}");
  private static final Pattern PULL_COUNT = Pattern.compile("pull-count\\W+(\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ROLE = "arn:aws:iam::000000000000:role/";
  private static final String ANYTHING =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
      "Principal":{"AWS":"000000000000"}}]}""";

  private RunningBerth berth;
  private EcrClient ecr;
  private Path home = Path.of("");

  @BeforeAll
  void start(@TempDir Path folder) {
    home = folder.resolve("home");
    berth = RunningBerth.on(folder.resolve("data"));
    ecr = berth.ecr();
  }

  @AfterAll
  void stop() {
    ecr.close();
    berth.close();
  }

  private List<String> all() {
    List<String> all = new ArrayList<>();
    String token = null;
    do {
      String next = token;
      var page = ecr.listPullTimeUpdateExclusions(r -> r.maxResults(7).nextToken(next));
      all.addAll(page.pullTimeUpdateExclusions());
      token = page.nextToken();
    } while (token != null);
    return all;
  }

  // AR-11, AR-12
  @Test
  void exclusions_are_registered_listed_and_taken_back() {
    Instant before = Instant.now().minusSeconds(1);
    var answer = ecr.registerPullTimeUpdateExclusion(r -> r.principalArn(ROLE + "scan/er"));
    assertThat(answer.principalArn()).isEqualTo(ROLE + "scan/er");
    assertThat(answer.createdAt()).isAfter(before);
    assertThatThrownBy(
            () -> ecr.registerPullTimeUpdateExclusion(r -> r.principalArn(ROLE + "scan/er")))
        .isInstanceOf(ExclusionAlreadyExistsException.class);
    for (int i = 1; i < 100; i++) {
      String role = ROLE + "r%02d".formatted(i);
      ecr.registerPullTimeUpdateExclusion(r -> r.principalArn(role));
    }
    assertThatThrownBy(
            () -> ecr.registerPullTimeUpdateExclusion(r -> r.principalArn(ROLE + "one-more")))
        .isInstanceOf(LimitExceededException.class);
    assertThat(all()).hasSize(100).isSorted().doesNotContain(ROLE + "one-more");
    assertThatThrownBy(
            () ->
                ecr.registerPullTimeUpdateExclusion(
                    r -> r.principalArn("arn:aws:iam::000000000000:group/g")))
        .isInstanceOf(InvalidParameterException.class);

    for (String principal : all()) {
      assertThat(
              ecr.deregisterPullTimeUpdateExclusion(r -> r.principalArn(principal)).principalArn())
          .isEqualTo(principal);
    }
    assertThatThrownBy(
            () -> ecr.deregisterPullTimeUpdateExclusion(r -> r.principalArn(ROLE + "scan/er")))
        .isInstanceOf(ExclusionNotFoundException.class);
    assertThat(all()).isEmpty();
  }

  // AR-13
  @Test
  void pulls_of_an_excluded_user_and_role_are_not_recorded() {
    RegistryClient client = RegistryClient.of(berth);
    berth.createRepository("app");
    client.push("app", CONFIG);
    client.pushManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(CONFIG, CONFIG));
    AwsAccess mirror = user("mirror");
    AwsAccess scanner = session();
    ecr.registerPullTimeUpdateExclusion(
        r -> r.principalArn("arn:aws:iam::000000000000:user/mirror"));
    ecr.registerPullTimeUpdateExclusion(r -> r.principalArn(ROLE + "scanner"));

    pull(mirror);
    pull(scanner);
    RegistryClient docker = client.login(berth.password(mirror));
    assertThat(docker.send("GET", "/v2/app/manifests/v1").status()).isEqualTo(200);
    // The pulls are told in the write in which their times would stand.
    await().atMost(PATIENCE).until(() -> pullsTold() == 3);
    assertThat(recorded()).isNull();

    pull(berth.access());
    await().atMost(PATIENCE).until(() -> recorded() != null);

    ecr.deregisterPullTimeUpdateExclusion(
        r -> r.principalArn("arn:aws:iam::000000000000:user/mirror"));
    ecr.deregisterPullTimeUpdateExclusion(r -> r.principalArn(ROLE + "scanner"));
  }

  private AwsAccess session() {
    try (IamClient iam = berth.access().iam()) {
      iam.createRole(r -> r.roleName("scanner").assumeRolePolicyDocument(TRUST));
      iam.putRolePolicy(r -> r.roleName("scanner").policyName("p").policyDocument(ANYTHING));
    }
    try (StsClient sts = user("caller").sts()) {
      return berth
          .access()
          .as(
              sts.assumeRole(r -> r.roleArn(ROLE + "scanner").roleSessionName("nightly"))
                  .credentials());
    }
  }

  private AwsAccess user(String name) {
    try (IamClient iam = berth.access().iam()) {
      iam.createUser(r -> r.userName(name));
      iam.putUserPolicy(r -> r.userName(name).policyName("p").policyDocument(ANYTHING));
      return berth.access().as(iam.createAccessKey(r -> r.userName(name)).accessKey());
    }
  }

  private static void pull(AwsAccess access) {
    try (EcrClient client = access.ecr()) {
      assertThat(client.batchGetImage(r -> r.repositoryName("app").imageIds(V1)).images())
          .hasSize(1);
    }
  }

  private int pullsTold() {
    String events =
        SignedCalls.of(berth.access()).send("berth", "Berth_20261101.ListEvents", "{}").text();
    return PULL_COUNT
        .matcher(events)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .sum();
  }

  private @Nullable Instant recorded() {
    return ecr.describeImages(r -> r.repositoryName("app"))
        .imageDetails()
        .getFirst()
        .lastRecordedPullTime();
  }

  @Test
  @NeedsClient("aws")
  void the_command_line_registers_lists_and_deregisters() {
    AwsCli cli = AwsCli.pinned(home, berth.access());
    String role = "arn:aws:iam::000000000000:role/by-cli";
    assertThat(
            cli.ecrValue(
                "principalArn", "register-pull-time-update-exclusion", "--principal-arn", role))
        .isEqualTo(role);
    assertThat(cli.ecrValue("pullTimeUpdateExclusions", "list-pull-time-update-exclusions"))
        .contains(role);
    cli.ecr("deregister-pull-time-update-exclusion", "--principal-arn", role).expectSuccess();
    assertThat(
            cli.ecr("deregister-pull-time-update-exclusion", "--principal-arn", role)
                .expectFailure()
                .stderr())
        .contains("(ExclusionNotFoundException)");
  }
}
