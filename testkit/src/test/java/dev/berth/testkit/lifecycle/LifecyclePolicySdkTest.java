package dev.berth.testkit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyPreviewRequest;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyPreviewResponse;
import software.amazon.awssdk.services.ecr.model.ImageActionType;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewInProgressException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewNotFoundException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewResult;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewStatus;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/** CHECKLIST LC-01 to LC-03, LC-21, LC-37 to LC-42, LC-45, PG-04, PG-05 with the SDK for Java. */
final class LifecyclePolicySdkTest {
  private static final String KEEP_ONE =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan",\
      "countNumber":1},"action":{"type":"expire"}}]}""";

  @TempDir private static Path folder;
  private static RunningBerth berth;
  private static EcrClient ecr;
  private static RegistryClient client;

  @BeforeAll
  static void start() {
    berth = RunningBerth.on(folder.resolve("data"));
    ecr = berth.ecr();
    client = RegistryClient.of(berth);
  }

  @AfterAll
  static void stop() {
    ecr.close();
    berth.close();
  }

  private static String repository() {
    String name = "lifecycle/" + UUID.randomUUID();
    berth.createRepository(name);
    return name;
  }

  /** Pushes an image; without a tag when that is empty. */
  private static String push(String repository, String content, String tag) {
    byte[] layer = Manifests.bytes(content);
    client.push(repository, layer);
    String manifest = Manifests.image(layer, layer);
    String digest = Manifests.digest(manifest);
    client.putManifest(repository, tag.isEmpty() ? digest : tag, Manifests.OCI_IMAGE, manifest);
    return digest;
  }

  private static void put(String repository, String text) {
    ecr.putLifecyclePolicy(r -> r.repositoryName(repository).lifecyclePolicyText(text));
  }

  private static GetLifecyclePolicyPreviewResponse preview(String repository, String text) {
    ecr.startLifecyclePolicyPreview(r -> r.repositoryName(repository).lifecyclePolicyText(text));
    return complete(repository);
  }

  // LC-41
  private static GetLifecyclePolicyPreviewResponse complete(String repository) {
    try (var waiter = ecr.waiter()) {
      return waiter
          .waitUntilLifecyclePolicyPreviewComplete(
              r -> r.repositoryName(repository),
              how ->
                  how.maxAttempts(100)
                      .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(100))))
          .matched()
          .response()
          .orElseThrow();
    }
  }

  // LC-21, LC-42
  @Test
  void a_policy_is_put_shown_in_order_and_deleted() {
    String repository = repository();
    String text =
        """
        { "rules": [
          { "rulePriority": 9, "selection": { "countType": "imageCountMoreThan", "countNumber": 1, "tagStatus": "any" },
            "action": { "type": "expire" } },
          { "rulePriority": 2, "description": "old", "action": { "type": "expire" },
            "selection": { "tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14 } } ] }
        """;
    String compact =
        """
        {"rules":[{"rulePriority":2,"description":"old","selection":{"tagStatus":"untagged",\
        "countType":"sinceImagePushed","countUnit":"days","countNumber":14},"action":{"type":"expire"}},\
        {"rulePriority":9,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":1},\
        "action":{"type":"expire"}}]}""";

    var put = ecr.putLifecyclePolicy(r -> r.repositoryName(repository).lifecyclePolicyText(text));
    var shown = ecr.getLifecyclePolicy(r -> r.repositoryName(repository));
    var deleted = ecr.deleteLifecyclePolicy(r -> r.repositoryName(repository));

    assertThat(put.lifecyclePolicyText()).isEqualTo(compact);
    assertThat(put.registryId()).isEqualTo("000000000000");
    assertThat(put.repositoryName()).isEqualTo(repository);
    assertThat(shown.lifecyclePolicyText()).isEqualTo(compact);
    assertThat(shown.lastEvaluatedAt()).isEqualTo(Instant.EPOCH);
    assertThat(deleted.lifecyclePolicyText()).isEqualTo(compact);
    assertThat(deleted.lastEvaluatedAt()).isEqualTo(Instant.EPOCH);
    assertThatThrownBy(() -> ecr.getLifecyclePolicy(r -> r.repositoryName(repository)))
        .isInstanceOf(LifecyclePolicyNotFoundException.class)
        .hasMessageContaining(
            "Lifecycle policy does not exist for the repository with name '%s' in the registry with id '000000000000'"
                .formatted(repository));
    assertThatThrownBy(() -> ecr.deleteLifecyclePolicy(r -> r.repositoryName(repository)))
        .isInstanceOf(LifecyclePolicyNotFoundException.class);
  }

  // LC-01, LC-02, LC-03
  @Test
  void a_text_that_is_no_policy_is_refused_and_the_old_one_stays() {
    String repository = repository();
    put(repository, KEEP_ONE);

    refused(repository, "x".repeat(99), "Member must have length greater than or equal to 100");
    refused(repository, "x".repeat(30_721), "Member must have length less than or equal to 30720");
    refused(
        repository,
        "x".repeat(30_720),
        "Lifecycle policy validation failure: Could not map policyString into LifecyclePolicy.");
    refused(
        repository,
        KEEP_ONE.replace("\"countNumber\":1", "\"countNumber\":0"),
        "Lifecycle policy validation failure: numeric instance is lower than the required minimum (minimum: 1, found: 0)");
    refused(
        repository,
        KEEP_ONE.replace("\"any\"", "\"tagged\""),
        "Lifecycle policy validation failure: Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.");
    assertThat(ecr.getLifecyclePolicy(r -> r.repositoryName(repository)).lifecyclePolicyText())
        .isEqualTo(KEEP_ONE);
  }

  private static void refused(String repository, String text, String detail) {
    String message =
        "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: '%s'"
            .formatted(detail);
    assertThatThrownBy(() -> put(repository, text))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(
            () ->
                ecr.startLifecyclePolicyPreview(
                    r -> r.repositoryName(repository).lifecyclePolicyText(text)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
  }

  // LC-37, LC-41
  @Test
  void a_preview_shows_what_would_go_and_changes_nothing() {
    String repository = repository();
    String first = push(repository, "first", "one");
    String second = push(repository, "second", "");
    String third = push(repository, "third", "three");

    var started =
        ecr.startLifecyclePolicyPreview(
            r -> r.repositoryName(repository).lifecyclePolicyText(" " + KEEP_ONE));
    GetLifecyclePolicyPreviewResponse shown = complete(repository);

    assertThat(started.status()).isEqualTo(LifecyclePolicyPreviewStatus.IN_PROGRESS);
    assertThat(started.lifecyclePolicyText()).isEqualTo(" " + KEEP_ONE);
    assertThat(shown.status()).isEqualTo(LifecyclePolicyPreviewStatus.COMPLETE);
    assertThat(shown.lifecyclePolicyText()).isEqualTo(" " + KEEP_ONE);
    assertThat(shown.previewResults())
        .extracting(LifecyclePolicyPreviewResult::imageDigest)
        .containsExactly(first, second);
    LifecyclePolicyPreviewResult result = shown.previewResults().getFirst();
    assertThat(result.imageTags()).containsExactly("one");
    assertThat(result.imagePushedAt()).isBetween(Instant.now().minusSeconds(600), Instant.now());
    assertThat(result.action().type()).isEqualTo(ImageActionType.EXPIRE);
    assertThat(result.action().targetStorageClass()).isNull();
    assertThat(result.appliedRulePriority()).isEqualTo(1);
    assertThat(result.storageClassAsString()).isEqualTo("STANDARD");
    assertThat(shown.summary().expiringImageTotalCount()).isEqualTo(2);
    assertThat(shown.summary().transitioningImageTotalCounts()).isEmpty();
    assertThat(ecr.describeImages(r -> r.repositoryName(repository)).imageDetails()).hasSize(3);
    assertThat(third).isNotIn(first, second);
  }

  @Test
  void a_transition_is_counted_by_its_target() {
    String repository = repository();
    push(repository, "first", "one");
    push(repository, "second", "two");
    GetLifecyclePolicyPreviewResponse shown =
        preview(
            repository,
            KEEP_ONE.replace("\"expire\"", "\"transition\",\"targetStorageClass\":\"archive\""));

    assertThat(shown.previewResults()).hasSize(1);
    assertThat(shown.previewResults().getFirst().action().targetStorageClassAsString())
        .isEqualTo("ARCHIVE");
    assertThat(shown.summary().expiringImageTotalCount()).isZero();
    assertThat(shown.summary().transitioningImageTotalCounts())
        .singleElement()
        .satisfies(
            count -> {
              assertThat(count.targetStorageClassAsString()).isEqualTo("ARCHIVE");
              assertThat(count.imageTotalCount()).isEqualTo(1);
            });
  }

  // LC-45
  @Test
  void a_preview_that_selects_nothing_is_complete_and_empty() {
    String repository = repository();
    put(repository, KEEP_ONE);
    ecr.startLifecyclePolicyPreview(r -> r.repositoryName(repository));
    GetLifecyclePolicyPreviewResponse shown = complete(repository);

    assertThat(shown.lifecyclePolicyText()).isEqualTo(KEEP_ONE);
    assertThat(shown.hasPreviewResults()).isTrue();
    assertThat(shown.previewResults()).isEmpty();
    assertThat(shown.summary().expiringImageTotalCount()).isZero();
  }

  // PG-04, PG-05
  @Test
  void results_are_paged_filtered_and_named() {
    String repository = repository();
    String tagged = push(repository, "1", "one");
    String untagged = push(repository, "2", "");
    String also = push(repository, "3", "three");
    String newest = push(repository, "4", "four");
    preview(repository, KEEP_ONE);

    assertThat(
            ecr
                .getLifecyclePolicyPreviewPaginator(r -> r.repositoryName(repository).maxResults(1))
                .previewResults()
                .stream()
                .map(LifecyclePolicyPreviewResult::imageDigest))
        .containsExactly(tagged, untagged, also);
    assertThat(digests(repository, r -> r.filter(f -> f.tagStatus(TagStatus.TAGGED))))
        .containsExactly(tagged, also);
    assertThat(digests(repository, r -> r.filter(f -> f.tagStatus(TagStatus.UNTAGGED))))
        .containsExactly(untagged);
    assertThat(
            digests(
                repository,
                r ->
                    r.imageIds(
                        ImageIdentifier.builder().imageTag("three").build(),
                        ImageIdentifier.builder().imageDigest(untagged).build(),
                        ImageIdentifier.builder().imageDigest(newest).build(),
                        ImageIdentifier.builder().imageTag("nothing").build())))
        .containsExactly(untagged, also);
    assertThatThrownBy(
            () ->
                digests(
                    repository,
                    r ->
                        r.maxResults(1)
                            .imageIds(ImageIdentifier.builder().imageTag("one").build())))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("maxResults");
    assertThatThrownBy(
            () ->
                digests(
                    repository,
                    r ->
                        r.nextToken("x")
                            .imageIds(ImageIdentifier.builder().imageTag("one").build())))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("nextToken");
    assertThatThrownBy(() -> digests(repository, r -> r.maxResults(101)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Member must have value less than or equal to 100");
  }

  private static List<String> digests(
      String repository, Consumer<GetLifecyclePolicyPreviewRequest.Builder> more) {
    return ecr
        .getLifecyclePolicyPreview(r -> more.accept(r.repositoryName(repository)))
        .previewResults()
        .stream()
        .map(LifecyclePolicyPreviewResult::imageDigest)
        .toList();
  }

  // LC-39, LC-40
  @Test
  void there_is_no_preview_before_a_start_and_no_start_without_a_policy() {
    String repository = repository();
    assertThatThrownBy(() -> ecr.getLifecyclePolicyPreview(r -> r.repositoryName(repository)))
        .isInstanceOf(LifecyclePolicyPreviewNotFoundException.class)
        .hasMessageContaining(
            "Lifecycle policy preview does not exist for the repository with name '%s'"
                .formatted(repository));
    assertThatThrownBy(() -> ecr.startLifecyclePolicyPreview(r -> r.repositoryName(repository)))
        .isInstanceOf(LifecyclePolicyNotFoundException.class);
    for (Runnable call :
        List.<Runnable>of(
            () -> put("lifecycle/nowhere", KEEP_ONE),
            () -> ecr.getLifecyclePolicy(r -> r.repositoryName("lifecycle/nowhere")),
            () -> ecr.deleteLifecyclePolicy(r -> r.repositoryName("lifecycle/nowhere")),
            () -> ecr.startLifecyclePolicyPreview(r -> r.repositoryName("lifecycle/nowhere")),
            () -> ecr.getLifecyclePolicyPreview(r -> r.repositoryName("lifecycle/nowhere")))) {
      assertThatThrownBy(call::run).isInstanceOf(RepositoryNotFoundException.class);
    }
  }

  // LC-38
  @Test
  void a_second_preview_is_refused_while_the_first_one_runs() throws SQLException {
    String repository = repository();
    preview(repository, KEEP_ONE);
    String working =
        "update lifecycle_preview set status = '%s', claimed_until = 9000000000000000 where repository_id = %s"
            .formatted("%s", "(select id from repository where name = '%s')".formatted(repository));
    execute(working.formatted("IN_PROGRESS"));

    assertThatThrownBy(
            () ->
                ecr.startLifecyclePolicyPreview(
                    r -> r.repositoryName(repository).lifecyclePolicyText(KEEP_ONE)))
        .isInstanceOf(LifecyclePolicyPreviewInProgressException.class);
    var running = ecr.getLifecyclePolicyPreview(r -> r.repositoryName(repository));
    assertThat(running.status()).isEqualTo(LifecyclePolicyPreviewStatus.IN_PROGRESS);
    assertThat(running.previewResults()).isEmpty();

    execute(working.formatted("COMPLETE"));
    assertThat(preview(repository, KEEP_ONE).status())
        .isEqualTo(LifecyclePolicyPreviewStatus.COMPLETE);
  }

  /** As somebody else who works on the same database. */
  private static void execute(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + folder.resolve("data").resolve("metadata.db"));
        Statement change = connection.createStatement()) {
      change.execute("pragma busy_timeout = 10000");
      assertThat(change.executeUpdate(statement)).isEqualTo(1);
    }
  }

  // 12.4: the results of a preview can be had for a day
  @Test
  void a_day_later_a_preview_has_expired() throws SQLException {
    String repository = repository();
    push(repository, "first", "one");
    push(repository, "second", "two");
    assertThat(preview(repository, KEEP_ONE).previewResults()).hasSize(1);
    execute(
        "update lifecycle_preview set finished_at = finished_at - 86400000000 where repository_id = (select id from repository where name = '%s')"
            .formatted(repository));

    var expired = ecr.getLifecyclePolicyPreview(r -> r.repositoryName(repository));

    assertThat(expired.status()).isEqualTo(LifecyclePolicyPreviewStatus.EXPIRED);
    assertThat(expired.previewResults()).isEmpty();
    assertThat(Optional.ofNullable(expired.nextToken())).isEmpty();
  }
}
