package dev.berth.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.guard.DenyingGate;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.UnaryOperator;
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

/** A change and its audit entry are in one commit (ECR dossier, section 20). */
@TestInstance(Lifecycle.PER_CLASS)
final class AuditedChangesTest {
  private static final byte[] CONFIG = Manifests.bytes("{}");

  private final DenyingGate gate = new DenyingGate();
  private Path data;
  private RunningBerth berth;
  private RegistryClient client;

  @BeforeAll
  void start(@TempDir Path folder) {
    data = folder;
    berth = RunningBerth.on(data, UnaryOperator.identity(), Clock.systemUTC(), gate::around);
    client = RegistryClient.of(berth);
  }

  @AfterAll
  void stop() {
    berth.close();
  }

  @BeforeEach
  void denyNothing() {
    gate.denyNothing();
  }

  // TR-03
  @Test
  void a_call_of_the_api_that_changes_something_is_told_in_the_shape_of_cloudtrail() {
    berth.createRepository("shape");

    JsonNode entry = StoredEntries.of(data).about("shape").last("CreateRepository");

    assertThat(entry.propertyNames())
        .containsExactly(
            "eventVersion",
            "userIdentity",
            "eventTime",
            "eventSource",
            "eventName",
            "awsRegion",
            "sourceIPAddress",
            "userAgent",
            "requestParameters",
            "responseElements",
            "additionalEventData",
            "requestID",
            "eventID",
            "readOnly",
            "resources",
            "eventType",
            "managementEvent",
            "recipientAccountId",
            "eventCategory");
    assertThat(entry.path("eventSource").asString()).isEqualTo("ecr.amazonaws.com");
    assertThat(entry.path("awsRegion").asString()).isEqualTo("us-east-1");
    assertThat(entry.path("sourceIPAddress").asString()).isEqualTo("127.0.0.1");
    assertThat(entry.path("userAgent").asString()).startsWith("aws-sdk-java/2");
    assertThat(entry.path("readOnly").booleanValue()).isFalse();
    assertThat(entry.path("recipientAccountId").asString()).isEqualTo("000000000000");
    assertThat(entry.at("/resources/0/ARN").asString())
        .isEqualTo("arn:aws:ecr:us-east-1:000000000000:repository/shape");
    JsonNode caller = entry.path("userIdentity");
    assertThat(caller.path("type").asString()).isEqualTo("Root");
    assertThat(caller.path("arn").asString()).isEqualTo("arn:aws:iam::000000000000:root");
    assertThat(caller.path("accessKeyId").asString()).isEqualTo(berth.access().accessKeyId());
    assertThat(entry.at("/additionalEventData/decision/effect").asString()).isEqualTo("Allow");
  }

  // TR-01; beginning an upload and its parts promise nothing durable, and are in the log
  @Test
  void a_push_leaves_the_calls_that_ecr_records_for_docker() {
    berth.createRepository("pushed");
    byte[] layer = Manifests.bytes("a layer in two steps");
    String upload = client.begin("pushed");
    client.send("PATCH", upload, layer);
    client.send("PUT", upload + "?digest=" + Manifests.digest(layer));
    client.push("pushed", CONFIG);
    String manifest = Manifests.image(CONFIG, layer);
    client.putManifest("pushed", "v1", Manifests.OCI_IMAGE, manifest);

    StoredEntries entries = StoredEntries.of(data).about("pushed");

    assertThat(entries.names())
        .containsSubsequence("CreateRepository", "CompleteLayerUpload", "PutImage");
    assertThat(entries.last("PutImage").at("/requestParameters/imageTag").asString())
        .isEqualTo("v1");
    assertThat(entries.last("PutImage").toString()).doesNotContain(Manifests.digest(layer));
  }

  @Test
  void a_mount_is_told_as_one() {
    byte[] layer = Manifests.bytes("a layer to mount");
    berth.createRepository("mount/from");
    berth.createRepository("mount/to");
    client.push("mount/from", layer);

    String mount = "/v2/mount/to/blobs/uploads/?from=mount/from&mount=" + Manifests.digest(layer);
    assertThat(client.send("POST", mount).status()).isEqualTo(201);

    assertThat(StoredEntries.of(data).about("mount/to").names()).last().isEqualTo("MountLayer");
  }

  @Test
  void a_denied_call_leaves_no_entry_beside_the_changes() {
    berth.createRepository("denied");
    gate.deny("ecr:PutImage");
    Answer answer =
        client.putManifest("denied", "v1", Manifests.OCI_IMAGE, Manifests.image(CONFIG));
    assertThat(answer.status()).isEqualTo(403);

    assertThat(StoredEntries.of(data).about("denied").names()).doesNotContain("PutImage");
  }

  @Test
  void a_refused_call_leaves_no_entry_beside_the_changes() {
    try (EcrClient ecr = berth.ecr()) {
      assertThatThrownBy(() -> ecr.deleteRepository(r -> r.repositoryName("absent")))
          .isInstanceOf(RepositoryNotFoundException.class);
    }
    assertThat(StoredEntries.of(data).about("absent").names()).isEmpty();
  }

  @Test
  void reads_leave_no_entry_beside_the_changes() {
    berth.createRepository("read");
    byte[] layer = Manifests.bytes("a layer to read");
    client.push("read", layer);
    int before = StoredEntries.of(data).entries().size();

    client.send("HEAD", "/v2/read/blobs/" + Manifests.digest(layer));
    client.send("GET", "/v2/read/tags/list");
    try (EcrClient ecr = berth.ecr()) {
      ecr.listImages(r -> r.repositoryName("read"));
    }

    assertThat(StoredEntries.of(data).entries()).hasSize(before);
  }
}
