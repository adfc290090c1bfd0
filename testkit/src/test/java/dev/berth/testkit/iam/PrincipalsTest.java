package dev.berth.testkit.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;

/** What a user may do follows from what is stored at each request (IAM dossier 5, threat T6). */
@TestInstance(Lifecycle.PER_CLASS)
class PrincipalsTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final String AWS = "arn:aws:iam::aws:policy/";
  private static final String PULL_ONLY = AWS + "AmazonEC2ContainerRegistryPullOnly";
  private static final String READ_ONLY = AWS + "AmazonEC2ContainerRegistryReadOnly";
  private static final String POWER_USER = AWS + "AmazonEC2ContainerRegistryPowerUser";
  private static final byte[] LAYER = Manifests.bytes("a layer");
  private static final String PUSH_DENIED =
      "User: arn:aws:iam::111111111111:user/ci/%1$s is not authorized to perform: ecr:%2$s on"
          + " resource: arn:aws:ecr:us-east-1:111111111111:repository/app because no"
          + " identity-based policy allows the ecr:%2$s action";

  private RunningBerth berth;
  private IamClient iam;
  private int users;
  private String name = "";
  private AccessKey key = AccessKey.builder().build();

  @BeforeAll
  void start(@TempDir Path folder) {
    berth =
        RunningBerth.on(folder, settings -> settings.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS));
    iam = berth.access().iam();
    berth.createRepository("app");
    RegistryClient root = RegistryClient.of(berth);
    root.push("app", LAYER);
    root.pushManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER));
  }

  @AfterAll
  void stop() {
    iam.close();
    berth.close();
  }

  @BeforeEach
  void make_a_user_without_rights() {
    users++;
    name = "user-" + users;
    iam.createUser(request -> request.userName(name).path("/ci/"));
    key = iam.createAccessKey(request -> request.userName(name)).accessKey();
  }

  @Test
  void a_user_without_policies_may_do_nothing_but_ask_who_it_is() {
    try (var sts = access().sts();
        EcrClient ecr = access().ecr()) {
      assertThat(sts.getCallerIdentity().arn())
          .isEqualTo("arn:aws:iam::%s:user/ci/%s".formatted(OURS, name));
      assertThat(sts.getCallerIdentity().userId()).matches("AIDA[A-Z2-7]{17}");
      assertDenied(ecr::getAuthorizationToken, "ecr:GetAuthorizationToken");
    }
  }

  @Test
  void who_has_the_pull_only_policy_pulls_and_is_told_why_it_may_not_push() {
    attach(PULL_ONLY);

    RegistryClient client = login();
    Answer pulled = client.send("GET", "/v2/app/manifests/v1", "Accept", Manifests.OCI_IMAGE);
    Answer layer = client.send("GET", "/v2/app/blobs/" + Manifests.digest(LAYER));
    Answer pushed =
        client.putManifest("app", "v2", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER));
    Answer upload = client.send("POST", "/v2/app/blobs/uploads/");

    assertThat(pulled.status()).isEqualTo(200);
    assertThat(layer.status()).isEqualTo(200);
    assertThat(pushed.status()).isEqualTo(403);
    assertThat(pushed.code()).isEqualTo("DENIED");
    assertThat(pushed.message()).isEqualTo(PUSH_DENIED.formatted(name, "PutImage"));
    assertThat(upload.message()).isEqualTo(PUSH_DENIED.formatted(name, "InitiateLayerUpload"));
  }

  // PR-09
  @Test
  void the_api_says_the_same() {
    attach(PULL_ONLY);

    try (EcrClient ecr = access().ecr()) {
      assertThat(
              ecr.batchGetImage(
                      request ->
                          request
                              .repositoryName("app")
                              .imageIds(ImageIdentifier.builder().imageTag("v1").build()))
                  .images())
          .hasSize(1);
      assertThatThrownBy(
              () ->
                  ecr.putImage(
                      request ->
                          request
                              .repositoryName("app")
                              .imageManifest(Manifests.image(LAYER, LAYER))))
          .hasMessageContaining(PUSH_DENIED.formatted(name, "PutImage"));
    }
  }

  @Test
  void a_policy_that_is_attached_or_detached_counts_for_the_next_request() {
    attach(READ_ONLY);
    RegistryClient client = login();

    for (int round = 0; round < 20; round++) {
      assertThat(client.send("POST", "/v2/app/blobs/uploads/").status()).isEqualTo(403);
      attach(POWER_USER);
      assertThat(client.send("POST", "/v2/app/blobs/uploads/").status()).isEqualTo(202);
      iam.detachUserPolicy(request -> request.userName(name).policyArn(POWER_USER));
    }
  }

  @Test
  void what_a_group_has_its_members_have() {
    String group = "group-" + users;
    iam.createGroup(request -> request.groupName(group));
    iam.attachGroupPolicy(request -> request.groupName(group).policyArn(READ_ONLY));

    try (EcrClient ecr = access().ecr()) {
      assertDenied(ecr::describeRepositories, "ecr:DescribeRepositories");
      iam.addUserToGroup(request -> request.groupName(group).userName(name));
      assertThat(ecr.describeRepositories().repositories()).hasSize(1);
      iam.removeUserFromGroup(request -> request.groupName(group).userName(name));
      assertDenied(ecr::describeRepositories, "ecr:DescribeRepositories");
    }
  }

  @Test
  void a_boundary_takes_away_what_the_policies_give() {
    attach(POWER_USER);
    iam.putUserPermissionsBoundary(
        request -> request.userName(name).permissionsBoundary(READ_ONLY));
    RegistryClient client = login();

    Answer push = client.send("POST", "/v2/app/blobs/uploads/");

    assertThat(client.send("GET", "/v2/app/tags/list").status()).isEqualTo(200);
    assertThat(push.status()).isEqualTo(403);
    assertThat(push.message())
        .endsWith("because no permissions boundary allows the ecr:InitiateLayerUpload action");
    iam.deleteUserPermissionsBoundary(request -> request.userName(name));
    assertThat(client.send("POST", "/v2/app/blobs/uploads/").status()).isEqualTo(202);
  }

  @Test
  void an_inline_policy_with_conditions_on_tags_holds_by_the_tags_of_now() {
    iam.putUserPolicy(
        request ->
            request
                .userName(name)
                .policyName("own-team")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:ListImages",
                      "Resource":"arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}"}]}
                    """));

    try (EcrClient ecr = access().ecr()) {
      assertDenied(() -> ecr.listImages(r -> r.repositoryName("app")), "ecr:ListImages");
      iam.tagUser(
          request -> request.userName(name).tags(Tag.builder().key("Team").value("app").build()));
      assertThat(ecr.listImages(r -> r.repositoryName("app")).imageIds()).hasSize(1);
      iam.untagUser(request -> request.userName(name).tagKeys("team"));
      assertDenied(() -> ecr.listImages(r -> r.repositoryName("app")), "ecr:ListImages");
    }
  }

  @Test
  void the_default_version_of_a_managed_policy_is_the_one_that_counts() {
    String arn =
        iam.createPolicy(r -> r.policyName("versions").policyDocument(allowing("ecr:ListImages")))
            .policy()
            .arn();
    attach(arn);

    try (EcrClient ecr = access().ecr()) {
      assertThat(ecr.listImages(r -> r.repositoryName("app")).imageIds()).hasSize(1);
      iam.createPolicyVersion(
          r -> r.policyArn(arn).policyDocument(allowing("ecr:PutImage")).setAsDefault(true));
      assertDenied(() -> ecr.listImages(r -> r.repositoryName("app")), "ecr:ListImages");
      iam.setDefaultPolicyVersion(r -> r.policyArn(arn).versionId("v1"));
      assertThat(ecr.listImages(r -> r.repositoryName("app")).imageIds()).hasSize(1);
    }
  }

  // T5
  @Test
  void an_inactive_key_signs_nothing_and_its_token_opens_nothing() {
    attach(READ_ONLY);
    RegistryClient client = login();
    status(StatusType.INACTIVE);

    try (var sts = access().sts()) {
      assertThatThrownBy(sts::getCallerIdentity)
          .hasMessageContaining("The security token included in the request is invalid");
      assertThat(client.send("GET", "/v2/app/tags/list").status()).isEqualTo(401);
      status(StatusType.ACTIVE);
      assertThat(sts.getCallerIdentity().account()).isEqualTo(OURS);
      assertThat(client.send("GET", "/v2/app/tags/list").status())
          .as("a token of before")
          .isEqualTo(401);
    }
  }

  @Test
  void a_user_is_gone_with_its_key_and_one_of_the_same_name_is_another() {
    attach(READ_ONLY);
    RegistryClient client = login();
    assertThatThrownBy(() -> iam.deleteUser(r -> r.userName(name)))
        .hasMessageContaining("Cannot delete entity, must detach all policies first.");
    iam.detachUserPolicy(r -> r.userName(name).policyArn(READ_ONLY));
    assertThatThrownBy(() -> iam.deleteUser(r -> r.userName(name)))
        .hasMessageContaining("Cannot delete entity, must delete access keys first.");
    iam.deleteAccessKey(r -> r.userName(name).accessKeyId(key.accessKeyId()));
    iam.deleteUser(r -> r.userName(name));
    iam.createUser(r -> r.userName(name).path("/ci/"));
    attach(READ_ONLY);

    assertThat(client.send("GET", "/v2/app/tags/list").status()).isEqualTo(401);
    try (var sts = access().sts()) {
      assertThatThrownBy(sts::getCallerIdentity)
          .hasMessageContaining("The security token included in the request is invalid");
    }
  }

  @Test
  void administrators_of_one_account_see_and_change_nothing_of_another() {
    attach(AWS + "AdministratorAccess");

    try (EcrClient ecr = access().ecr();
        IamClient own = access().iam();
        IamClient theirs = berth.access(new AccountId(THEIRS)).iam()) {
      assertThat(own.listUsers().users()).isNotEmpty();
      assertThat(theirs.listUsers().users()).isEmpty();
      assertThatThrownBy(() -> theirs.getUser(r -> r.userName(name)))
          .hasMessageContaining("The user with name %s cannot be found.".formatted(name));
      assertThatThrownBy(() -> ecr.describeRepositories(r -> r.registryId(THEIRS)))
          .hasMessageContaining("because no resource-based policy allows");
    }
  }

  // T22
  @Test
  void who_may_delegate_with_conditions_delegates_no_more() {
    iam.putUserPolicy(
        request ->
            request
                .userName(name)
                .policyName("delegate")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[
                      {"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*",
                       "Condition":{"ArnEquals":{"iam:PolicyARN":"%1$s"}}},
                      {"Effect":"Allow","Action":"iam:CreateUser","Resource":"arn:aws:iam::*:user/made/*",
                       "Condition":{"StringEquals":{"iam:PermissionsBoundary":"%1$s"}}}]}
                    """
                        .formatted(READ_ONLY)));

    try (IamClient own = access().iam()) {
      own.attachUserPolicy(r -> r.userName(name).policyArn(READ_ONLY));
      assertDenied(
          () -> own.attachUserPolicy(r -> r.userName(name).policyArn(AWS + "AdministratorAccess")),
          "iam:AttachUserPolicy");
      String made = "made-by-" + name;
      assertDenied(() -> own.createUser(r -> r.userName(made).path("/made/")), "iam:CreateUser");
      assertDenied(
          () -> own.createUser(r -> r.userName(made).permissionsBoundary(READ_ONLY)),
          "iam:CreateUser");
      assertThat(
              own.createUser(r -> r.userName(made).path("/made/").permissionsBoundary(READ_ONLY))
                  .user()
                  .permissionsBoundary()
                  .permissionsBoundaryArn())
          .isEqualTo(READ_ONLY);
    }
  }

  // T22
  @Test
  void who_may_change_users_of_one_path_brings_none_to_another() {
    String moved = "moved-" + name;
    iam.createUser(r -> r.userName(moved).path("/web/"));
    iam.putUserPolicy(
        request ->
            request
                .userName(name)
                .policyName("web")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:UpdateUser",
                      "Resource":"arn:aws:iam::*:user/web/*"}]}
                    """));

    try (IamClient own = access().iam()) {
      assertDenied(() -> own.updateUser(r -> r.userName(moved).newPath("/ci/")), "iam:UpdateUser");
      own.updateUser(r -> r.userName(moved).newUserName(moved + "-2"));
      assertThat(iam.getUser(r -> r.userName(moved + "-2")).user().path()).isEqualTo("/web/");
    }
  }

  @Test
  void a_user_has_two_keys_at_most_and_no_secret_is_shown_again() {
    iam.createAccessKey(request -> request.userName(name));

    assertThatThrownBy(() -> iam.createAccessKey(request -> request.userName(name)))
        .isInstanceOfSatisfying(
            IamException.class,
            refused -> {
              assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("LimitExceeded");
              assertThat(refused.statusCode()).isEqualTo(409);
            })
        .hasMessageContaining("Cannot exceed quota for AccessKeysPerUser: 2");
    assertThat(iam.listAccessKeys(request -> request.userName(name)).toString())
        .doesNotContain(key.secretAccessKey());
  }

  @Test
  void the_last_use_of_a_key_is_recorded_without_a_request_waiting_for_it() {
    String id = key.accessKeyId();
    assertThat(iam.getAccessKeyLastUsed(r -> r.accessKeyId(id)).accessKeyLastUsed().serviceName())
        .isEqualTo("N/A");

    try (var sts = access().sts()) {
      sts.getCallerIdentity();
    }

    await()
        .untilAsserted(
            () ->
                assertThat(iam.getAccessKeyLastUsed(r -> r.accessKeyId(id)))
                    .satisfies(
                        found -> {
                          assertThat(found.userName()).isEqualTo(name);
                          assertThat(found.accessKeyLastUsed().serviceName()).isEqualTo("sts");
                          assertThat(found.accessKeyLastUsed().region()).isEqualTo("us-east-1");
                        }));
    assertThatThrownBy(() -> iam.getAccessKeyLastUsed(r -> r.accessKeyId("AKIANOSUCHKEY0000000")))
        .hasMessageContaining("is not authorized to perform: iam:GetAccessKeyLastUsed");
  }

  @Test
  void lists_are_paged_and_a_marker_is_good_for_its_list_alone() {
    iam.createUser(request -> request.userName("paged-" + users).path("/paged/"));
    iam.createUser(request -> request.userName("paged-more-" + users).path("/paged/"));

    List<String> names =
        iam
            .listUsersPaginator(request -> request.pathPrefix("/paged/").maxItems(1))
            .users()
            .stream()
            .map(user -> user.userName())
            .toList();
    String marker = iam.listUsers(request -> request.pathPrefix("/paged/").maxItems(1)).marker();

    assertThat(names).containsExactly("paged-" + users, "paged-more-" + users);
    assertThatThrownBy(() -> iam.listUsers(request -> request.marker(marker)))
        .hasMessageContaining("Invalid Marker.");
  }

  private AwsAccess access() {
    return berth.access().as(key);
  }

  private void attach(String policy) {
    iam.attachUserPolicy(request -> request.userName(name).policyArn(policy));
  }

  private void status(StatusType status) {
    iam.updateAccessKey(r -> r.userName(name).accessKeyId(key.accessKeyId()).status(status));
  }

  private RegistryClient login() {
    return RegistryClient.anonymous(berth.endpoint()).login(berth.password(access()));
  }

  private static String allowing(String action) {
    return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}"""
        .formatted(action);
  }

  private static void assertDenied(ThrowingCallable call, String action) {
    assertThatThrownBy(call)
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("is not authorized to perform: " + action);
  }
}
