package dev.berth.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.AccountId;
import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.DenyingGate;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What calls leave in the trail, and who finds it. */
@TestInstance(Lifecycle.PER_CLASS)
final class AuditTrailTest {
  private static final String OTHER = "222222222222";
  private static final byte[] CONFIG = Manifests.bytes("{}");

  private final DenyingGate gate = new DenyingGate();
  private RunningBerth berth;
  private RegistryClient client;
  private TrailClient trail;

  @BeforeAll
  void start(@TempDir Path folder) {
    berth =
        RunningBerth.on(
            folder,
            settings -> settings.set(ConfigKey.ACCOUNTS, "000000000000," + OTHER),
            Clock.systemUTC(),
            gate::around);
    client = RegistryClient.of(berth);
    trail = TrailClient.of(berth.access());
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  @BeforeEach
  void denyNothing() {
    gate.denyNothing();
  }

  // TR-02
  @Test
  void a_pull_leaves_the_calls_that_ecr_records_for_docker() {
    berth.createRepository("pulled");
    String layer = client.push("pulled", Manifests.bytes("a layer to pull"));
    client.push("pulled", CONFIG);
    client.pushManifest(
        "pulled",
        "v1",
        Manifests.OCI_IMAGE,
        Manifests.image(CONFIG, Manifests.bytes("a layer to pull")));

    client.send("GET", "/v2/pulled/manifests/v1", "Accept", Manifests.OCI_IMAGE + ", text/plain");
    client.send("GET", "/v2/pulled/blobs/" + layer);

    JsonNode manifest = trail.awaited("EventName", "BatchGetImage", "ResourceName", "pulled");
    assertThat(manifest.at("/requestParameters/acceptedMediaTypes").valueStream())
        .extracting(JsonNode::stringValue)
        .containsExactly(Manifests.OCI_IMAGE, "text/plain");
    assertThat(manifest.at("/requestParameters/imageIds/0/imageTag").asString()).isEqualTo("v1");
    assertThat(manifest.path("responseElements").isNull()).isTrue();
    assertThat(manifest.path("readOnly").booleanValue()).isTrue();
    JsonNode blob = trail.awaited("EventName", "GetDownloadUrlForLayer", "ResourceName", "pulled");
    assertThat(blob.at("/requestParameters/layerDigest").asString()).isEqualTo(layer);
  }

  @Test
  void a_denial_says_who_was_denied_what_and_why() {
    berth.createRepository("refused");
    gate.deny("ecr:BatchGetImage");
    Answer answer = client.send("GET", "/v2/refused/manifests/v1");
    assertThat(answer.status()).isEqualTo(403);
    gate.denyNothing();

    JsonNode entry = trail.awaited("ErrorCode", "AccessDeniedException", "ResourceName", "refused");

    assertThat(entry.path("errorMessage").asString()).isEqualTo(answer.message());
    assertThat(entry.at("/userIdentity/accessKeyId").asString())
        .isEqualTo(berth.access().accessKeyId());
    JsonNode decision = entry.at("/additionalEventData/decision");
    assertThat(decision.path("effect").asString()).isEqualTo("Deny");
    assertThat(decision.path("action").asString()).isEqualTo("ecr:BatchGetImage");
    assertThat(decision.path("resource").asString()).endsWith(":repository/refused");
    assertThat(decision.path("reason").asString()).isEqualTo("ExplicitDeny");
    assertThat(decision.path("policyKind").asString()).isEqualTo("identity-based policy");
  }

  // TR-10
  @Test
  void a_failed_call_is_told_with_its_error_also_behind_v2() {
    try (EcrClient ecr = berth.ecr()) {
      assertThatThrownBy(() -> ecr.listImages(r -> r.repositoryName("nowhere")))
          .isInstanceOf(RepositoryNotFoundException.class);
    }
    client.send("POST", "/v2/nowhere/blobs/uploads/");

    for (String name : List.of("ListImages", "InitiateLayerUpload")) {
      JsonNode entry = trail.awaited("EventName", name, "ResourceName", "nowhere");
      assertThat(entry.path("errorCode").asString()).isEqualTo("RepositoryNotFoundException");
      assertThat(entry.path("errorMessage").asString()).contains("nowhere");
    }
  }

  @Test
  void what_a_change_gave_is_added_to_its_entry() {
    berth.createRepository("answered");

    JsonNode entry =
        trail.awaited(
            found -> found.path("responseElements").isObject(),
            "EventName",
            "CreateRepository",
            "ResourceName",
            "answered");

    assertThat(entry.at("/responseElements/repository/repositoryArn").asString())
        .isEqualTo("arn:aws:ecr:us-east-1:000000000000:repository/answered");
    assertThat(trail.all("RequestId", entry.path("requestID").asString())).hasSize(1);
  }

  @Test
  void a_login_that_fails_is_told_and_asking_how_to_log_in_is_not() {
    RegistryClient.anonymous(berth.endpoint()).send("GET", "/v2/", "User-Agent", "asking");
    Answer answer =
        RegistryClient.anonymous(berth.endpoint())
            .login("no-such-token")
            .send("GET", "/v2/", "User-Agent", "guessing");
    assertThat(answer.status()).isEqualTo(401);

    JsonNode entry = trail.awaited("EventName", "DockerLogin");

    assertThat(entry.path("userAgent").asString()).isEqualTo("guessing");
    assertThat(entry.at("/userIdentity/type").asString()).isEqualTo("Unknown");
    assertThat(trail.all("EventName", "DockerLogin")).hasSize(1);
  }

  @Test
  void a_wrong_signature_is_told_with_the_key_that_was_claimed_and_as_nobody() {
    SignedCalls wrong =
        SignedCalls.of(
            new AwsAccess(
                berth.endpoint(), berth.access().accessKeyId(), "not the secret", "us-east-1"));
    wrong.send("ecr", "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry", "{}");

    JsonNode entry = trail.awaited("ErrorCode", "InvalidSignatureException");

    assertThat(entry.at("/userIdentity/type").asString()).isEqualTo("Unknown");
    assertThat(entry.at("/userIdentity/accessKeyId").asString())
        .isEqualTo(berth.access().accessKeyId());
    assertThat(entry.path("eventName").asString()).isEqualTo("DescribeRegistry");
  }

  // T36
  @Test
  void whatever_a_client_sends_an_entry_is_one_line_of_ascii_within_bounds() {
    berth.createRepository("injected");
    SignedCalls calls = SignedCalls.of(berth.access());
    String evil = "\\u001b[2J\\u0000\\r\\n{\\\"eventName\\\":\\\"Forged\\\"}\\u2028é";
    calls.send(
        "ecr",
        "AmazonEC2ContainerRegistry_V20150921.TagResource",
        "{\"resourceArn\":\"arn:aws:ecr:us-east-1:000000000000:repository/injected\",\"tags\":[{\"Key\":\"k\",\"Value\":\""
            + evil
            + "x".repeat(100)
            + "\"}]}");
    client.send("GET", "/v2/injected/tags/list", "User-Agent", "\t[2Jé" + "y".repeat(4000));

    ObjectNode input = TrailClient.looking("ResourceName", "injected");
    trail.awaited("EventName", "ListImages", "ResourceName", "injected");
    for (JsonNode event : trail.lookup(input).json().path("events")) {
      assertThat(event.path("cloudTrailEvent").stringValue())
          .matches("[ -~]*")
          .hasSizeLessThan(8000);
    }
    assertThat(trail.all("EventName", "Forged")).isEmpty();
  }

  @Test
  void pages_hold_every_entry_once_from_the_newest_to_the_oldest() {
    berth.createRepository("paged");
    for (int i = 0; i < 7; i++) {
      client.send("GET", "/v2/paged/tags/list");
      client.push("paged", Manifests.bytes("layer " + i));
    }
    trail.awaited(
        _ -> trail.all("EventName", "ListImages", "ResourceName", "paged").size() == 7,
        "ResourceName",
        "paged");

    List<JsonNode> paged =
        trail.all(TrailClient.looking("ResourceName", "paged").put("maxResults", 2));

    assertThat(paged).hasSize(15);
    assertThat(paged)
        .extracting(entry -> entry.path("requestID").asString())
        .doesNotHaveDuplicates();
    assertThat(paged)
        .extracting(entry -> entry.at("/additionalEventData/time").asString())
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(paged.getLast().path("eventName").asString()).isEqualTo("CreateRepository");
  }

  @Test
  void a_time_bounds_what_is_found() {
    berth.createRepository("timed");
    JsonNode entry = trail.awaited("ResourceName", "timed");
    double seconds =
        Instant.parse(entry.at("/additionalEventData/time").asString()).toEpochMilli() / 1000.0;

    assertThat(
            trail.all(TrailClient.looking("ResourceName", "timed").put("startTime", seconds - 1)))
        .hasSize(1);
    assertThat(
            trail.all(TrailClient.looking("ResourceName", "timed").put("startTime", seconds + 1)))
        .isEmpty();
    assertThat(trail.all(TrailClient.looking("ResourceName", "timed").put("endTime", seconds - 1)))
        .isEmpty();
  }

  @Test
  void an_account_finds_its_own_entries_only() {
    berth.createRepository("ours");
    TrailClient other = TrailClient.of(berth.access(new AccountId(OTHER)));

    assertThat(trail.awaited("ResourceName", "ours")).isNotNull();
    assertThat(other.all("ResourceName", "ours")).isEmpty();
    assertThat(other.all())
        .allMatch(entry -> entry.path("recipientAccountId").asString().equals(OTHER));
  }

  @Test
  void a_page_of_another_search_is_refused() {
    ObjectNode input = TrailClient.looking("EventName", "CreateRepository").put("maxResults", 1);
    berth.createRepository("searched/1");
    berth.createRepository("searched/2");
    String next = trail.lookup(input).json().path("nextToken").asString();
    assertThat(next).isNotEmpty();

    Answer answer =
        trail.lookup(TrailClient.looking("EventName", "PutImage").put("nextToken", next));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void searching_the_trail_needs_its_own_permission() {
    gate.deny("berth:LookupEvents");
    assertThat(trail.lookup(TrailClient.looking()).message())
        .contains("is not authorized to perform: berth:LookupEvents on resource: *");
  }
}
