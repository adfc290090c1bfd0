package dev.berth.testkit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * CHECKLIST RG-02 (ECR dossier 10, IAM dossier 7.4): the policy of a registry is asked about every
 * request of ECR, with and without a repository, and allows or denies as one of a repository does.
 */
class RegistryPolicyTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final String CI = "arn:aws:iam::111111111111:user/ci";
  private static final String READ_ONLY =
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";
  private static final String FULL_ACCESS =
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess";
  private static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
  private static final String DENIED = "with an explicit deny in a resource-based policy";

  private RunningBerth berth;
  private EcrClient root;
  private IamClient iam;

  @BeforeEach
  void start(@TempDir Path data) {
    berth =
        RunningBerth.on(
            data,
            settings ->
                settings
                    .set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS)
                    .set(ConfigKey.REGIONS, "us-east-1,eu-central-1"));
    root = berth.ecr();
    iam = berth.access().iam();
    berth.createRepository("app");
  }

  @AfterEach
  void stop() {
    root.close();
    iam.close();
    berth.close();
  }

  private AwsAccess user(String name, String... policies) {
    iam.createUser(request -> request.userName(name));
    for (String policy : policies) {
      iam.attachUserPolicy(request -> request.userName(name).policyArn(policy));
    }
    return berth.access().as(iam.createAccessKey(request -> request.userName(name)).accessKey());
  }

  private void put(String... statements) {
    root.putRegistryPolicy(request -> request.policyText(document(statements)));
  }

  private static String document(String... statements) {
    return "{'Version':'2012-10-17','Statement':[%s]}"
        .formatted(String.join(",", statements))
        .replace('\'', '"');
  }

  private static String statement(String effect, String principal, String action, String on) {
    return "{'Effect':'%s','Principal':%s,'Action':'%s','Resource':'%s'}"
        .formatted(effect, principal, action, on);
  }

  private static String aws(String principal) {
    return "{'AWS':'%s'}".formatted(principal);
  }

  private static void assertDenied(ThrowingCallable call, String action, String because) {
    assertThatThrownBy(call)
        .isInstanceOf(EcrException.class)
        .hasMessageContaining("is not authorized to perform: " + action + " on resource: ")
        .hasMessageContaining(because);
  }

  @Test
  void who_is_denied_everything_of_the_registry_gets_not_even_a_token() {
    AwsAccess ci = user("ci", FULL_ACCESS);
    AwsAccess other = user("other", READ_ONLY);
    RegistryClient loggedIn = RegistryClient.anonymous(berth.endpoint()).login(berth.password(ci));
    try (EcrClient ecr = ci.ecr();
        EcrClient others = other.ecr()) {
      assertThat(ecr.describeRegistry(r -> {}).registryId()).isEqualTo(OURS);

      put(statement("Deny", aws(CI), "ecr:*", "*"));

      assertDenied(ecr::getAuthorizationToken, "ecr:GetAuthorizationToken", DENIED);
      assertDenied(() -> ecr.describeRegistry(r -> {}), "ecr:DescribeRegistry", DENIED);
      assertDenied(ecr::describeRepositories, "ecr:DescribeRepositories", DENIED);
      assertDenied(() -> ecr.getRegistryPolicy(r -> {}), "ecr:GetRegistryPolicy", DENIED);
      assertDenied(() -> ecr.listImages(r -> r.repositoryName("app")), "ecr:ListImages", DENIED);
      assertDenied(() -> ecr.listImages(r -> r.repositoryName("no")), "ecr:ListImages", DENIED);
      Answer pull = loggedIn.send("GET", "/v2/app/tags/list");
      assertThat(pull.status()).isEqualTo(403);
      assertThat(pull.message()).endsWith(DENIED);
      assertThat(others.getAuthorizationToken().authorizationData()).hasSize(1);

      root.deleteRegistryPolicy(request -> {});
      assertThat(ecr.getAuthorizationToken().authorizationData()).hasSize(1);
      assertThat(loggedIn.send("GET", "/v2/app/tags/list").status()).isEqualTo(200);
    }
  }

  @Test
  void what_it_allows_a_user_of_the_account_needs_no_other_policy() {
    try (EcrClient ecr = user("ci").ecr()) {
      put(statement("Allow", aws(OURS), "ecr:*", "*"));
      assertDenied(
          ecr::getAuthorizationToken,
          "ecr:GetAuthorizationToken",
          "because no identity-based policy allows");

      put(statement("Allow", aws(CI), "ecr:*", "*"));

      assertThat(ecr.getAuthorizationToken().authorizationData()).hasSize(1);
      assertThat(ecr.describeRegistry(r -> {}).registryId()).isEqualTo(OURS);
      assertThat(ecr.createRepository(r -> r.repositoryName("made")).repository().repositoryName())
          .isEqualTo("made");
    }
  }

  @Test
  void a_statement_about_repositories_is_not_about_the_registry() {
    String repositories = "arn:aws:ecr:us-east-1:111111111111:repository/*";
    try (EcrClient ecr = user("ci", READ_ONLY).ecr()) {
      put(statement("Deny", aws(CI), "ecr:*", repositories));

      assertThat(ecr.getAuthorizationToken().authorizationData()).hasSize(1);
      assertDenied(ecr::describeRepositories, "ecr:DescribeRepositories", DENIED);
      assertDenied(() -> ecr.listImages(r -> r.repositoryName("app")), "ecr:ListImages", DENIED);
    }
  }

  @Test
  void it_holds_in_its_own_region_and_for_ecr_alone() {
    AwsAccess ci = user("ci", READ_ONLY, "arn:aws:iam::aws:policy/IAMReadOnlyAccess");
    AwsAccess elsewhere =
        new AwsAccess(ci.endpoint(), ci.accessKeyId(), ci.secretAccessKey(), "eu-central-1");
    put(statement("Deny", "'*'", "ecr:*", "*"));

    try (EcrClient here = ci.ecr();
        EcrClient there = elsewhere.ecr();
        IamClient own = ci.iam();
        StsClient sts = ci.sts()) {
      assertDenied(here::getAuthorizationToken, "ecr:GetAuthorizationToken", DENIED);
      assertThat(there.getAuthorizationToken().authorizationData()).hasSize(1);
      assertThat(own.listUsers().users()).hasSize(1);
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(CI);
    }
  }

  @Test
  void only_the_root_user_takes_away_one_that_denies_everybody() {
    AwsAccess administrator = user("administrator", ADMINISTRATOR);
    String locking = document(statement("Deny", "'*'", "ecr:*", "*"));
    root.putRegistryPolicy(request -> request.policyText(locking));

    try (EcrClient ecr = administrator.ecr()) {
      assertDenied(() -> ecr.deleteRegistryPolicy(r -> {}), "ecr:DeleteRegistryPolicy", DENIED);
      assertDenied(
          () -> ecr.putRegistryPolicy(r -> r.policyText(locking)), "ecr:PutRegistryPolicy", DENIED);
      assertDenied(root::getAuthorizationToken, "ecr:GetAuthorizationToken", DENIED);
      assertDenied(
          () -> root.createRepository(r -> r.repositoryName("no")), "ecr:CreateRepository", DENIED);

      assertThat(root.getRegistryPolicy(request -> {}).policyText()).contains("Deny");
      put(statement("Deny", "'*'", "ecr:PutRegistryPolicy", "*"));
      assertThat(ecr.getAuthorizationToken().authorizationData()).hasSize(1);
      root.deleteRegistryPolicy(request -> {});
      ecr.putRegistryPolicy(r -> r.policyText(locking));
      root.deleteRegistryPolicy(request -> {});
    }
  }

  @Test
  void the_root_user_of_another_account_has_no_way_in() {
    try (EcrClient theirs = berth.access(new AccountId(THEIRS)).ecr()) {
      put(
          statement(
              "Allow", aws("arn:aws:iam::222222222222:root"), "ecr:DescribeRepositories", "*"));
      assertThat(theirs.describeRepositories(r -> r.registryId(OURS)).repositories()).hasSize(1);

      put(statement("Deny", "'*'", "ecr:*", "*"));

      assertDenied(
          () -> theirs.describeRepositories(r -> r.registryId(OURS)),
          "ecr:DescribeRepositories",
          DENIED);
      assertThat(theirs.getAuthorizationToken().authorizationData()).hasSize(1);
      assertThatThrownBy(() -> theirs.deleteRegistryPolicy(request -> {}))
          .hasMessageContaining(
              "Registry policy does not exist in the registry with id '" + THEIRS);
    }
  }
}
