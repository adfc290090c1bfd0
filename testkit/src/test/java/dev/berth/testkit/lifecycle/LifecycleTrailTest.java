package dev.berth.testkit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.audit.TrailClient;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import tools.jackson.databind.JsonNode;

/** CHECKLIST TR-04, TR-05, TR-09: what lifecycle did, and would do, as CloudTrail tells it. */
final class LifecycleTrailTest {
  private static final String ARN = "arn:aws:ecr:us-east-1:000000000000:repository/app";
  private static final String KEEP_ONE =
      """
      {"rules":[{"rulePriority":3,"description":"keep one","selection":{"tagStatus":"tagged",\
      "tagPrefixList":["v"],"countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}},\
      {"rulePriority":5,"selection":{"tagStatus":"untagged","countType":"imageCountMoreThan",\
      "countNumber":1},"action":{"type":"expire"}}]}""";

  @TempDir private Path folder;
  private RunningBerth berth;
  private EcrClient ecr;
  private RegistryClient client;
  private TrailClient trail;

  @BeforeEach
  void start() {
    berth = RunningBerth.on(folder.resolve("data"));
    ecr = berth.ecr();
    client = RegistryClient.of(berth);
    trail = TrailClient.of(berth.access());
    berth.createRepository("app");
  }

  @AfterEach
  void stop() {
    ecr.close();
    berth.close();
  }

  private String push(String content, String... tags) {
    byte[] layer = Manifests.bytes(content);
    client.push("app", layer);
    String manifest = Manifests.image(layer, layer);
    String digest = Manifests.digest(manifest);
    client.pushManifest("app", digest, Manifests.OCI_IMAGE, manifest);
    for (String tag : tags) {
      client.pushManifest("app", tag, Manifests.OCI_IMAGE, manifest);
    }
    return digest;
  }

  private JsonNode run() {
    Answer answer =
        SignedCalls.of(berth.access())
            .send("berth", "Berth_20261101.RunLifecyclePolicy", "{\"repositoryName\":\"app\"}");
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  private void put() {
    ecr.putLifecyclePolicy(r -> r.repositoryName("app").lifecyclePolicyText(KEEP_ONE));
  }

  @Test
  void an_execution_is_told_in_events_of_less_than_ten_images() {
    List<String> digests = new ArrayList<>();
    for (int i = 1; i <= 11; i++) {
      digests.add(push("image " + i, "v" + i));
    }
    put();

    assertThat(run().path("expired").asInt()).isEqualTo(10);

    List<JsonNode> events = trail.all("EventName", "PolicyExecutionEvent").reversed();
    assertThat(events)
        .extracting(event -> details(event).path("lifecycleEventImageActions").size())
        .containsExactly(9, 1);
    JsonNode event = events.getFirst();
    assertThatItIsOfTheService(event);
    assertThat(details(event).path("repositoryName").asString()).isEqualTo("app");
    JsonNode policy = details(event).path("lifecycleEventPolicy");
    assertThat(policy.path("policyId").asString()).hasSize(36);
    assertThat(policy.path("policyVersion").asInt()).isEqualTo(1);
    assertThat(policy.path("lastEvaluatedAt").asLong()).isZero();
    assertThat(policy.path("lifecycleEventRules").get(0).toString())
        .isEqualTo(
            """
            {"rulePriority":3,"description":"keep one","lifecycleEventSelection":{"tagStatus":"Tagged",\
            "tagPrefixList":["v"],"countType":"Image count more than","countNumber":1},"action":"expire"}""");
    JsonNode action = details(event).path("lifecycleEventImageActions").get(0);
    assertThat(action.path("rulePriority").asInt()).isEqualTo(3);
    JsonNode image = action.path("lifecycleEventImage");
    assertThat(image.path("digest").asString()).isEqualTo(digests.getFirst());
    assertThat(image.path("tagStatus").asString()).isEqualTo("Tagged");
    assertThat(image.path("tagList").toString()).isEqualTo("[\"v1\"]");
    assertThat(image.path("pushedAt").asLong()).isGreaterThan(1_700_000_000_000L);
    assertThat(details(event).path("lifecycleEventFailureDetails").isArray()).isTrue();
  }

  @Test
  void an_image_that_an_index_keeps_is_told_with_the_reason() {
    String child = push("child");
    push("other");
    String index =
        Manifests.index(
            Manifests.OCI_INDEX,
            Manifests.OCI_IMAGE,
            Manifests.image(Manifests.bytes("child"), Manifests.bytes("child")));
    String named = client.pushManifest("app", "index", Manifests.OCI_INDEX, index);
    put();

    JsonNode report = run();

    assertThat(report.path("inIndex").asInt()).isEqualTo(1);
    JsonNode failure =
        details(trail.all("EventName", "PolicyExecutionEvent").getFirst())
            .path("lifecycleEventFailureDetails")
            .get(0);
    assertThat(failure.at("/lifecycleEventImage/digest").asString()).isEqualTo(child);
    assertThat(failure.at("/lifecycleEventImage/tagStatus").asString()).isEqualTo("Untagged");
    assertThat(failure.path("rulePriority").asInt()).isEqualTo(5);
    assertThat(failure.path("failureCode").asString()).isEqualTo("ImageReferencedByManifestList");
    assertThat(failure.path("failureReason").asString())
        .isEqualTo("Requested image referenced by manifest list: [" + named + "]");
  }

  @Test
  void no_image_has_more_than_a_hundred_tags_in_an_event() {
    push("many tags", IntStream.rangeClosed(1, 101).mapToObj(i -> "v" + i).toArray(String[]::new));
    push("newer", "v999");
    put();
    run();

    JsonNode event = trail.all("EventName", "PolicyExecutionEvent").getFirst();
    assertThat(
            details(event).at("/lifecycleEventImageActions/0/lifecycleEventImage/tagList").size())
        .isEqualTo(100);
  }

  @Test
  void a_preview_is_told_as_a_dry_run() {
    String first = push("first", "v1");
    push("second", "v2");
    ecr.startLifecyclePolicyPreview(r -> r.repositoryName("app").lifecyclePolicyText(KEEP_ONE));

    JsonNode event = trail.awaited("EventName", "DryRunEvent");

    assertThatItIsOfTheService(event);
    assertThat(
            details(event)
                .at("/lifecycleEventImageActions/0/lifecycleEventImage/digest")
                .asString())
        .isEqualTo(first);
    assertThat(trail.all("EventName", "PolicyExecutionEvent")).isEmpty();
    assertThat(ecr.describeImages(r -> r.repositoryName("app")).imageDetails()).hasSize(2);
  }

  // TR-03, TR-09
  private static void assertThatItIsOfTheService(JsonNode event) {
    assertThat(event.path("eventType").asString()).isEqualTo("AwsServiceEvent");
    assertThat(event.path("eventSource").asString()).isEqualTo("ecr.amazonaws.com");
    assertThat(event.path("readOnly").asBoolean()).isTrue();
    assertThat(event.path("userIdentity").toString())
        .isEqualTo("{\"accountId\":\"000000000000\",\"invokedBy\":\"AWS Internal\"}");
    assertThat(event.path("sourceIPAddress").asString()).isEqualTo("AWS Internal");
    assertThat(event.path("userAgent").asString()).isEqualTo("AWS Internal");
    assertThat(event.path("requestParameters").isNull()).isTrue();
    assertThat(event.path("responseElements").isNull()).isTrue();
    assertThat(event.path("resources").toString())
        .isEqualTo(
            "[{\"accountId\":\"000000000000\",\"type\":\"AWS::ECR::Repository\",\"ARN\":\"%s\"}]"
                .formatted(ARN));
  }

  private static JsonNode details(JsonNode event) {
    return event.path("serviceEventDetails");
  }
}
