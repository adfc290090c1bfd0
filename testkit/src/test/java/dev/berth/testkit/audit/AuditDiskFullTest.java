package dev.berth.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.Command;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.oci.Manifests;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.LimitExceededException;

/** The audit log on a volume of its own that somebody fills. */
@NeedsClient("tmpfs-mount")
final class AuditDiskFullTest {
  @TempDir private Path folder;

  private Path log;
  private RunningBerth berth;
  private RegistryClient client;

  @BeforeEach
  void start() {
    Path data = folder.resolve("data");
    RunningBerth.on(data).close();
    log = data.resolve("audit");
    Command.of("mount", "-t", "tmpfs", "-o", "mode=0700,size=1m", "berth-test", log.toString())
        .run()
        .expectSuccess();
    berth = RunningBerth.on(data);
    client = RegistryClient.of(berth);
  }

  @AfterEach
  void stop() {
    berth.close();
    Command.of("umount", log.toString()).run().expectSuccess();
  }

  @Test
  void changes_are_refused_and_reads_go_on_until_there_is_room_again() throws IOException {
    berth.createRepository("app");
    byte[] layer = Manifests.bytes("a layer");
    String digest = client.push("app", layer);
    Path foreign = log.resolve("foreign");
    fillToTheLastByte(foreign);

    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () -> {
              assertThat(client.send("GET", "/v2/app/blobs/" + digest).body()).isEqualTo(layer);
              return client.send("POST", "/v2/app/blobs/uploads/").status() == 507;
            });
    try (EcrClient ecr = berth.ecr()) {
      assertThatThrownBy(() -> ecr.createRepository(r -> r.repositoryName("new")))
          .isInstanceOf(LimitExceededException.class);
      assertThat(ecr.describeRepositories().repositories()).hasSize(1);
    }
    assertThat(client.send("GET", "/health/ready").texts("warnings"))
        .singleElement()
        .asString()
        .startsWith("audit: ");

    Files.delete(foreign);
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> client.send("GET", "/health/ready").texts("warnings").isEmpty());
    berth.createRepository("new");
    TrailClient trail = TrailClient.of(berth.access());
    assertThat(trail.awaited("ErrorCode", "LimitExceededException").path("eventName").asString())
        .isEqualTo("CreateRepository");
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
}
