package dev.berth.testkit.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.guard.StoredState;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreatePullThroughCacheRuleRequest;
import software.amazon.awssdk.services.ecr.model.CreatePullThroughCacheRuleResponse;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LimitExceededException;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRuleAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRuleNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.SecretNotFoundException;
import software.amazon.awssdk.services.ecr.model.UnsupportedUpstreamRegistryException;
import software.amazon.awssdk.services.ecr.model.ValidationException;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * CHECKLIST PT-01, PT-02, PT-04, PT-05, PT-07 to PT-09, PT-19: rules as they are kept and shown,
 * over the SDK for Java and {@code aws ecr}.
 */
class PullThroughCacheRulesTest {
  private static final String SECRET =
      "arn:aws:secretsmanager:us-east-1:000000000000:secret:ecr-pullthroughcache/hub-AbCdEf";
  private static final String ROLE = "arn:aws:iam::000000000000:role/puller";
  private static final String THEIRS = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";

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
    ecr.describePullThroughCacheRulesPaginator(r -> {}).pullThroughCacheRules().stream()
        .map(PullThroughCacheRule::ecrRepositoryPrefix)
        .toList()
        .forEach(prefix -> ecr.deletePullThroughCacheRule(r -> r.ecrRepositoryPrefix(prefix)));
  }

  private static CreatePullThroughCacheRuleRequest.Builder asked(String prefix, String url) {
    return CreatePullThroughCacheRuleRequest.builder()
        .ecrRepositoryPrefix(prefix)
        .upstreamRegistryUrl(url);
  }

  private static CreatePullThroughCacheRuleResponse create(
      CreatePullThroughCacheRuleRequest.Builder request) {
    return ecr.createPullThroughCacheRule(request.build());
  }

  private static PullThroughCacheRule described(String prefix) {
    return ecr.describePullThroughCacheRules(r -> r.ecrRepositoryPrefixes(prefix))
        .pullThroughCacheRules()
        .getFirst();
  }

  private static void refused(
      Class<? extends EcrException> type, String text, ThrowingCallable call) {
    StoredState before = StoredState.of(folder.resolve("data"));
    assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(text);
    assertThat(StoredState.of(folder.resolve("data")).tables().get("pull_through_cache_rule"))
        .isEqualTo(before.tables().get("pull_through_cache_rule"));
  }

  // PT-01
  @ParameterizedTest
  @CsvSource({
    "ecr-public, public.ecr.aws, false",
    "k8s, registry.k8s.io, false",
    "quay, quay.io, false",
    "docker-hub, registry-1.docker.io, true",
    "github-container-registry, ghcr.io, true",
    "azure-container-registry, myregistry.azurecr.io, true",
    "gitlab-container-registry, registry.gitlab.com, true",
    "chainguard, cgr.dev, true",
    "ecr, 000000000000.dkr.ecr.eu-west-1.amazonaws.com, false"
  })
  void the_kind_of_upstream_follows_from_its_address(String kind, String url, boolean secret) {
    CreatePullThroughCacheRuleRequest.Builder request = asked("cache", url);
    if (secret) {
      refused(
          UnsupportedUpstreamRegistryException.class,
          "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN containing the upstream registry credentials.",
          () -> create(request));
      request.credentialArn(SECRET);
    }

    CreatePullThroughCacheRuleResponse made = create(request);

    assertThat(made.ecrRepositoryPrefix()).isEqualTo("cache");
    assertThat(made.upstreamRegistryUrl()).isEqualTo(url);
    assertThat(made.registryId()).isEqualTo("000000000000");
    assertThat(made.upstreamRegistryAsString()).isEqualTo(kind);
    assertThat(made.credentialArn()).isEqualTo(secret ? SECRET : null);
    assertThat(made.customRoleArn()).isNull();
    assertThat(made.upstreamRepositoryPrefix()).isEqualTo("ROOT");
    PullThroughCacheRule shown = described("cache");
    assertThat(shown.createdAt()).isEqualTo(made.createdAt()).isEqualTo(shown.updatedAt());
    assertThat(shown.upstreamRegistryAsString()).isEqualTo(kind);
    assertThat(shown.upstreamRegistryUrl()).isEqualTo(url);
    assertThat(shown.credentialArn()).isEqualTo(made.credentialArn());
  }

  // PT-01
  @ParameterizedTest
  @ValueSource(
      strings = {
        "harbor.example.com",
        "https://quay.io",
        "quay.io/path",
        "quay.io.example.com",
        "evil-registry-1.docker.io",
        "x.y.azurecr.io",
        "1.dkr.ecr.us-east-1.amazonaws.com"
      })
  void another_address_is_refused_in_ecrs_words(String url) {
    refused(
        UnsupportedUpstreamRegistryException.class,
        "The upstream registry URL %s is invalid. Specify a valid upstream registry URL and try again"
            .formatted(url),
        () -> create(asked("cache", url)));
  }

  // PT-01
  @Test
  void a_kind_that_is_named_has_to_be_the_address_s() {
    create(asked("named", "quay.io").upstreamRegistry("quay"));

    refused(
        UnsupportedUpstreamRegistryException.class,
        "The upstream registry URL quay.io is invalid",
        () -> create(asked("other", "quay.io").upstreamRegistry("k8s")));
  }

  // PT-02
  @Test
  void a_secret_has_the_form_and_the_place_that_ecr_asks_for() {
    refused(
        InvalidParameterException.class,
        "'credentialArn' failed to satisfy constraint: 'must satisfy regular expression",
        () ->
            create(
                asked("hub", "registry-1.docker.io")
                    .credentialArn(SECRET.replace("ecr-pullthroughcache", "mine"))));
    refused(
        InvalidParameterException.class,
        "Member must have length greater than or equal to 50",
        () -> create(asked("hub", "registry-1.docker.io").credentialArn("arn:aws:x")));
    for (String elsewhere :
        List.of(SECRET.replace("us-east-1", "eu-west-1"), SECRET.replace(":0000", ":1111"))) {
      refused(
          SecretNotFoundException.class,
          "The ARN of the secret specified in the pull through cache rule was not found.",
          () -> create(asked("hub", "registry-1.docker.io").credentialArn(elsewhere)));
    }
  }

  // PT-04
  @Test
  void a_prefix_has_two_to_thirty_characters_or_is_root_and_one_rule() {
    create(asked("ROOT", "quay.io"));
    create(asked("ab", "quay.io"));
    create(asked("a".repeat(30), "quay.io"));

    refused(
        InvalidParameterException.class,
        "Member must have length greater than or equal to 2",
        () -> create(asked("a", "quay.io")));
    refused(
        InvalidParameterException.class,
        "Member must have length less than or equal to 30",
        () -> create(asked("a".repeat(31), "quay.io")));
    for (String again : List.of("ab", "ab/")) {
      refused(
          PullThroughCacheRuleAlreadyExistsException.class,
          "The pull through cache rule with prefix '%s' already exists in the registry with id '000000000000'"
              .formatted(again),
          () -> create(asked(again, "registry.k8s.io")));
    }
  }

  // PT-04
  @Test
  void a_prefix_without_a_rule_is_unknown_and_fails_the_whole_call() {
    create(asked("known", "quay.io"));
    String text =
        "The pull through cache rule with prefix 'unknown' does not exist in the registry with id '000000000000'";
    List<ThrowingCallable> calls =
        List.of(
            () ->
                ecr.describePullThroughCacheRules(r -> r.ecrRepositoryPrefixes("known", "unknown")),
            () ->
                ecr.updatePullThroughCacheRule(
                    r -> r.ecrRepositoryPrefix("unknown").credentialArn(SECRET)),
            () -> ecr.deletePullThroughCacheRule(r -> r.ecrRepositoryPrefix("unknown")),
            () -> ecr.validatePullThroughCacheRule(r -> r.ecrRepositoryPrefix("unknown")));

    calls.forEach(call -> refused(PullThroughCacheRuleNotFoundException.class, text, call));
  }

  // PT-05
  @Test
  void there_are_fifty_rules_and_no_more() {
    IntStream.range(0, 50).forEach(i -> create(asked("rule%02d".formatted(i), "quay.io")));

    refused(
        LimitExceededException.class,
        "maximum allowed number of pull through cache rules which is '50'",
        () -> create(asked("one-more", "quay.io")));
    assertThat(
            ecr
                .describePullThroughCacheRulesPaginator(r -> r.maxResults(7))
                .pullThroughCacheRules()
                .stream()
                .map(PullThroughCacheRule::ecrRepositoryPrefix))
        .isEqualTo(IntStream.range(0, 50).mapToObj("rule%02d"::formatted).toList());
    assertThatThrownBy(
            () ->
                ecr.describePullThroughCacheRules(
                    r -> r.ecrRepositoryPrefixes("rule00").maxResults(7)))
        .isInstanceOf(InvalidParameterException.class);
  }

  // PT-07
  @Test
  void everything_has_no_prefix_upstream() {
    refused(
        ValidationException.class,
        "'upstreamRepositoryPrefix'",
        () -> create(asked("ROOT", "quay.io").upstreamRepositoryPrefix("team")));

    assertThat(
            create(asked("ROOT", "quay.io").upstreamRepositoryPrefix("ROOT"))
                .upstreamRepositoryPrefix())
        .isEqualTo("ROOT");
    assertThat(
            create(asked("ours", "quay.io").upstreamRepositoryPrefix("theirs"))
                .upstreamRepositoryPrefix())
        .isEqualTo("theirs");
    assertThat(described("ours").upstreamRepositoryPrefix()).isEqualTo("theirs");
  }

  // PT-01: the registry of another account is pulled from as a role of this one
  @Test
  void the_registry_of_another_account_needs_a_role_of_this_one() {
    refused(ValidationException.class, "'customRoleArn'", () -> create(asked("theirs", THEIRS)));
    refused(
        ValidationException.class,
        "The role must be in the same account as the registry",
        () ->
            create(asked("theirs", THEIRS).customRoleArn("arn:aws:iam::111111111111:role/theirs")));

    assertThat(create(asked("theirs", THEIRS).customRoleArn(ROLE)).customRoleArn()).isEqualTo(ROLE);
  }

  // PT-08
  @Test
  void an_update_changes_how_the_rule_logs_in_and_nothing_else() {
    create(asked("hub", "registry-1.docker.io").credentialArn(SECRET));
    PullThroughCacheRule before = described("hub");
    String other = SECRET.replace("hub", "other");

    var updated =
        ecr.updatePullThroughCacheRule(
            r -> r.ecrRepositoryPrefix("hub").credentialArn(other).customRoleArn(ROLE));

    assertThat(updated.ecrRepositoryPrefix()).isEqualTo("hub");
    assertThat(updated.registryId()).isEqualTo("000000000000");
    assertThat(updated.credentialArn()).isEqualTo(other);
    assertThat(updated.customRoleArn()).isEqualTo(ROLE);
    assertThat(updated.upstreamRepositoryPrefix()).isEqualTo("ROOT");
    assertThat(described("hub"))
        .isEqualTo(
            before.toBuilder()
                .credentialArn(other)
                .customRoleArn(ROLE)
                .updatedAt(updated.updatedAt())
                .build());
    ecr.updatePullThroughCacheRule(r -> r.ecrRepositoryPrefix("hub").customRoleArn(""));
    assertThat(described("hub").customRoleArn()).isNull();
    assertThat(described("hub").credentialArn()).isEqualTo(other);
  }

  // PT-09
  @Test
  void a_rule_is_valid_when_nothing_that_is_known_here_stands_in_its_way() {
    create(asked("open", "quay.io"));
    create(asked("hub", "registry-1.docker.io").credentialArn(SECRET));
    create(asked("theirs", THEIRS).customRoleArn(ROLE));

    var open = ecr.validatePullThroughCacheRule(r -> r.ecrRepositoryPrefix("open"));
    var hub = ecr.validatePullThroughCacheRule(r -> r.ecrRepositoryPrefix("hub"));

    assertThat(open.isValid()).isTrue();
    assertThat(open.failure()).isNull();
    assertThat(open.upstreamRegistryUrl()).isEqualTo("quay.io");
    assertThat(open.upstreamRepositoryPrefix()).isEqualTo("ROOT");
    assertThat(hub.isValid()).isFalse();
    assertThat(hub.credentialArn()).isEqualTo(SECRET);
    assertThat(hub.failure())
        .isEqualTo("The secret " + SECRET + " cannot be read: Berth has no secrets.");
    assertThat(failureOfTheirs()).contains("The role " + ROLE + " does not exist.");
    try (IamClient iam = berth.access().iam()) {
      iam.createRole(
          r -> r.roleName("puller").assumeRolePolicyDocument(trust("ecr.amazonaws.com")));
      assertThat(failureOfTheirs())
          .contains("The role " + ROLE + " does not trust pullthroughcache.ecr.amazonaws.com.");
      iam.updateAssumeRolePolicy(
          r -> r.roleName("puller").policyDocument(trust("pullthroughcache.ecr.amazonaws.com")));
      assertThat(failureOfTheirs()).isEmpty();
      iam.deleteRole(r -> r.roleName("puller"));
    }
  }

  private static Optional<String> failureOfTheirs() {
    return Optional.ofNullable(
        ecr.validatePullThroughCacheRule(r -> r.ecrRepositoryPrefix("theirs")).failure());
  }

  private static String trust(String service) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},\
    "Action":"sts:AssumeRole"}]}"""
        .formatted(service);
  }

  // PT-19, and what a pull of a name that is not cached is answered with
  @Test
  void a_deleted_rule_takes_no_repository_with_it_and_what_is_not_cached_is_unknown() {
    create(asked("quay", "quay.io"));
    ecr.createRepository(r -> r.repositoryName("quay/cached"));
    RegistryClient client = RegistryClient.of(berth);
    byte[] layer = Manifests.bytes("a layer");
    client.push("quay/cached", layer);
    client.pushManifest("quay/cached", "v1", Manifests.OCI_IMAGE, Manifests.image(layer, layer));

    Answer uncached = client.send("GET", "/v2/quay/org/app/manifests/v1");
    assertThat(uncached.status()).isEqualTo(404);
    assertThat(uncached.code()).isEqualTo("NAME_UNKNOWN");
    assertThatThrownBy(
            () ->
                ecr.batchGetImage(
                    r ->
                        r.repositoryName("quay/org/app")
                            .imageIds(ImageIdentifier.builder().imageTag("v1").build())))
        .isInstanceOf(RepositoryNotFoundException.class);
    var deleted = ecr.deletePullThroughCacheRule(r -> r.ecrRepositoryPrefix("quay"));

    assertThat(deleted.upstreamRegistryUrl()).isEqualTo("quay.io");
    assertThat(deleted.createdAt()).isNotNull();
    assertThat(client.send("GET", "/v2/quay/cached/manifests/v1").status()).isEqualTo(200);
    ecr.deleteRepository(r -> r.repositoryName("quay/cached").force(true));
  }

  // PT-04, PT-08, PT-09, PR-15
  @Test
  @NeedsClient("aws")
  void the_cli_makes_shows_changes_validates_and_deletes_one() {
    AwsCli aws = AwsCli.pinned(folder.resolve("home"), berth.access());
    aws.ecr(
            "create-pull-through-cache-rule",
            "--ecr-repository-prefix",
            "cli",
            "--upstream-registry-url",
            "registry.k8s.io")
        .expectSuccess();
    aws.ecr(
            "update-pull-through-cache-rule",
            "--ecr-repository-prefix",
            "cli",
            "--credential-arn",
            SECRET)
        .expectSuccess();

    assertThat(
            aws.ecrValue(
                "pullThroughCacheRules[0].[ecrRepositoryPrefix,upstreamRegistry,credentialArn]",
                "describe-pull-through-cache-rules"))
        .isEqualTo("cli\tk8s\t" + SECRET);
    assertThat(
            aws.ecrValue(
                "isValid", "validate-pull-through-cache-rule", "--ecr-repository-prefix", "cli"))
        .isEqualTo("False");
    assertThat(
            aws.ecrValue(
                "ecrRepositoryPrefix",
                "delete-pull-through-cache-rule",
                "--ecr-repository-prefix",
                "cli"))
        .isEqualTo("cli");
    assertThat(
            aws.ecr("delete-pull-through-cache-rule", "--ecr-repository-prefix", "cli")
                .expectFailure()
                .stderr())
        .contains("(PullThroughCacheRuleNotFoundException)");
  }
}
