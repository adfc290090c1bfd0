package dev.berth.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.server.config.ConfigKey;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.LimitExceededException;

/** A real volume that clients fill until its reserve, and that collection empties again. */
@NeedsClient("tmpfs-mount")
final class FullDiskTest {
  private static final int MIB = 1024 * 1024;
  private static final int DISK = 64;
  private static final int LAYER = 4;
  private static final int RESERVE = 16;
  private static final String UPLOADS = "/v2/app/blobs/uploads/";
  private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private final Random random = new Random(20_261_121);
  private final MovedClock clock = new MovedClock();
  private SmallDisk disk;
  private Path data;
  private RunningBerth berth;
  private RegistryClient client;

  @BeforeEach
  void start() {
    disk = SmallDisk.on(folder, DISK);
    data = folder.resolve("data");
    berth =
        RunningBerth.on(
            data,
            settings ->
                settings
                    .set(ConfigKey.DISK_RESERVE, RESERVE + "MiB")
                    .set(ConfigKey.UNDO_WINDOW, "0s"), // else deletion makes room a week later
            clock,
            clock::nanos,
            UnaryOperator.identity());
    berth.createRepository("app");
    client = RegistryClient.of(berth);
  }

  @AfterEach
  void stop() {
    berth.close();
    disk.close();
  }

  private byte[] layer(int mebibytes) {
    byte[] layer = new byte[mebibytes * MIB];
    random.nextBytes(layer);
    return layer;
  }

  private Answer post(byte[] layer) {
    return client.send("POST", UPLOADS + "?digest=" + Manifests.digest(layer), layer);
  }

  @Test
  void images_fill_the_disk_and_their_deletion_makes_room_without_a_restart() throws Exception {
    List<byte[]> layers = fill();
    assertThat(layers).hasSizeBetween(8, (DISK - RESERVE) / LAYER);
    uploadsAreRefusedAndReadsGoOn(layers);

    try (EcrClient ecr = berth.ecr()) {
      List<ImageIdentifier> all = ecr.listImages(r -> r.repositoryName("app")).imageIds();
      assertThat(ecr.batchDeleteImage(r -> r.repositoryName("app").imageIds(all)).failures())
          .isEmpty();
    }
    assertThat(post(layer(1)).status()).isEqualTo(507);

    clock.advance(Duration.ofHours(25));
    awaitCollected(layers);
    clock.advance(Duration.ofHours(3));
    awaitRoom();

    login();
    byte[] again = layers.getFirst();
    client.push("app", CONFIG);
    assertThat(pushed(again, new ArrayList<>()).status()).isEqualTo(201);
    assertThat(client.send("GET", "/v2/app/blobs/" + Manifests.digest(again)).body())
        .isEqualTo(again);
    berth.close();
    BerthProcess.run("fsck", "--full", "--data", data.toString()).expectSuccess();
  }

  /** Pushes images until one is refused. */
  private List<byte[]> fill() {
    client.push("app", CONFIG);
    List<byte[]> stored = new ArrayList<>();
    Answer answer = pushed(layer(LAYER), stored);
    while (answer.status() == 201) {
      answer = pushed(layer(LAYER), stored);
    }
    assertThat(answer.status()).isEqualTo(507);
    assertThat(answer.code()).isEqualTo("DENIED");
    assertThat(answer.message()).contains("no room");
    return stored;
  }

  /** The last answer of a push, and the layer among those stored when it was 201. */
  private Answer pushed(byte[] layer, List<byte[]> stored) {
    Answer answer = post(layer);
    if (answer.status() == 201) {
      String tag = "image-" + stored.size();
      answer = client.putManifest("app", tag, Manifests.OCI_IMAGE, Manifests.image(CONFIG, layer));
    }
    if (answer.status() == 201) {
      stored.add(layer);
    }
    return answer;
  }

  private void uploadsAreRefusedAndReadsGoOn(List<byte[]> layers) {
    byte[] last = layers.getLast();
    String other = Manifests.image(CONFIG, layers.getFirst(), last);
    assertThat(client.send("POST", UPLOADS).status()).isEqualTo(507);
    assertThat(client.putManifest("app", "new", Manifests.OCI_IMAGE, other).status())
        .isEqualTo(507);
    assertThat(
            client
                .putManifest("app", "tagged", Manifests.OCI_IMAGE, Manifests.image(CONFIG, last))
                .status())
        .isEqualTo(201);
    try (EcrClient ecr = berth.ecr()) {
      assertThatThrownBy(() -> ecr.initiateLayerUpload(r -> r.repositoryName("app")))
          .isInstanceOfSatisfying(
              EcrException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("LimitExceededException"));
      assertThatThrownBy(
              () -> ecr.putImage(r -> r.repositoryName("app").imageTag("new").imageManifest(other)))
          .isInstanceOf(LimitExceededException.class);
    }
    String digest = Manifests.digest(last);
    assertThat(client.send("HEAD", "/v2/app/blobs/" + digest).status()).isEqualTo(200);
    assertThat(client.send("GET", "/v2/app/blobs/" + digest).body()).isEqualTo(last);
    assertThat(client.send("GET", "/v2/app/manifests/image-0").status()).isEqualTo(200);
    Answer ready = client.send("GET", "/health/ready");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.texts("warnings")).singleElement().asString().startsWith("disk: ");
  }

  private void awaitCollected(List<byte[]> layers) {
    String digest = Manifests.digest(layers.getLast());
    login();
    whileJobsRun(() -> client.send("GET", "/v2/app/blobs/" + digest).status() == 404);
  }

  private void awaitRoom() {
    whileJobsRun(() -> client.send("GET", "/health/ready").texts("warnings").isEmpty());
  }

  private void whileJobsRun(Callable<Boolean> done) {
    await()
        .atMost(120, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              berth.berth().lookForJobs();
              return done.call();
            });
  }

  /** The login of the beginning has expired by the moved clock. */
  private void login() {
    Answer answer =
        SignedCalls.of(berth.access())
            .send(
                "ecr",
                "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
                "{}",
                clock.instant());
    String token =
        answer.json().get("authorizationData").get(0).get("authorizationToken").stringValue();
    client = client.with("Basic " + token);
  }

  @Test
  void an_upload_that_meets_the_reserve_goes_on_when_there_is_room() throws Exception {
    String abandoned = client.begin("app");
    client.send("PATCH", abandoned, layer(30));
    byte[] layer = layer(24);
    String upload = client.begin("app");

    Answer refused = client.stream("PATCH", upload, layer);
    assertThat(refused.status()).isEqualTo(507);
    int received = received(client.send("GET", upload));
    assertThat(received).isBetween(8 * MIB, 22 * MIB);
    assertThat(client.send("PATCH", upload, layer(1)).status()).isEqualTo(507);
    assertThat(received(client.send("GET", upload))).isEqualTo(received);

    assertThat(client.send("DELETE", abandoned).status()).isEqualTo(204);
    clock.advance(Duration.ofHours(3));
    awaitRoom();
    byte[] rest = Arrays.copyOfRange(layer, received, layer.length);
    String digest = Manifests.digest(layer);
    assertThat(client.send("PUT", upload + "?digest=" + digest, rest).status()).isEqualTo(201);
    assertThat(client.send("GET", "/v2/app/blobs/" + digest).body()).isEqualTo(layer);
    berth.close();
    BerthProcess.run("fsck", "--full", "--data", data.toString()).expectSuccess();
  }

  /** The reserve holds clients back, and nobody else. */
  @Test
  void a_disk_that_others_fill_to_its_last_byte_is_written_again_when_they_leave()
      throws Exception {
    byte[] layer = layer(LAYER);
    client.push("app", CONFIG);
    assertThat(pushed(layer, new ArrayList<>()).status()).isEqualTo(201);
    Path foreign = folder.resolve("foreign");
    fillToTheLastByte(foreign);

    String digest = Manifests.digest(layer);
    assertThat(client.send("GET", "/v2/app/blobs/" + digest).body()).isEqualTo(layer);
    assertThat(client.send("GET", "/v2/app/manifests/image-0").status()).isEqualTo(200);
    await().until(() -> post(layer(1)).status() == 507);
    assertThat(client.send("DELETE", "/v2/app/manifests/image-0").status()).isIn(202, 507);

    Files.delete(foreign);
    awaitRoom();
    assertThat(pushed(layer, new ArrayList<>()).status()).isEqualTo(201);
    assertThat(client.send("DELETE", "/v2/app/manifests/image-0").status()).isEqualTo(202);
    berth.close();
    BerthProcess.run("fsck", "--full", "--data", data.toString()).expectSuccess();
  }

  private static void fillToTheLastByte(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] zeros = new byte[4096];
      while (true) {
        out.write(zeros);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  /** The layer API takes a whole part or nothing of it. */
  @Test
  void a_part_beyond_the_reserve_is_refused_and_the_parts_before_it_stay() throws Exception {
    try (EcrClient ecr = berth.ecr()) {
      String id = ecr.initiateLayerUpload(r -> r.repositoryName("app")).uploadId();
      byte[] part = layer(6);
      part(ecr, id, part, 0);
      assertThat(client.stream("PATCH", client.begin("app"), layer(50)).status()).isEqualTo(507);
      assertThatThrownBy(() -> part(ecr, id, part, part.length))
          .isInstanceOf(LimitExceededException.class);

      // what is there needs no more room to become a layer
      String digest = Manifests.digest(part);
      ecr.completeLayerUpload(r -> r.repositoryName("app").uploadId(id).layerDigests(digest));
      assertThat(client.send("GET", "/v2/app/blobs/" + digest).body()).isEqualTo(part);
    }
  }

  private static void part(EcrClient ecr, String id, byte[] part, long first) {
    ecr.uploadLayerPart(
        r ->
            r.repositoryName("app")
                .uploadId(id)
                .partFirstByte(first)
                .partLastByte(first + part.length - 1)
                .layerPartBlob(SdkBytes.fromByteArray(part)));
  }

  /** As the field {@code Range} tells, whose end is the last byte. */
  private static int received(Answer status) {
    String range = status.header("Range");
    return Integer.parseInt(range.substring(range.indexOf('-') + 1)) + 1;
  }
}
