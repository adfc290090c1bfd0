package dev.berth.testkit.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RegistryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.iam.IamClient;

/** What policies with resources and conditions leave (ECR dossier 23; CHECKLIST TG, IA). */
@TestInstance(Lifecycle.PER_CLASS)
final class RightsTest {
  private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.";
  private static final String ARN = "arn:aws:ecr:us-east-1:000000000000:repository/";
  private static final String APP = "\"repositoryName\":\"tagged\"";
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  /** A call of each kind, of which only the right to make it is of interest. */
  private static final Map<String, String> CALLS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("BatchCheckLayerAvailability", "\"layerDigests\":[\"%s\"]"),
              Map.entry("BatchDeleteImage", "\"imageIds\":[{\"imageTag\":\"none\"}]"),
              Map.entry("BatchGetImage", "\"imageIds\":[{\"imageTag\":\"none\"}]"),
              Map.entry("DeleteLifecyclePolicy", ""),
              Map.entry("DescribeImages", ""),
              Map.entry("DescribeRegistry", ""),
              Map.entry("GetAuthorizationToken", ""),
              Map.entry("GetDownloadUrlForLayer", "\"layerDigest\":\"%s\""),
              Map.entry("GetLifecyclePolicy", ""),
              Map.entry("GetRepositoryPolicy", ""),
              Map.entry("InitiateLayerUpload", ""),
              Map.entry("ListImages", ""),
              Map.entry("PutImage", "\"imageManifest\":\"{}\""),
              Map.entry("PutImageTagMutability", "\"imageTagMutability\":\"MUTABLE\""),
              Map.entry("SetRepositoryPolicy", "\"policyText\":\"{}\"")));

  private RunningBerth berth;
  private IamClient iam;
  private int users;

  @BeforeAll
  void start(@TempDir Path folder) {
    berth = RunningBerth.on(folder);
    iam = berth.access().iam();
    try (EcrClient ecr = berth.ecr()) {
      ecr.createRepository(r -> r.repositoryName("tagged").tags(tag("team", "a")));
      for (String name : new String[] {"other", "team-a", "team-a/app", "team-ab/app"}) {
        ecr.createRepository(r -> r.repositoryName(name));
      }
    }
  }

  @AfterAll
  void stop() {
    iam.close();
    berth.close();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private AwsAccess user() {
    users++;
    String name = "user-" + users;
    iam.createUser(r -> r.userName(name));
    return berth.access().as(iam.createAccessKey(r -> r.userName(name)).accessKey());
  }

  /** A user with one statement. */
  private AwsAccess user(String statement) {
    AwsAccess access = user();
    iam.putUserPolicy(
        r ->
            r.userName("user-" + users)
                .policyName("one")
                .policyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",%s}]}"
                        .formatted(statement.replace('\'', '"'))));
    return access;
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("is not authorized to perform: ecr:");
  }

  // TG-06
  @ParameterizedTest
  @CsvSource({"aws:ResourceTag/team", "ecr:ResourceTag/team"})
  void the_tags_of_a_repository_decide(String key) {
    AwsAccess user =
        user(
            "'Action':'ecr:ListImages','Resource':'*','Condition':{'StringEquals':{'%s':'a'}}"
                .formatted(key));
    try (EcrClient ecr = user.ecr()) {
      assertThatCode(() -> ecr.listImages(r -> r.repositoryName("tagged")))
          .doesNotThrowAnyException();
      assertDenied(() -> ecr.listImages(r -> r.repositoryName("other")));
    }
  }

  // TG-07, IA-05
  @Test
  void the_tags_of_a_request_decide_who_creates_and_tags() {
    AwsAccess user =
        user(
            "'Action':['ecr:CreateRepository','ecr:TagResource'],'Resource':'*',"
                + "'Condition':{'StringEquals':{'aws:RequestTag/team':'a'},"
                + "'ForAllValues:StringEquals':{'aws:TagKeys':['team','stage']}}");
    try (EcrClient ecr = user.ecr()) {
      assertDenied(() -> ecr.createRepository(r -> r.repositoryName("new")));
      assertDenied(() -> ecr.createRepository(r -> r.repositoryName("new").tags(tag("team", "b"))));
      assertDenied(
          () ->
              ecr.createRepository(
                  r -> r.repositoryName("new").tags(tag("team", "a"), tag("cost", "1"))));
      String arn =
          ecr.createRepository(
                  r -> r.repositoryName("new").tags(tag("team", "a"), tag("stage", "1")))
              .repository()
              .repositoryArn();
      assertDenied(() -> ecr.tagResource(r -> r.resourceArn(arn).tags(tag("stage", "2"))));
      ecr.tagResource(r -> r.resourceArn(arn).tags(tag("stage", "2"), tag("team", "a")));
    }
  }

  // IA-02
  @Test
  void an_action_of_the_registry_is_granted_on_everything_only() {
    String action = "'Action':'ecr:GetRegistryPolicy','Resource':'";
    try (EcrClient narrow = user(action + "arn:aws:ecr:*:*:repository/*'").ecr();
        EcrClient wide = user(action + "*'").ecr()) {
      assertDenied(() -> narrow.getRegistryPolicy(r -> {}));
      assertThatThrownBy(() -> wide.getRegistryPolicy(r -> {}))
          .isInstanceOf(RegistryPolicyNotFoundException.class);
    }
  }

  // IA-03
  @Test
  void a_pattern_of_names_covers_what_is_under_it_and_no_more() {
    AwsAccess user = user("'Action':'ecr:ListImages','Resource':'%steam-a/*'".formatted(ARN));
    try (EcrClient ecr = user.ecr()) {
      assertThatCode(() -> ecr.listImages(r -> r.repositoryName("team-a/app")))
          .doesNotThrowAnyException();
      assertDenied(() -> ecr.listImages(r -> r.repositoryName("team-a")));
      assertDenied(() -> ecr.listImages(r -> r.repositoryName("team-ab/app")));
    }
  }

  // IA-04
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PullOnly|BatchGetImage GetAuthorizationToken GetDownloadUrlForLayer",
        "ReadOnly|BatchCheckLayerAvailability BatchGetImage DescribeImages GetAuthorizationToken"
            + " GetDownloadUrlForLayer GetLifecyclePolicy GetRepositoryPolicy ListImages",
        "PowerUser|BatchCheckLayerAvailability BatchGetImage DescribeImages GetAuthorizationToken"
            + " GetDownloadUrlForLayer GetLifecyclePolicy GetRepositoryPolicy InitiateLayerUpload"
            + " ListImages PutImage",
        "FullAccess|BatchCheckLayerAvailability BatchDeleteImage BatchGetImage"
            + " DeleteLifecyclePolicy DescribeImages DescribeRegistry GetAuthorizationToken"
            + " GetDownloadUrlForLayer GetLifecyclePolicy GetRepositoryPolicy InitiateLayerUpload"
            + " ListImages PutImage PutImageTagMutability SetRepositoryPolicy"
      })
  void a_managed_policy_grants_what_it_is_for_and_nothing_else(String policy, String granted) {
    AwsAccess access = user();
    iam.attachUserPolicy(
        r ->
            r.userName("user-" + users)
                .policyArn("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistry" + policy));
    SignedCalls calls = SignedCalls.of(access);

    TreeSet<String> allowed = new TreeSet<>();
    CALLS.forEach(
        (operation, members) -> {
          String input = members.isEmpty() ? APP : APP + "," + members.formatted(DIGEST);
          Answer answer = calls.send("ecr", TARGET + operation, "{" + input + "}");
          if (!answer.text().contains("AccessDeniedException")) {
            allowed.add(operation);
          }
        });

    assertThat(allowed).containsExactlyElementsOf(Arrays.asList(granted.split(" ")));
  }
}
