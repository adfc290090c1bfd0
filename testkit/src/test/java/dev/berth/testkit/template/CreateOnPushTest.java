package dev.berth.testkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.guard.StoredState;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryCreationTemplateRequest;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/**
 * CHECKLIST V2-31 to V2-33, CT-02 to CT-07, CT-09 to CT-11: pushes to names that no repository has.
 */
class CreateOnPushTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final byte[] LAYER = Manifests.bytes("a layer");
  private static final String LIFECYCLE =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any",\
      "countType":"imageCountMoreThan","countNumber":10},"action":{"type":"expire"}}]}""";
  private static final String ROLE = "arn:aws:iam::111111111111:role/templates";

  @TempDir private Path folder;
  private RunningBerth berth;
  private EcrClient ecr;
  private IamClient iam;
  private RegistryClient client;

  @BeforeEach
  void start() {
    berth =
        RunningBerth.on(
            folder,
            settings ->
                settings
                    .set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS)
                    .set(ConfigKey.TRUSTED_PROXIES, "127.0.0.1"));
    ecr = berth.ecr();
    iam = berth.access().iam();
    client = RegistryClient.of(berth);
  }

  @AfterEach
  void stop() {
    iam.close();
    ecr.close();
    berth.close();
  }

  private void template(
      String prefix, Consumer<CreateRepositoryCreationTemplateRequest.Builder> more) {
    ecr.createRepositoryCreationTemplate(
        request -> {
          request.prefix(prefix).appliedFor(RCTAppliedFor.CREATE_ON_PUSH).description(prefix);
          more.accept(request);
        });
  }

  /** A template of which one can tell by a repository's mode that it made it. */
  private void template(String prefix, ImageTagMutability mode) {
    template(prefix, request -> request.imageTagMutability(mode));
  }

  private static Answer begin(RegistryClient client, String repository) {
    return client.send("POST", "/v2/" + repository + "/blobs/uploads/");
  }

  private Repository repository(String name) {
    return ecr.describeRepositories(r -> r.repositoryNames(name)).repositories().getFirst();
  }

  private long repositories() {
    return ecr.describeRepositoriesPaginator(r -> {}).repositories().stream().count();
  }

  // V2-31, CT-09
  @Test
  void a_first_push_makes_the_repository_with_all_that_the_template_says() {
    template(
        "team",
        request ->
            request
                .imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)
                .imageTagMutabilityExclusionFilters(
                    ImageTagMutabilityExclusionFilter.builder()
                        .filterType("WILDCARD")
                        .filter("dev-*")
                        .build())
                .encryptionConfiguration(e -> e.encryptionType(EncryptionType.KMS))
                .resourceTags(Tag.builder().key("team").value("a").build())
                .repositoryPolicy(pull("*"))
                .lifecyclePolicy(LIFECYCLE)
                .customRoleArn(role("ecr.amazonaws.com", "ecr:*")));

    client.push("team/app", LAYER);
    client.pushManifest("team/app", "v1", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER));

    Repository made = repository("team/app");
    assertThat(made.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION);
    assertThat(made.imageTagMutabilityExclusionFilters()).hasSize(1);
    assertThat(made.encryptionConfiguration().encryptionType()).isEqualTo(EncryptionType.KMS);
    assertThat(made.encryptionConfiguration().kmsKey())
        .startsWith("arn:aws:kms:us-east-1:111111111111:key/");
    assertThat(ecr.listTagsForResource(r -> r.resourceArn(made.repositoryArn())).tags())
        .containsExactly(Tag.builder().key("team").value("a").build());
    assertThat(ecr.getRepositoryPolicy(r -> r.repositoryName("team/app")).policyText())
        .contains("ecr:BatchGetImage");
    assertThat(ecr.getLifecyclePolicy(r -> r.repositoryName("team/app")).lifecyclePolicyText())
        .isEqualTo(LIFECYCLE);
    assertThat(
            client
                .putManifest(
                    "team/app", "v1", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER, LAYER))
                .code())
        .isEqualTo("TAG_INVALID");
    assertThat(client.send("GET", "/v2/team/app/manifests/v1").status()).isEqualTo(200);
    String events =
        SignedCalls.of(berth.access()).send("berth", "Berth_20261101.ListEvents", "{}").text();
    assertThat(events.replace("\\", ""))
        .containsSubsequence(
            "\"action-type\":\"CREATE\",\"repository-name\":\"team/app\"",
            "\"repository-name\":\"team/app\",\"policy-type\":\"REPOSITORY\"",
            "\"repository-name\":\"team/app\",\"policy-type\":\"LIFECYCLE\"",
            "\"action-type\":\"PUSH\"");
  }

  private static String pull(String principal) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"%s",\
    "Action":"ecr:BatchGetImage"}]}"""
        .formatted(principal);
  }

  private String role(String trusted, String actions) {
    iam.createRole(
        request ->
            request
                .roleName("templates")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                    "Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}"""
                        .formatted(trusted)));
    iam.putRolePolicy(
        request ->
            request
                .roleName("templates")
                .policyName("rights")
                .policyDocument(allow("\"" + actions + "\"", "*")));
    return ROLE;
  }

  private static String allow(String actions, String resource) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":%s,"Resource":"%s"}]}"""
        .formatted(actions, resource);
  }

  // V2-32, CT-03, CT-04, CT-05
  @Test
  void without_a_template_for_it_nothing_is_made() {
    template("prod", ImageTagMutability.IMMUTABLE);
    ecr.createRepositoryCreationTemplate(
        r -> r.prefix("cache").appliedFor(RCTAppliedFor.PULL_THROUGH_CACHE));
    StoredState before = StoredState.of(folder);

    for (String name : List.of("prod", "prodx/y", "production/app", "cache/app", "other/app")) {
      Answer answer = begin(client, name);
      assertThat(answer.status()).as(name).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("NAME_UNKNOWN");
      assertThat(answer.message())
          .isEqualTo(
              "The repository with name '%s' does not exist in the registry with id '111111111111'"
                  .formatted(name));
    }
    assertThat(
            client
                .putManifest("other/app", "v1", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER))
                .code())
        .isEqualTo("NAME_UNKNOWN");

    assertThat(StoredState.of(folder)).isEqualTo(before);
    ecr.createRepository(r -> r.repositoryName("prod/called"));
    assertThat(repository("prod/called").imageTagMutability())
        .as("CreateRepository knows no templates")
        .isEqualTo(ImageTagMutability.MUTABLE);
  }

  // CT-02, CT-04
  @Test
  void the_longest_prefix_that_is_for_pushes_wins_and_root_is_the_last() {
    template("ROOT", ImageTagMutability.MUTABLE);
    template("prod/", ImageTagMutability.IMMUTABLE);
    ecr.createRepositoryCreationTemplate(
        r -> r.prefix("prod/team/deep").appliedFor(RCTAppliedFor.REPLICATION));
    template(
        "prod/team",
        request ->
            request
                .imageTagMutability(ImageTagMutability.MUTABLE_WITH_EXCLUSION)
                .imageTagMutabilityExclusionFilters(
                    ImageTagMutabilityExclusionFilter.builder()
                        .filterType("WILDCARD")
                        .filter("v*")
                        .build()));

    for (String name :
        List.of("prod/app", "prod/team/app", "prod/team/deep/app", "prod", "product/app")) {
      assertThat(begin(client, name).status()).as(name).isEqualTo(202);
    }

    assertThat(repository("prod/app").imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
    for (String name : List.of("prod/team/app", "prod/team/deep/app")) {
      assertThat(repository(name).imageTagMutability())
          .isEqualTo(ImageTagMutability.MUTABLE_WITH_EXCLUSION);
    }
    for (String name : List.of("prod", "product/app")) {
      assertThat(repository(name).imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
    }
  }

  // CT-06
  @Test
  void a_changed_template_changes_no_repository_that_is_there() {
    template("team", ImageTagMutability.IMMUTABLE);
    begin(client, "team/before");

    ecr.updateRepositoryCreationTemplate(
        r -> r.prefix("team").imageTagMutability(ImageTagMutability.MUTABLE));
    begin(client, "team/after");
    begin(client, "team/before");

    assertThat(repository("team/before").imageTagMutability())
        .isEqualTo(ImageTagMutability.IMMUTABLE);
    assertThat(repository("team/after").imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
    ecr.deleteRepositoryCreationTemplate(r -> r.prefix("team"));
    assertThat(begin(client, "team/before").status()).isEqualTo(202);
    assertThat(begin(client, "team/later").status()).isEqualTo(404);
  }

  // V2-33, CT-10
  @Test
  void who_lacks_a_right_to_push_makes_nothing_and_who_has_them_needs_no_right_to_create() {
    template("team", ImageTagMutability.MUTABLE);
    RegistryClient pusher = user("pusher");
    StoredState before = StoredState.of(folder);
    List<String> rights =
        List.of(
            "ecr:InitiateLayerUpload",
            "ecr:UploadLayerPart",
            "ecr:CompleteLayerUpload",
            "ecr:PutImage");
    for (String missing : rights) {
      grant("pusher", rights.stream().filter(right -> !right.equals(missing)).toList());
      for (Answer answer :
          List.of(
              begin(pusher, "team/app"),
              pusher.putManifest(
                  "team/app", "v1", Manifests.OCI_IMAGE, Manifests.image(LAYER, LAYER)))) {
        assertThat(answer.status()).as(missing).isEqualTo(403);
        assertThat(answer.message()).contains("is not authorized to perform: " + missing);
      }
    }
    assertThat(StoredState.of(folder).count("repository")).isEqualTo(before.count("repository"));
    assertThat(StoredState.of(folder).count("upload")).isEqualTo(before.count("upload"));

    grant("pusher", rights);
    assertThat(begin(pusher, "team/app").status()).isEqualTo(202);
    assertThat(begin(pusher, "other/app").status()).isEqualTo(404);
    assertThat(repositories()).isEqualTo(1);
  }

  private RegistryClient user(String name) {
    iam.createUser(request -> request.userName(name));
    AccessKey key = iam.createAccessKey(request -> request.userName(name)).accessKey();
    grant(name, List.of("ecr:GetAuthorizationToken"));
    return RegistryClient.anonymous(berth.endpoint()).login(berth.password(berth.access().as(key)));
  }

  private void grant(String user, List<String> actions) {
    String list = "[\"" + String.join("\",\"", actions) + "\"]";
    iam.putUserPolicy(r -> r.userName(user).policyName("rights").policyDocument(allow(list, "*")));
  }

  // V2-33: the policy that the repository would have decides with the others
  @Test
  void a_policy_of_the_template_that_denies_the_push_keeps_the_repository_from_being_made() {
    template(
        "shut",
        request ->
            request.repositoryPolicy(
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",\
                "Action":"ecr:PutImage"}]}"""));

    Answer answer = begin(client, "shut/app");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message()).contains("with an explicit deny in a resource-based policy");
    assertThat(repositories()).isZero();
  }

  // V2-31: and lets in whom it names
  @Test
  void a_policy_of_the_template_lets_another_account_push() {
    template(
        "shared",
        request ->
            request.repositoryPolicy(
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                "Principal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":"ecr:*"}]}"""));
    RegistryClient theirs =
        RegistryClient.anonymous(berth.endpoint())
            .login(berth.password(berth.access(new AccountId(THEIRS))));
    String host = OURS + ".dkr.ecr.us-east-1.amazonaws.com";

    Answer pushed = theirs.send("POST", "/v2/shared/app/blobs/uploads/", "X-Forwarded-Host", host);
    Answer refused =
        theirs.send("POST", "/v2/elsewhere/app/blobs/uploads/", "X-Forwarded-Host", host);

    assertThat(pushed.status()).isEqualTo(202);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(repositories()).isEqualTo(1);
  }

  // V2-31
  @Test
  void several_first_pushes_at_once_make_it_once() throws Exception {
    template("ROOT", request -> request.repositoryPolicy(pull("*")));
    try (var pushers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers =
          IntStream.range(0, 12)
              .mapToObj(i -> pushers.submit(() -> begin(client, "new/app%d".formatted(i % 3))))
              .toList();
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(202);
      }
    }

    assertThat(repositories()).isEqualTo(3);
    assertThat(StoredState.of(folder).count("repository_policy")).isEqualTo(3);
  }

  // CT-07
  @Test
  void tags_or_a_key_need_a_role() {
    template("tagged", r -> r.resourceTags(Tag.builder().key("a").value("b").build()));
    template("sealed", r -> r.encryptionConfiguration(e -> e.encryptionType(EncryptionType.KMS)));

    assertNotCreated("tagged/app", "with prefix 'tagged' has resource tags and no custom role");
    assertNotCreated(
        "sealed/app", "with prefix 'sealed' asks for KMS encryption and has no custom role");
  }

  private void assertNotCreated(String name, String why) {
    Answer answer = begin(client, name);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("NAME_UNKNOWN");
    assertThat(answer.message())
        .startsWith(
            "The repository with name '%s' does not exist in the registry with id '111111111111'"
                .formatted(name))
        .endsWith(why);
    assertThatThrownBy(() -> ecr.initiateLayerUpload(r -> r.repositoryName(name)))
        .isInstanceOf(RepositoryNotFoundException.class)
        .hasMessageContaining(why);
    assertThat(repositories()).isZero();
  }

  // CT-11
  @Test
  void a_role_that_is_not_there_or_does_not_trust_ecr_or_may_not_create_makes_nothing() {
    template("team", r -> r.customRoleArn(ROLE));
    assertNotCreated("team/app", "has a custom role that does not exist");

    role("lambda.amazonaws.com", "ecr:*");
    assertNotCreated("team/app", "has a custom role that does not trust ecr.amazonaws.com");

    iam.deleteRolePolicy(r -> r.roleName("templates").policyName("rights"));
    iam.deleteRole(r -> r.roleName("templates"));
    role("ecr.amazonaws.com", "ecr:TagResource");
    assertNotCreated(
        "team/app", "because no identity-based policy allows the ecr:CreateRepository action");

    iam.putRolePolicy(
        r ->
            r.roleName("templates")
                .policyName("rights")
                .policyDocument(
                    allow(
                        "\"ecr:CreateRepository\"",
                        "arn:aws:ecr:us-east-1:111111111111:repository/team/*")));
    assertThat(begin(client, "team/app").status()).isEqualTo(202);
  }

  // V2-31 over the JSON API
  @Test
  void the_api_makes_the_repository_of_a_first_push_too() {
    template("team", ImageTagMutability.IMMUTABLE);

    assertThat(ecr.initiateLayerUpload(r -> r.repositoryName("team/layers")).uploadId())
        .isNotEmpty();
    assertThatThrownBy(
            () ->
                ecr.putImage(
                    r ->
                        r.repositoryName("team/images")
                            .imageManifest(Manifests.image(LAYER, LAYER))))
        .isInstanceOf(LayersNotFoundException.class);
    assertThatThrownBy(() -> ecr.initiateLayerUpload(r -> r.repositoryName("other/app")))
        .isInstanceOf(RepositoryNotFoundException.class);

    assertThat(repository("team/layers").imageTagMutability())
        .isEqualTo(ImageTagMutability.IMMUTABLE);
    assertThat(repositories()).isEqualTo(2);
  }

  // V2-33 over the JSON API
  @Test
  void over_the_api_who_lacks_a_right_makes_nothing_either() {
    template("team", ImageTagMutability.MUTABLE);
    iam.createUser(request -> request.userName("half"));
    AccessKey key = iam.createAccessKey(request -> request.userName("half")).accessKey();
    grant("half", List.of("ecr:InitiateLayerUpload"));
    try (EcrClient half = berth.access().as(key).ecr()) {
      assertThatThrownBy(() -> half.initiateLayerUpload(r -> r.repositoryName("team/app")))
          .isInstanceOf(EcrException.class)
          .hasMessageContaining("is not authorized to perform: ecr:UploadLayerPart");
    }
    assertThat(repositories()).isZero();
  }
}
