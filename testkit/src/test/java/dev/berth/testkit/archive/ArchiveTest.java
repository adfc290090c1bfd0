package dev.berth.testkit.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.audit.TrailClient;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.disk.MovedClock;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.ImageStorageClassUpdateNotSupportedException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.Layer;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;
import software.amazon.awssdk.services.ecr.model.UpdateImageStorageClassResponse;
import tools.jackson.databind.JsonNode;

/** CHECKLIST AR-01 to AR-04, AR-07, AR-08, AR-10, V2-35, TR-06, TR-08 with the SDK and the CLI. */
@TestInstance(Lifecycle.PER_CLASS)
final class ArchiveTest {
  private static final byte[] CONFIG = Manifests.bytes("{}");

  private static final ImageIdentifier V1 = ImageIdentifier.builder().imageTag("v1").build();

  private final MovedClock clock = new MovedClock();
  private Path home = Path.of("");
  private RunningBerth berth;
  private EcrClient ecr;
  private RegistryClient client;

  @BeforeAll
  void start(@TempDir Path folder) {
    home = folder.resolve("home");
    berth =
        RunningBerth.on(
            folder.resolve("data"),
            UnaryOperator.identity(),
            clock,
            clock::nanos,
            UnaryOperator.identity());
    ecr = berth.ecr();
    client = RegistryClient.of(berth);
  }

  @AfterAll
  void stop() {
    ecr.close();
    berth.close();
  }

  private static String manifest(String name) {
    return Manifests.image(CONFIG, Manifests.bytes("layer of " + name));
  }

  private void push(String name) {
    client.push(name, CONFIG);
    client.push(name, Manifests.bytes("layer of " + name));
    client.pushManifest(name, "v1", Manifests.OCI_IMAGE, manifest(name));
  }

  /** A repository of that name with an image v1. */
  private void given(String name) {
    berth.createRepository(name);
    push(name);
  }

  private UpdateImageStorageClassResponse update(String name, TargetStorageClass target) {
    return ecr.updateImageStorageClass(
        r -> r.repositoryName(name).imageId(i -> i.imageTag("v1")).targetStorageClass(target));
  }

  private List<ImageDetail> details(String name, ImageStatusFilter status) {
    return ecr.describeImages(r -> r.repositoryName(name).filter(f -> f.imageStatus(status)))
        .imageDetails();
  }

  private List<ImageIdentifier> listed(String name, ImageStatusFilter status) {
    return ecr.listImages(r -> r.repositoryName(name).filter(f -> f.imageStatus(status)))
        .imageIds();
  }

  private Answer pull(String name) {
    return client.send("GET", "/v2/" + name + "/manifests/v1");
  }

  private void awaitActive(String name) {
    clock.advance(Duration.ofMinutes(5));
    await()
        .untilAsserted(
            () -> {
              berth.berth().lookForJobs();
              assertThat(details(name, ImageStatusFilter.ACTIVE)).hasSize(1);
            });
  }

  // LY-01
  @Test
  void a_layer_that_only_archived_images_name_is_archived() {
    given("layers");
    byte[] own = Manifests.bytes("only of v2");
    client.push("layers", own);
    client.pushManifest("layers", "v2", Manifests.OCI_IMAGE, Manifests.image(CONFIG, own));
    String shared = Manifests.digest(CONFIG);
    String first = Manifests.digest("layer of layers");
    String second = Manifests.digest(own);
    update("layers", TargetStorageClass.ARCHIVE);

    assertThat(
            ecr.batchCheckLayerAvailability(
                    r -> r.repositoryName("layers").layerDigests(shared, first, second))
                .layers())
        .extracting(Layer::layerDigest, Layer::layerAvailability)
        .containsExactlyInAnyOrder(
            tuple(shared, LayerAvailability.AVAILABLE),
            tuple(first, LayerAvailability.ARCHIVED),
            tuple(second, LayerAvailability.AVAILABLE));
  }

  // AR-01, AR-02, V2-35
  @Test
  void an_archived_image_cannot_be_pulled_and_is_shown_when_asked_for() {
    given("archived");
    UpdateImageStorageClassResponse answer = update("archived", TargetStorageClass.ARCHIVE);

    String digest = Manifests.digest(manifest("archived"));
    assertThat(answer.imageStatus()).isEqualTo(ImageStatus.ARCHIVED);
    assertThat(answer.registryId()).isEqualTo("000000000000");
    assertThat(answer.repositoryName()).isEqualTo("archived");
    assertThat(answer.imageId())
        .isEqualTo(ImageIdentifier.builder().imageDigest(digest).imageTag("v1").build());
    assertThat(pull("archived").status()).isEqualTo(404);
    assertThat(pull("archived").code()).isEqualTo("MANIFEST_UNKNOWN");
    assertThat(client.send("HEAD", "/v2/archived/manifests/" + digest).status()).isEqualTo(404);
    assertThat(client.send("GET", "/v2/archived/tags/list").texts("tags")).isEmpty();

    assertThat(ecr.describeImages(r -> r.repositoryName("archived")).imageDetails()).isEmpty();
    assertThat(ecr.listImages(r -> r.repositoryName("archived")).imageIds()).isEmpty();
    assertThat(details("archived", ImageStatusFilter.ACTIVATING)).isEmpty();
    ImageDetail detail = details("archived", ImageStatusFilter.ARCHIVED).getFirst();
    assertThat(detail.imageStatus()).isEqualTo(ImageStatus.ARCHIVED);
    assertThat(detail.imageTags()).containsExactly("v1");
    assertThat(detail.lastArchivedAt()).isAfterOrEqualTo(detail.imagePushedAt());
    assertThat(detail.lastActivatedAt()).isNull();
    assertThat(details("archived", ImageStatusFilter.ANY)).containsExactly(detail);
    assertThat(listed("archived", ImageStatusFilter.ARCHIVED)).containsExactly(answer.imageId());
    assertThat(
            ecr.describeImages(r -> r.repositoryName("archived").imageIds(answer.imageId()))
                .imageDetails())
        .as("asked for by its id")
        .containsExactly(detail);

    var batch = ecr.batchGetImage(r -> r.repositoryName("archived").imageIds(V1));
    assertThat(batch.images()).isEmpty();
    assertThat(batch.failures().getFirst().failureCode())
        .isEqualTo(ImageFailureCode.IMAGE_INACCESSIBLE);
  }

  // AR-03, TR-06, TR-08
  @Test
  void a_restored_image_is_activating_and_then_active_and_the_trail_says_so() {
    given("restored");
    update("restored", TargetStorageClass.ARCHIVE);
    assertThat(update("restored", TargetStorageClass.STANDARD).imageStatus())
        .isEqualTo(ImageStatus.ACTIVATING);
    assertThat(details("restored", ImageStatusFilter.ACTIVATING)).hasSize(1);
    assertThat(pull("restored").status()).isEqualTo(404);

    awaitActive("restored");
    ImageDetail detail = details("restored", ImageStatusFilter.ACTIVE).getFirst();
    assertThat(detail.lastActivatedAt()).isAfter(detail.lastArchivedAt());
    assertThat(pull("restored").text()).isEqualTo(manifest("restored"));

    TrailClient trail = TrailClient.of(berth.access());
    JsonNode archiving =
        trail.awaited(
            entry ->
                entry.at("/responseElements/image/imageStatus").asString("").equals("ARCHIVED"),
            "EventName",
            "UpdateImageStorageClass",
            "ResourceName",
            "restored");
    assertThat(archiving.at("/requestParameters/targetStorageClass").asString())
        .isEqualTo("ARCHIVE");
    JsonNode event = trail.awaited("EventName", "ImageActivationEvent", "ResourceName", "restored");
    assertThat(event.path("eventType").asString()).isEqualTo("AwsServiceEvent");
    assertThat(event.path("sourceIPAddress").asString()).isEqualTo("AWS Internal");
    assertThat(event.at("/serviceEventDetails/imageDigest").asString())
        .isEqualTo(Manifests.digest(manifest("restored")));
    assertThat(event.at("/serviceEventDetails/imageStatus").asString()).isEqualTo("ACTIVE");
  }

  // AR-04
  @Test
  void an_archived_image_that_is_pushed_again_is_active_at_once() {
    given("pushed-again");
    update("pushed-again", TargetStorageClass.ARCHIVE);
    push("pushed-again");
    assertThat(pull("pushed-again").status()).isEqualTo(200);
    assertThat(details("pushed-again", ImageStatusFilter.ACTIVE).getFirst().lastActivatedAt())
        .isNotNull();

    update("pushed-again", TargetStorageClass.ARCHIVE);
    ecr.putImage(
        r ->
            r.repositoryName("pushed-again")
                .imageManifest(manifest("pushed-again"))
                .imageTag("v1"));
    assertThat(pull("pushed-again").status()).isEqualTo(200);
  }

  // AR-07
  @Test
  void an_archived_image_is_in_its_repository_until_it_is_deleted() {
    given("deleted");
    update("deleted", TargetStorageClass.ARCHIVE);
    assertThatThrownBy(() -> ecr.deleteRepository(r -> r.repositoryName("deleted")))
        .isInstanceOf(RepositoryNotEmptyException.class);
    var deleted = ecr.batchDeleteImage(r -> r.repositoryName("deleted").imageIds(V1));
    assertThat(deleted.failures()).isEmpty();
    assertThat(details("deleted", ImageStatusFilter.ANY)).isEmpty();
  }

  // AR-08, AR-10
  @Test
  void what_cannot_be_archived_or_restored_is_refused_and_stays() {
    given("refused");
    String child = Manifests.digest(manifest("refused"));
    client.pushManifest(
        "refused",
        "all",
        Manifests.OCI_INDEX,
        Manifests.index(Manifests.OCI_INDEX, Manifests.OCI_IMAGE, manifest("refused")));

    assertThatThrownBy(() -> update("refused", TargetStorageClass.ARCHIVE))
        .isInstanceOf(ImageStorageClassUpdateNotSupportedException.class)
        .hasMessageContaining(child);
    assertThatThrownBy(() -> update("refused", TargetStorageClass.STANDARD))
        .isInstanceOf(ImageStorageClassUpdateNotSupportedException.class);
    assertThat(pull("refused").status()).isEqualTo(200);
    assertThatThrownBy(() -> update("nowhere", TargetStorageClass.ARCHIVE))
        .isInstanceOf(RepositoryNotFoundException.class);
    assertThatThrownBy(
            () ->
                ecr.updateImageStorageClass(
                    r ->
                        r.repositoryName("refused")
                            .imageId(i -> i.imageTag("none"))
                            .targetStorageClass(TargetStorageClass.ARCHIVE)))
        .isInstanceOf(ImageNotFoundException.class);
    assertThatThrownBy(
            () ->
                ecr.updateImageStorageClass(
                    r ->
                        r.repositoryName("refused")
                            .imageId(i -> {})
                            .targetStorageClass(TargetStorageClass.ARCHIVE)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("both tag and digest cannot be null");
  }

  @Test
  @NeedsClient("aws")
  void the_command_line_archives_and_lists() {
    given("by-cli");
    AwsCli cli = AwsCli.pinned(home, berth.access());
    assertThat(
            cli.ecrValue(
                "imageStatus",
                "update-image-storage-class",
                "--repository-name",
                "by-cli",
                "--image-id",
                "imageTag=v1",
                "--target-storage-class",
                "ARCHIVE"))
        .isEqualTo("ARCHIVED");
    assertThat(
            cli.ecrValue(
                "imageDetails[].[imageStatus,imageTags[0]]",
                "describe-images",
                "--repository-name",
                "by-cli",
                "--filter",
                "imageStatus=ARCHIVED"))
        .isEqualTo("ARCHIVED\tv1");
    assertThat(
            cli.ecr(
                    "update-image-storage-class",
                    "--repository-name",
                    "by-cli",
                    "--image-id",
                    "imageTag=v1",
                    "--target-storage-class",
                    "ARCHIVE")
                .expectFailure()
                .stderr())
        .contains("(ImageStorageClassUpdateNotSupportedException)");
  }
}
