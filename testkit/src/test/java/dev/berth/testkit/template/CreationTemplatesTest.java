package dev.berth.testkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.guard.StoredState;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryCreationTemplateRequest;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LimitExceededException;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.ecr.model.TemplateAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.TemplateNotFoundException;
import software.amazon.awssdk.services.ecr.model.ValidationException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** CHECKLIST CT-01, CT-08, IA-05: creation templates over the SDK for Java and {@code aws ecr}. */
class CreationTemplatesTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/templates";
  private static final String KEY =
      "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555";
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Sid":"pull","Effect":"Allow","Principal":"*",\
      "Action":["ecr:BatchGetImage"]}]}""";
  private static final String LIFECYCLE =
      """
      {"rules":[{"rulePriority":1,"description":"few","selection":{"tagStatus":"any",\
      "countType":"imageCountMoreThan","countNumber":10},"action":{"type":"expire"}}]}""";

  @TempDir private static Path folder;
  private static RunningBerth berth;
  private static EcrClient ecr;

  @BeforeAll
  static void start() {
    berth = RunningBerth.on(folder.resolve("data"));
    ecr = berth.ecr();
  }

  @AfterAll
  static void stop() {
    ecr.close();
    berth.close();
  }

  @AfterEach
  void forget() {
    ecr
        .describeRepositoryCreationTemplatesPaginator(request -> {})
        .repositoryCreationTemplates()
        .stream()
        .map(RepositoryCreationTemplate::prefix)
        .toList()
        .forEach(prefix -> ecr.deleteRepositoryCreationTemplate(r -> r.prefix(prefix)));
  }

  private static RepositoryCreationTemplate create(
      String prefix, Consumer<CreateRepositoryCreationTemplateRequest.Builder> more) {
    return ecr.createRepositoryCreationTemplate(
            request -> {
              request.prefix(prefix).appliedFor(RCTAppliedFor.CREATE_ON_PUSH);
              more.accept(request);
            })
        .repositoryCreationTemplate();
  }

  private static List<RepositoryCreationTemplate> described(String... prefixes) {
    return ecr.describeRepositoryCreationTemplates(request -> request.prefixes(prefixes))
        .repositoryCreationTemplates();
  }

  // CT-01
  @Test
  void a_template_of_which_little_is_said_has_the_defaults_of_a_repository() {
    var answer =
        ecr.createRepositoryCreationTemplate(
            r -> r.prefix("plain").appliedFor(RCTAppliedFor.REPLICATION));
    RepositoryCreationTemplate made = answer.repositoryCreationTemplate();

    assertThat(answer.registryId()).isEqualTo("000000000000");
    assertThat(made.prefix()).isEqualTo("plain");
    assertThat(made.description()).isNull();
    assertThat(made.encryptionConfiguration().encryptionType()).isEqualTo(EncryptionType.AES256);
    assertThat(made.resourceTags()).isEmpty();
    assertThat(made.imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
    assertThat(made.repositoryPolicy()).isNull();
    assertThat(made.lifecyclePolicy()).isNull();
    assertThat(made.appliedFor()).containsExactly(RCTAppliedFor.REPLICATION);
    assertThat(made.customRoleArn()).isNull();
    assertThat(made.updatedAt()).isEqualTo(made.createdAt());
    assertThat(described("plain")).containsExactly(made);
  }

  // CT-01
  @Test
  void everything_that_is_said_is_stored_and_shown() {
    RepositoryCreationTemplate made =
        create(
            "team/a-b__c.d",
            r ->
                r.description("all of it")
                    .encryptionConfiguration(e -> e.encryptionType(EncryptionType.KMS).kmsKey(KEY))
                    .resourceTags(tag("z", "last"), tag("a", ""))
                    .imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)
                    .imageTagMutabilityExclusionFilters(filter("dev-*"), filter("latest"))
                    .repositoryPolicy(POLICY)
                    .lifecyclePolicy(LIFECYCLE)
                    .appliedFor(RCTAppliedFor.PULL_THROUGH_CACHE, RCTAppliedFor.CREATE_ON_PUSH)
                    .customRoleArn(ROLE));

    assertThat(made.description()).isEqualTo("all of it");
    assertThat(made.encryptionConfiguration().kmsKey()).isEqualTo(KEY);
    assertThat(made.resourceTags()).containsExactly(tag("z", "last"), tag("a", ""));
    assertThat(made.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION);
    assertThat(made.imageTagMutabilityExclusionFilters())
        .containsExactly(filter("dev-*"), filter("latest"));
    assertThat(made.repositoryPolicy())
        .startsWith("{\n  \"Version\" : \"2012-10-17\",\n  \"Statement\" : [ {\n    \"Sid\"");
    assertThat(made.lifecyclePolicy()).contains("\"countNumber\":10");
    assertThat(made.appliedFor())
        .containsExactly(RCTAppliedFor.PULL_THROUGH_CACHE, RCTAppliedFor.CREATE_ON_PUSH);
    assertThat(made.customRoleArn()).isEqualTo(ROLE);
    assertThat(described("team/a-b__c.d")).containsExactly(made);
  }

  // CT-01
  @Test
  void a_prefix_has_one_template_with_or_without_its_closing_slash() {
    create("twice/", r -> r.description("first"));

    StoredState before = StoredState.of(folder.resolve("data"));
    for (String prefix : List.of("twice", "twice/")) {
      assertThatThrownBy(() -> create(prefix, r -> r.description("second")))
          .isInstanceOf(TemplateAlreadyExistsException.class)
          .hasMessageContaining(
              "The repository creation template with prefix '%s' already exists in the registry with id '000000000000'"
                  .formatted(prefix));
    }

    assertThat(StoredState.of(folder.resolve("data")).tables().get("creation_template"))
        .isEqualTo(before.tables().get("creation_template"));
    assertThat(described("twice"))
        .extracting(RepositoryCreationTemplate::prefix)
        .containsExactly("twice/");
  }

  // CT-01
  @Test
  void an_update_changes_what_it_names_and_an_empty_policy_is_taken_away() {
    RepositoryCreationTemplate before =
        create(
            "team",
            r ->
                r.description("before")
                    .repositoryPolicy(POLICY)
                    .lifecyclePolicy(LIFECYCLE)
                    .resourceTags(tag("a", "b"))
                    .customRoleArn(ROLE));

    RepositoryCreationTemplate one =
        ecr.updateRepositoryCreationTemplate(r -> r.prefix("team").description("after"))
            .repositoryCreationTemplate();
    RepositoryCreationTemplate two =
        ecr.updateRepositoryCreationTemplate(
                r ->
                    r.prefix("team")
                        .repositoryPolicy("")
                        .lifecyclePolicy("")
                        .resourceTags(List.of())
                        .imageTagMutability(ImageTagMutability.IMMUTABLE)
                        .appliedFor(RCTAppliedFor.REPLICATION))
            .repositoryCreationTemplate();

    assertThat(one)
        .isEqualTo(before.toBuilder().description("after").updatedAt(one.updatedAt()).build());
    assertThat(one.updatedAt()).isAfterOrEqualTo(before.createdAt());
    assertThat(two.repositoryPolicy()).isNull();
    assertThat(two.lifecyclePolicy()).isNull();
    assertThat(two.resourceTags()).isEmpty();
    assertThat(two.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
    assertThat(two.appliedFor()).containsExactly(RCTAppliedFor.REPLICATION);
    assertThat(two.customRoleArn()).isEqualTo(ROLE);
    assertThat(described("team")).containsExactly(two);
  }

  // CT-01
  @Test
  void a_deleted_template_is_shown_once_more_and_then_unknown() {
    RepositoryCreationTemplate made = create("gone", r -> r.description("soon"));

    assertThat(
            ecr.deleteRepositoryCreationTemplate(r -> r.prefix("gone"))
                .repositoryCreationTemplate())
        .isEqualTo(made);

    String text =
        "The repository creation template with prefix 'gone' does not exist in the registry with id '000000000000'";
    assertThat(described("gone")).isEmpty();
    assertThatThrownBy(() -> ecr.deleteRepositoryCreationTemplate(r -> r.prefix("gone")))
        .isInstanceOf(TemplateNotFoundException.class)
        .hasMessageContaining(text);
    assertThatThrownBy(
            () -> ecr.updateRepositoryCreationTemplate(r -> r.prefix("gone").description("x")))
        .isInstanceOf(TemplateNotFoundException.class)
        .hasMessageContaining(text);
  }

  // CT-01, PG-07
  @Test
  void the_paginator_gives_each_template_once_in_order() {
    List<String> prefixes = IntStream.range(0, 9).mapToObj("page%02d"::formatted).toList();
    prefixes.reversed().forEach(prefix -> create(prefix, r -> {}));
    create("ROOT", r -> {});

    assertThat(
            ecr.describeRepositoryCreationTemplatesPaginator(r -> r.maxResults(2))
                .repositoryCreationTemplates())
        .extracting(RepositoryCreationTemplate::prefix)
        .first()
        .isEqualTo("ROOT");
    assertThat(
            ecr
                .describeRepositoryCreationTemplatesPaginator(r -> r.maxResults(2))
                .repositoryCreationTemplates()
                .stream()
                .map(RepositoryCreationTemplate::prefix)
                .filter(prefix -> !prefix.equals("ROOT")))
        .isEqualTo(prefixes);
    assertThatThrownBy(
            () -> ecr.describeRepositoryCreationTemplates(r -> r.prefixes("page00").maxResults(2)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("maxResults can't be used with prefixes");
    assertThatThrownBy(() -> ecr.describeRepositoryCreationTemplates(r -> r.nextToken("mine")))
        .isInstanceOf(InvalidParameterException.class);
  }

  // CT-08
  @Test
  void a_lifecycle_policy_may_be_short_or_empty() {
    String brief = LIFECYCLE.replace("\"description\":\"few\",", "");

    assertThat(create("short", r -> r.lifecyclePolicy(brief)).lifecyclePolicy())
        .contains("imageCountMoreThan");
    assertThat(create("empty", r -> r.lifecyclePolicy("")).lifecyclePolicy()).isNull();
  }

  // CT-01 with the refusals of what is in a template
  @Test
  void what_could_make_no_repository_is_refused_and_nothing_is_stored() {
    StoredState before = StoredState.of(folder.resolve("data"));

    refused(
        InvalidParameterException.class,
        "'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
        () -> create("bad", r -> r.repositoryPolicy("{}")));
    refused(
        InvalidParameterException.class,
        "'Principal not found'",
        () ->
            create(
                "bad",
                r ->
                    r.repositoryPolicy(
                        POLICY.replace(
                            "\"*\"", "{\"AWS\":\"arn:aws:iam::000000000000:user/nobody\"}"))));
    refused(
        InvalidParameterException.class,
        "Lifecycle policy validation failure",
        () -> create("bad", r -> r.lifecyclePolicy("{\"rules\":[]}")));
    refused(
        ValidationException.class,
        "'customRoleArn' failed to satisfy constraint: 'The role must be in the same account as the registry'",
        () -> create("bad", r -> r.customRoleArn("arn:aws:iam::111111111111:role/theirs")));
    refused(
        InvalidParameterException.class,
        "'customRoleArn'",
        () -> create("bad", r -> r.customRoleArn("role/mine")));
    refused(
        ValidationException.class,
        "'appliedFor'",
        () -> create("bad", r -> r.appliedFor(List.of())));
    refused(
        ValidationException.class,
        "'resourceTags'",
        () -> create("bad", r -> r.resourceTags(tag("aws:mine", "x"))));
    refused(
        ValidationException.class,
        "Member must have length less than or equal to 50",
        () ->
            create(
                "bad",
                r ->
                    r.resourceTags(
                        IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "v")).toList())));
    refused(
        InvalidParameterException.class,
        "ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as MUTABLE_WITH_EXCLUSION",
        () -> create("bad", r -> r.imageTagMutability(ImageTagMutability.MUTABLE_WITH_EXCLUSION)));
    refused(
        InvalidParameterException.class,
        "kmsKey must be null when encryptionType is set as AES256",
        () ->
            create(
                "bad",
                r ->
                    r.encryptionConfiguration(
                        e -> e.encryptionType(EncryptionType.AES256).kmsKey(KEY))));
    refused(
        InvalidParameterException.class,
        "'encryptionConfiguration.kmsKey' failed to satisfy constraint: 'must satisfy regular expression",
        () ->
            create(
                "bad",
                r ->
                    r.encryptionConfiguration(
                        e -> e.encryptionType(EncryptionType.KMS).kmsKey("alias/mine"))));
    refused(
        InvalidParameterException.class,
        "'prefix' failed to satisfy constraint: 'must satisfy regular expression",
        () -> create("Bad", r -> {}));

    assertThat(StoredState.of(folder.resolve("data")).tables().get("creation_template"))
        .isEqualTo(before.tables().get("creation_template"));
  }

  private static void refused(
      Class<? extends EcrException> type, String text, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(text);
  }

  @Test
  void there_are_no_more_templates_than_the_registry_may_have() {
    IntStream.range(0, 100).forEach(i -> create("many%03d".formatted(i), r -> {}));

    refused(
        LimitExceededException.class,
        "maximum allowed number of repository creation templates which is '100'",
        () -> create("one-more", r -> {}));
  }

  // IA-05
  @Test
  void who_makes_a_template_needs_the_rights_to_do_what_it_does() {
    try (IamClient iam = berth.access().iam()) {
      iam.createUser(r -> r.userName("maker"));
      AccessKey key = iam.createAccessKey(r -> r.userName("maker")).accessKey();
      try (EcrClient maker = berth.access().as(key).ecr()) {
        grant(iam, "\"ecr:CreateRepositoryCreationTemplate\"", "*");
        denied("ecr:CreateRepository", () -> make(maker));
        grant(iam, "\"ecr:Create*\"", "*");
        denied("ecr:SetRepositoryPolicy", () -> make(maker));
        grant(iam, "[\"ecr:Create*\",\"ecr:Set*\"]", "*");
        denied("ecr:PutLifecyclePolicy", () -> make(maker));
        grant(iam, "\"ecr:*\"", "*");
        denied("iam:PassRole", () -> make(maker));
        grant(iam, "[\"ecr:*\",\"iam:PassRole\"]", "*");

        make(maker);
      }
    }
  }

  private static void make(EcrClient client) {
    client.createRepositoryCreationTemplate(
        r ->
            r.prefix("theirs")
                .appliedFor(RCTAppliedFor.CREATE_ON_PUSH)
                .repositoryPolicy(POLICY)
                .lifecyclePolicy(LIFECYCLE)
                .customRoleArn(ROLE));
  }

  private static void grant(IamClient iam, String actions, String resource) {
    iam.putUserPolicy(
        r ->
            r.userName("maker")
                .policyName("only")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":%s,"Resource":"%s"}]}"""
                        .formatted(actions, resource)));
  }

  private static void denied(String action, ThrowingCallable call) {
    refused(EcrException.class, "is not authorized to perform: " + action + " on resource", call);
  }

  // CT-01, PR-15
  @Test
  @NeedsClient("aws")
  void the_cli_makes_describes_changes_and_deletes_one() {
    AwsCli aws = AwsCli.pinned(folder.resolve("home"), berth.access());

    aws.ecr(
            "create-repository-creation-template",
            "--prefix",
            "cli",
            "--applied-for",
            "CREATE_ON_PUSH",
            "PULL_THROUGH_CACHE",
            "--image-tag-mutability",
            "IMMUTABLE")
        .expectSuccess();
    aws.ecr("update-repository-creation-template", "--prefix", "cli", "--description", "new")
        .expectSuccess();

    assertThat(
            aws.ecrValue(
                "repositoryCreationTemplates[0].[prefix,description,imageTagMutability,appliedFor[1]]",
                "describe-repository-creation-templates",
                "--prefixes",
                "cli"))
        .isEqualTo("cli\tnew\tIMMUTABLE\tPULL_THROUGH_CACHE");
    assertThat(
            aws.ecrValue(
                "repositoryCreationTemplate.prefix",
                "delete-repository-creation-template",
                "--prefix",
                "cli"))
        .isEqualTo("cli");
    assertThat(
            aws.ecr("delete-repository-creation-template", "--prefix", "cli")
                .expectFailure()
                .stderr())
        .contains("(TemplateNotFoundException)");
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static ImageTagMutabilityExclusionFilter filter(String pattern) {
    return ImageTagMutabilityExclusionFilter.builder()
        .filterType("WILDCARD")
        .filter(pattern)
        .build();
  }
}
