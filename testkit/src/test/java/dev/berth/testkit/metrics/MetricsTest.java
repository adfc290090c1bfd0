package dev.berth.testkit.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.server.config.ConfigText;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code /metrics} of a running server, with and without a listener of its own. */
final class MetricsTest {
  private static final String OURS = "111111111111";
  private static final String THEIRS = "222222222222";
  private static final String OF_OURS = "account=\"111111111111\",";
  private static final String REGION = "region=\"us-east-1\"";

  @TempDir private Path folder;

  private RunningBerth berth(UnaryOperator<ConfigText> settings) {
    return RunningBerth.on(
        folder.resolve("data"),
        text ->
            settings.apply(
                text.set(ConfigKey.ACCOUNTS, OURS + "," + THEIRS)
                    .set(ConfigKey.METRICS_LISTEN, "127.0.0.1:0")));
  }

  private static Scrape scrape(RunningBerth berth) {
    Answer answer = own(berth).send("GET", "/metrics");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    return Scrape.of(answer.text());
  }

  private static RegistryClient own(RunningBerth berth) {
    return RegistryClient.anonymous(
        URI.create("http://127.0.0.1:" + berth.berth().metricsPort().orElseThrow()));
  }

  /** A request is counted when its last byte is out, which its client may see a moment earlier. */
  private static Scrape awaited(RunningBerth berth, Predicate<Scrape> like) {
    return await().until(() -> scrape(berth), like);
  }

  private static String push(RegistryClient client) {
    byte[] config = Manifests.bytes("{}");
    byte[] layer = Manifests.bytes("a layer");
    client.push("app", config);
    client.push("app", layer);
    return client.pushManifest("app", "v1", Manifests.OCI_IMAGE, Manifests.image(config, layer));
  }

  @Test
  void the_page_has_what_operators_alarm_on() {
    try (RunningBerth berth = berth(UnaryOperator.identity())) {
      RegistryClient client = RegistryClient.of(berth);
      berth.createRepository("app");
      push(client);
      client.begin("app");
      client.send("GET", "/v2/app/manifests/absent");

      Scrape page =
          awaited(
              berth,
              seen ->
                  seen.value(
                          "berth_requests_total{row=\"GET /v2/{name}/manifests/{reference}\",status=\"4xx\"}")
                      == 1);

      assertThat(page.names())
          .contains(
              "berth_requests_total",
              "berth_request_duration_seconds_bucket",
              "berth_request_bytes_total",
              "berth_response_bytes_total",
              "berth_responses_incomplete_total",
              "berth_requests_refused_total",
              "berth_connections",
              "berth_requests_running",
              "berth_body_memory_free_bytes",
              "berth_database_writes_waiting",
              "berth_database_commits_total",
              "berth_database_commit_seconds_total",
              "berth_blob_tasks_waiting",
              "berth_blob_buffers_free",
              "berth_job_failures",
              "berth_jobs_paused",
              "berth_disk_free_bytes",
              "berth_disk_reserve_bytes",
              "berth_audit_impaired",
              "berth_audit_lost_entries_total",
              "berth_wrong_credentials_total",
              "berth_slowed_credentials_total",
              "berth_remembered_hits_total",
              "jvm_memory_used_bytes",
              "jvm_gc_seconds_total",
              "jvm_threads",
              "process_cpu_seconds_total");
      assertThat(
              page.value(
                  "berth_requests_total{row=\"PUT /v2/{name}/manifests/{reference}\",status=\"2xx\"}"))
          .isEqualTo(1);
      assertThat(
              page.value(
                  "berth_request_duration_seconds_count{row=\"PUT /v2/{name}/manifests/{reference}\"}"))
          .isEqualTo(1);
      assertThat(page.value("berth_request_bytes_total{row=\"POST /v2/{name}/blobs/uploads/\"}"))
          .isEqualTo(9); // {} and a layer
      assertThat(page.value("berth_uploads_open")).isEqualTo(1);
      assertThat(page.value("berth_jobs_paused")).isZero();
      assertThat(page.value("berth_metrics_failures_total")).isZero();
      assertThat(page.samples().keySet()).noneMatch(sample -> sample.contains("\"app"));
    }
  }

  // MQ-02, MQ-03
  @Test
  void calls_and_resources_are_counted_by_registry_as_cloudwatch_does() {
    try (RunningBerth berth = berth(UnaryOperator.identity())) {
      RegistryClient client = RegistryClient.of(berth);
      berth.createRepository("app");
      berth.createRepository("other");
      String digest = push(client);
      client.send("HEAD", "/v2/app/blobs/" + Manifests.digest("a layer"));
      client.send("GET", "/v2/app/blobs/" + Manifests.digest("a layer"));
      client.send("GET", "/v2/app/manifests/" + digest);

      Scrape page = awaited(berth, seen -> seen.value(calls("BatchGetImage")) == 1);

      assertThat(page.value(calls("PutImage"))).isEqualTo(1);
      assertThat(page.value(calls("InitiateLayerUpload"))).isEqualTo(2);
      assertThat(page.value(calls("UploadLayerPart"))).isEqualTo(2);
      assertThat(page.value(calls("CompleteLayerUpload"))).isEqualTo(2);
      assertThat(page.value(calls("BatchCheckLayerAvailability"))).isEqualTo(1);
      assertThat(page.value(calls("GetDownloadUrlForLayer"))).isEqualTo(1);
      assertThat(page.value(calls("GetAuthorizationToken"))).isEqualTo(1);
      assertThat(page.value("berth_repositories{" + OF_OURS + REGION + "}")).isEqualTo(2);
      assertThat(page.value("berth_images{" + OF_OURS + REGION + "}")).isEqualTo(1);
      assertThat(page.value("berth_images_most{" + OF_OURS + REGION + "}")).isEqualTo(1);
    }
  }

  @Test
  void what_can_be_brought_back_is_counted_with_its_bytes() {
    try (RunningBerth berth = berth(UnaryOperator.identity())) {
      RegistryClient client = RegistryClient.of(berth);
      berth.createRepository("app");
      String digest = push(client);
      client.send("DELETE", "/v2/app/manifests/" + digest);

      // the first look is of the moment; later ones may be older, see TrashFigures
      Scrape page = scrape(berth);

      assertThat(page.value("berth_trash_entries")).isEqualTo(1);
      assertThat(page.value("berth_trash_images")).isEqualTo(1);
      assertThat(page.value("berth_trash_bytes")).isEqualTo(9); // {} and a layer
    }
  }

  private static String calls(String operation) {
    return "berth_ecr_calls_total{%soperation=\"%s\",%s}".formatted(OF_OURS, operation, REGION);
  }

  // MQ-01
  @Test
  void pulls_are_counted_by_repository_and_minute() {
    try (RunningBerth berth = berth(text -> text.set(ConfigKey.METRICS_REPOSITORIES, "true"))) {
      RegistryClient client = RegistryClient.of(berth);
      berth.createRepository("app");
      push(client);
      client.send("GET", "/v2/app/manifests/v1");
      client.send("GET", "/v2/app/manifests/v1");
      client.send("HEAD", "/v2/app/manifests/v1");
      client.send("GET", "/v2/app/manifests/absent");
      String ofApp = OF_OURS + REGION + ",repository=\"app\"";

      Scrape page =
          awaited(berth, seen -> seen.value("berth_repository_pulls_total{" + ofApp + "}") == 2);
      JsonNode points = pulls(berth.access(), "app").json().path("datapoints");

      assertThat(page.value("berth_pulls_total")).isEqualTo(2);
      assertThat(page.value("berth_repository_images{" + ofApp + "}")).isEqualTo(1);
      assertThat(points.valueStream().mapToInt(point -> point.path("sum").asInt()).sum())
          .isEqualTo(2);
      assertThat(points).allMatch(point -> point.path("timestamp").asLong() % 60 == 0);
      assertThat(pulls(berth.access(new AccountId(THEIRS)), "app").json().path("datapoints"))
          .isEmpty();
    }
  }

  private static Answer pulls(AwsAccess access, String repository) {
    return SignedCalls.of(access)
        .send(
            "berth",
            "Berth_20261101.GetRepositoryPullCounts",
            "{\"repositoryName\":\"%s\"}".formatted(repository));
  }

  @Test
  void the_ordinary_address_tells_only_who_may_know() {
    try (RunningBerth berth = berth(UnaryOperator.identity())) {
      RegistryClient anonymous = RegistryClient.anonymous(berth.endpoint());
      RegistryClient theirs = anonymous.login(berth.password(berth.access(new AccountId(THEIRS))));

      Answer challenged = anonymous.send("GET", "/metrics");
      Answer denied = theirs.send("GET", "/metrics");
      Answer told = RegistryClient.of(berth).send("GET", "/metrics");

      assertThat(challenged.status()).isEqualTo(401);
      assertThat(challenged.header("Www-Authenticate")).startsWith("Basic realm=");
      assertThat(denied.status()).isEqualTo(403);
      assertThat(denied.message()).contains("is not authorized to perform: berth:GetMetrics");
      assertThat(told.status()).isEqualTo(200);
      assertThat(
              Scrape.of(told.text())
                  .value("berth_build{version=\"" + berth.berth().version() + "\"}"))
          .isEqualTo(1);
      assertThat(own(berth).send("GET", "/v2/").status()).isEqualTo(404);
    }
  }

  @Test
  void without_an_address_of_their_own_figures_have_none() {
    try (RunningBerth berth = RunningBerth.on(folder.resolve("data"))) {
      assertThat(berth.berth().metricsPort()).isEmpty();
    }
  }
}
