package dev.berth.testkit.quota;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import software.amazon.awssdk.services.ecr.EcrClient;

/** MQ-07: each quota of ecr-behaviour 22 stops the one too many, in ECR's words. */
@TestInstance(Lifecycle.PER_CLASS)
class QuotaTest {
  private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.";
  private static final String IMAGE = TooMany.image(0);

  private static final Map<ConfigKey, String> QUOTAS =
      Map.ofEntries(
          Map.entry(ConfigKey.QUOTAS_REPOSITORIES, "3"),
          Map.entry(ConfigKey.QUOTAS_IMAGES, "2"),
          Map.entry(ConfigKey.QUOTAS_TAGS, "2"),
          Map.entry(ConfigKey.QUOTAS_RESOURCE_TAGS, "1"),
          Map.entry(ConfigKey.QUOTAS_LAYERS, "2"),
          Map.entry(ConfigKey.QUOTAS_MANIFEST_SIZE, "2KiB"),
          Map.entry(ConfigKey.QUOTAS_LAYER_SIZE, "24"),
          Map.entry(ConfigKey.QUOTAS_LAYER_PARTS, "2"),
          Map.entry(ConfigKey.QUOTAS_LARGEST_PART, "16"),
          Map.entry(ConfigKey.QUOTAS_SMALLEST_PART, "4"),
          Map.entry(ConfigKey.QUOTAS_OPEN_UPLOADS, "4"),
          Map.entry(ConfigKey.QUOTAS_MUTABILITY_EXCLUSIONS, "1"),
          Map.entry(ConfigKey.QUOTAS_LIFECYCLE_RULES, "1"),
          Map.entry(ConfigKey.QUOTAS_PULL_THROUGH_CACHE_RULES, "1"),
          Map.entry(ConfigKey.QUOTAS_CREATION_TEMPLATES, "1"),
          Map.entry(ConfigKey.QUOTAS_REPLICATION_RULES, "1"),
          Map.entry(ConfigKey.QUOTAS_REPLICATION_DESTINATIONS, "1"),
          Map.entry(ConfigKey.QUOTAS_PULL_TIME_EXCLUSIONS, "1"),
          Map.entry(ConfigKey.QUOTAS_REPLICATION_FILTERS, "1"),
          Map.entry(ConfigKey.QUOTAS_SCANNING_RULES, "1"),
          Map.entry(ConfigKey.QUOTAS_SCANNING_FILTERS, "1"),
          Map.entry(ConfigKey.QUOTAS_SIGNING_RULES, "1"),
          Map.entry(ConfigKey.QUOTAS_SIGNING_FILTERS, "1"));

  private RunningBerth berth;
  private SignedCalls api;
  private RegistryClient docker;

  @BeforeAll
  void start(@TempDir Path data) {
    berth =
        RunningBerth.on(
            data,
            text -> {
              QUOTAS.forEach(text::set);
              return text;
            });
    api = SignedCalls.of(berth.access());
    docker = RegistryClient.of(berth);
    call("CreateRepository", "{'repositoryName':'app','tags':[{'Key':'a','Value':''}]}");
    call("CreateRepository", "{'repositoryName':'full'}");
    call("CreateRepository", "{'repositoryName':'parts'}");
    for (String repository : List.of("app", "full")) {
      TooMany.LAYERS.forEach(layer -> docker.push(repository, layer));
    }
    call("CreateRepositoryCreationTemplate", TooMany.template("first"));
    call("CreatePullThroughCacheRule", TooMany.cacheRule("first"));
    call("RegisterPullTimeUpdateExclusion", TooMany.exclusion("first"));
    docker.pushManifest("app", "v1", Manifests.OCI_IMAGE, IMAGE);
    docker.pushManifest("app", "v2", Manifests.OCI_IMAGE, IMAGE);
    docker.pushManifest("full", "v1", Manifests.OCI_IMAGE, IMAGE);
    docker.pushManifest("full", "v2", Manifests.OCI_IMAGE, TooMany.image(1));
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  private Answer call(String operation, String request) {
    return api.send(
        "ecr", TARGET + operation, request.contains("\"") ? request : request.replace('\'', '"'));
  }

  private void assertRefused(Answer answer, String code, String message) {
    assertThat(answer.json().path("__type").asString()).as(answer.toString()).isEqualTo(code);
    assertThat(answer.message()).isEqualTo(message);
    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @FieldSource("dev.berth.testkit.quota.TooMany#CASES")
  void one_too_many_is_refused_in_ecrs_words(TooMany tooMany) {
    assertRefused(call(tooMany.operation(), tooMany.request()), tooMany.code(), tooMany.message());
  }

  // LY-06, LY-07, LY-12
  @Test
  void parts_of_a_layer_have_quotas_of_size_and_number() {
    String first = begin();
    assertRefused(
        part(first, 0, "more than sixteen"),
        "InvalidParameterException",
        "Invalid parameter at 'layerPartBlob' failed to satisfy constraint: 'Member must have length less than or equal to 16'");
    assertThat(part(first, 0, "four").status()).isEqualTo(200);
    assertThat(part(first, 4, "four").status()).isEqualTo(200);
    assertRefused(
        part(first, 8, "four"),
        "LimitExceededException",
        "The upload already has the maximum allowed number of layer parts which is '2'");

    String second = begin();
    assertThat(part(second, 0, "sixteen, exactly").status()).isEqualTo(200);
    assertRefused(
        part(second, 16, "and nine."),
        "LimitExceededException",
        "The layer exceeds the maximum allowed size which is '24' bytes");

    String third = begin();
    part(third, 0, "two");
    part(third, 3, "two");
    assertRefused(
        call(
            "CompleteLayerUpload",
            "{'repositoryName':'parts','uploadId':'%s','layerDigests':['%s']}"
                .formatted(third, Manifests.digest("twotwo"))),
        "LayerPartTooSmallException",
        "All layer parts except the last part should be at least 4 bytes");
    begin();
    assertRefused(
        call("InitiateLayerUpload", "{'repositoryName':'parts'}"),
        "LimitExceededException",
        "The repository with name 'parts' in registry with id '000000000000' already has the maximum allowed number of open uploads of one principal which is '4'");
  }

  private String begin() {
    return call("InitiateLayerUpload", "{'repositoryName':'parts'}")
        .json()
        .path("uploadId")
        .asString();
  }

  private Answer part(String upload, int from, String bytes) {
    return call(
        "UploadLayerPart",
        "{'repositoryName':'parts','uploadId':'%s','partFirstByte':%d,'partLastByte':%d,'layerPartBlob':'%s'}"
            .formatted(
                upload,
                from,
                from + bytes.length() - 1,
                Base64.getEncoder().encodeToString(bytes.getBytes(UTF_8))));
  }

  // V2-44
  @Test
  void docker_is_told_of_a_tag_or_image_too_many() {
    assertDenied(
        docker.putManifest("app", "v3", Manifests.OCI_IMAGE, IMAGE),
        "Adding tag 'v3' to an image in the repository with name 'app' in registry with id '000000000000' exceeds the maximum allowed number of tags per image which is '2'");
    assertDenied(
        docker.putManifest("full", "v3", Manifests.OCI_IMAGE, TooMany.image(2)),
        "The repository with name 'full' in registry with id '000000000000' already has the maximum allowed number of images which is '2'");
  }

  private static void assertDenied(Answer answer, String message) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("DENIED");
    assertThat(answer.message()).isEqualTo(message);
  }

  // A quota is a site's to raise, beyond what ECR's own model says.
  @Test
  void a_quota_that_was_raised_lets_more_in(@TempDir Path data) {
    try (RunningBerth roomy =
            RunningBerth.on(
                data,
                text ->
                    text.set(ConfigKey.QUOTAS_MUTABILITY_EXCLUSIONS, "6")
                        .set(ConfigKey.QUOTAS_RESOURCE_TAGS, "60"));
        EcrClient ecr = roomy.ecr()) {
      roomy.createRepository("app");

      Answer six =
          SignedCalls.of(roomy.access())
              .send(
                  "ecr",
                  TARGET + "PutImageTagMutability",
                  "{'repositoryName':'app','imageTagMutability':'MUTABLE_WITH_EXCLUSION','imageTagMutabilityExclusionFilters':[%s]}"
                      .formatted(filters(6))
                      .replace('\'', '"'));

      assertThat(six.status()).isEqualTo(200);
      assertThat(
              ecr.describeRepositories()
                  .repositories()
                  .getFirst()
                  .imageTagMutabilityExclusionFilters())
          .hasSize(6);
    }
  }

  private static String filters(int count) {
    StringBuilder filters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      filters
          .append(i == 0 ? "" : ",")
          .append("{'filter':'v%d*','filterType':'WILDCARD'}".formatted(i));
    }
    return filters.toString();
  }
}
