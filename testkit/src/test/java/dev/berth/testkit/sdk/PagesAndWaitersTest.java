package dev.berth.testkit.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.waiters.EcrWaiter;

/**
 * Every paginator and every waiter that the SDK has, over elements that need several pages (PG-07,
 * LC-41). One that a newer SDK brings fails this test until it has a row.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class PagesAndWaitersTest {
  private static final byte[] CONFIG = Manifests.bytes("{}");
  private static final List<String> NAMES = List.of("page-a", "page-b", "page-c");
  private static final String ALL_BUT_THE_LAST =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any",
       "countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}""";

  private RunningBerth berth;
  private EcrClient ecr;

  @BeforeAll
  void start(@TempDir Path folder) {
    berth = RunningBerth.on(folder);
    ecr = berth.ecr();
    RegistryClient client = RegistryClient.of(berth);
    for (String name : NAMES) {
      berth.createRepository(name);
      ecr.createPullThroughCacheRule(
          r -> r.ecrRepositoryPrefix(name).upstreamRegistryUrl("quay.io"));
      ecr.createRepositoryCreationTemplate(
          r -> r.prefix(name).appliedFor(RCTAppliedFor.CREATE_ON_PUSH));
      client.push("page-a", Manifests.bytes(name));
    }
    client.push("page-a", CONFIG);
    for (String name : NAMES) {
      client.pushManifest(
          "page-a", name, Manifests.OCI_IMAGE, Manifests.image(CONFIG, Manifests.bytes(name)));
    }
    ecr.startImageScan(r -> r.repositoryName("page-a").imageId(i -> i.imageTag("page-a")));
    preview("page-a");
  }

  /** A preview that is complete, as the SDK's waiter sees it. */
  private String preview(String repository) {
    ecr.startLifecyclePolicyPreview(
        r -> r.repositoryName(repository).lifecyclePolicyText(ALL_BUT_THE_LAST));
    try (EcrWaiter waiter = waiter()) {
      return waiter
          .waitUntilLifecyclePolicyPreviewComplete(r -> r.repositoryName(repository))
          .matched()
          .response()
          .orElseThrow()
          .statusAsString();
    }
  }

  @AfterAll
  void stop() {
    ecr.close();
    berth.close();
  }

  /**
   * One paginator.
   *
   * @param elements what it gives, over pages of one
   * @param expected all that there is
   */
  private record Paged(Supplier<Stream<String>> elements, List<String> expected) {}

  private Map<String, Paged> paginators() {
    return Map.of(
        "describeRepositoriesPaginator",
        new Paged(
            () ->
                ecr.describeRepositoriesPaginator(r -> r.maxResults(1)).repositories().stream()
                    .map(repository -> repository.repositoryName()),
            NAMES),
        "describeImagesPaginator",
        new Paged(
            () ->
                ecr
                    .describeImagesPaginator(r -> r.repositoryName("page-a").maxResults(1))
                    .imageDetails()
                    .stream()
                    .flatMap(image -> image.imageTags().stream()),
            NAMES),
        "listImagesPaginator",
        new Paged(
            () ->
                ecr
                    .listImagesPaginator(r -> r.repositoryName("page-a").maxResults(1))
                    .imageIds()
                    .stream()
                    .map(id -> id.imageTag()),
            NAMES),
        "describePullThroughCacheRulesPaginator",
        new Paged(
            () ->
                ecr
                    .describePullThroughCacheRulesPaginator(r -> r.maxResults(1))
                    .pullThroughCacheRules()
                    .stream()
                    .map(rule -> rule.ecrRepositoryPrefix()),
            NAMES),
        "describeRepositoryCreationTemplatesPaginator",
        new Paged(
            () ->
                ecr
                    .describeRepositoryCreationTemplatesPaginator(r -> r.maxResults(1))
                    .repositoryCreationTemplates()
                    .stream()
                    .map(template -> template.prefix()),
            NAMES),
        "getLifecyclePolicyPreviewPaginator",
        new Paged(
            () ->
                ecr
                    .getLifecyclePolicyPreviewPaginator(
                        r -> r.repositoryName("page-a").maxResults(1))
                    .previewResults()
                    .stream()
                    .flatMap(image -> image.imageTags().stream()),
            List.of("page-a", "page-b")),
        "describeImageScanFindingsPaginator",
        new Paged(
            () ->
                ecr
                    .describeImageScanFindingsPaginator(
                        r ->
                            r.repositoryName("page-a")
                                .imageId(i -> i.imageTag("page-a"))
                                .maxResults(1))
                    .stream()
                    .map(page -> page.imageScanStatus().statusAsString()),
            List.of("FAILED")));
  }

  static Stream<String> names() {
    return named(EcrClient.class, "Paginator");
  }

  private static Stream<String> named(Class<?> type, String part) {
    return Arrays.stream(type.getMethods())
        .map(Method::getName)
        .filter(name -> name.contains(part))
        .distinct()
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_paginator_gives_each_element_once(String name) {
    Paged paged = Objects.requireNonNull(paginators().get(name), "it has no row");

    assertThat(paged.elements().get()).containsExactlyInAnyOrderElementsOf(paged.expected());
  }

  @Test
  void the_waiter_for_a_preview_sees_it_complete() {
    assertThat(preview("page-b")).isEqualTo("COMPLETE");
  }

  @Test
  void the_waiter_for_a_scan_ends_at_once_when_it_has_failed() {
    try (EcrWaiter waiter = waiter()) {
      assertThatThrownBy(
              () ->
                  waiter.waitUntilImageScanComplete(
                      r -> r.repositoryName("page-a").imageId(i -> i.imageTag("page-a"))))
          .isInstanceOf(SdkClientException.class)
          .hasMessageContaining("transitioned the waiter to failure state");
    }
  }

  @Test
  void every_waiter_is_waited_with() {
    Set<String> waiters = named(EcrWaiter.class, "waitUntil").collect(Collectors.toSet());

    assertThat(waiters)
        .containsExactlyInAnyOrder(
            "waitUntilLifecyclePolicyPreviewComplete", "waitUntilImageScanComplete");
  }

  private EcrWaiter waiter() {
    return EcrWaiter.builder()
        .client(ecr)
        .overrideConfiguration(
            WaiterOverrideConfiguration.builder()
                .maxAttempts(60)
                .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(200)))
                .build())
        .build();
  }
}
