package dev.berth.testkit.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Main;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that is full to its last block, and one that the kernel lets nobody write to. */
@NeedsClient("loop-mount")
final class SmallDiskTest {
  private static final int MEGABYTES = 24;
  private static final int CHUNK = 1 << 20;
  private static final String REPOSITORY = "small";

  @TempDir private Path folder;

  private final Promises promises = new Promises();
  private int pushes;

  @Test
  void a_full_disk_in_memory_refuses_writes_and_goes_on_when_there_is_room() throws IOException {
    try (Volume disk = Volume.inMemory(folder.resolve("disk"), MEGABYTES)) {
      fillAndFree(disk);
    }
  }

  @Test
  void a_full_disk_refuses_writes_and_goes_on_when_there_is_room() throws IOException {
    Path image = folder.resolve("image");
    Volume.format(image, MEGABYTES);
    try (Volume disk = Volume.ofImage(image, folder.resolve("disk"))) {
      fillAndFree(disk);
    }
  }

  /**
   * What the kernel does with a disk that is damaged. It lets nobody make such a disk writable
   * again while files on it are open, so that takes a restart.
   */
  @Test
  void a_disk_that_the_kernel_made_read_only_is_read_and_its_loss_is_told() throws IOException {
    Path image = folder.resolve("image");
    Volume.format(image, MEGABYTES);
    try (Volume disk = Volume.ofImage(image, folder.resolve("disk"));
        BerthProcess berth = BerthProcess.serveOnSmallDisk(data(disk));
        Registry registry = Registry.of(berth)) {
      registry.ecr().createRepository(r -> r.repositoryName(REPOSITORY));
      assertThat(push(registry)).isEmpty();

      disk.becomeReadOnly();
      assertRefusesAndReads(registry);
    }
    try (Volume again = Volume.ofImage(image, folder.resolve("disk"))) {
      assertThat(Main.run("fsck", "--full", "--data", data(again).toString())).isZero();
      try (BerthProcess berth = BerthProcess.serveOnSmallDisk(data(again));
          Registry registry = Registry.of(berth)) {
        assertThat(promises.broken(registry::look)).isEmpty();
        assertThat(push(registry)).isEmpty();
      }
    }
  }

  /**
   * The same without the kernel's: the calls that write fail as on such a disk, and then do not.
   */
  @Test
  @NeedsClient("strace")
  void when_writes_are_possible_again_they_succeed_without_a_restart() throws IOException {
    Path data = folder.resolve("data");
    try (BerthProcess berth = BerthProcess.serve(data);
        Registry registry = Registry.of(berth)) {
      registry.ecr().createRepository(r -> r.repositoryName(REPOSITORY));
      assertThat(push(registry)).isEmpty();

      String calls = "pwrite64,ftruncate,mkdir,unlink,fsync";
      try (Strace readOnly =
          Strace.ofProcess(
              berth.process().pid(),
              folder.resolve("trace"),
              "-e",
              "trace=" + calls,
              "-e",
              "inject=" + calls + ":error=EROFS")) {
        assertRefusesAndReads(registry);
        assertThat(readOnly.injected()).isPositive();
      }
      assertWorksAgain(registry);
    }
    assertThat(Main.run("fsck", "--full", "--data", data.toString())).isZero();
  }

  private void assertRefusesAndReads(Registry registry) {
    SteppedPush.Stopped refused = push(registry).orElseThrow();
    Answer answer = refused.answer().orElseThrow();
    assertThat(answer.status()).as("%s", refused).isIn(500, 503);
    assertThat(answer.code()).as("%s", refused).isNotEmpty();
    assertThat(promises.broken(registry::look)).isEmpty();
    Answer ready = registry.v2().send("GET", "/health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.texts("reasons")).anyMatch(reason -> reason.startsWith("database: "));
  }

  private void assertWorksAgain(Registry registry) {
    assertThat(push(registry)).isEmpty();
    assertThat(promises.broken(registry::look)).isEmpty();
    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> registry.v2().send("GET", "/health/ready").status() == 200);
  }

  private static Path data(Volume disk) {
    return disk.folder().resolve("data");
  }

  private void fillAndFree(Volume disk) throws IOException {
    Path data = data(disk);
    try (BerthProcess berth = BerthProcess.serveOnSmallDisk(data);
        Registry registry = Registry.of(berth)) {
      registry.ecr().createRepository(r -> r.repositoryName(REPOSITORY));
      assertThat(push(registry)).isEmpty();

      Path half = disk.take(MEGABYTES / 2);
      assertThat(fillByPushes(registry).status()).isEqualTo(507);
      Path rest = disk.fill();
      SteppedPush.Stopped refused = push(registry).orElseThrow();
      assertThat(refused.answer().orElseThrow().status()).as("%s", refused).isEqualTo(507);
      assertThat(promises.broken(registry::look)).isEmpty();
      assertThat(registry.v2().send("GET", "/health/live").status()).isEqualTo(200);

      Files.delete(half);
      Files.delete(rest);
      assertWorksAgain(registry);
    }
    assertThat(Main.run("fsck", "--full", "--data", data.toString())).isZero();
  }

  /** What is answered to the first layer that does not fit. */
  private Answer fillByPushes(Registry registry) {
    for (int i = 0; i <= MEGABYTES; i++) {
      byte[] layer = new byte[CHUNK];
      new Random(1000 + i).nextBytes(layer);
      String digest = Manifests.digest(layer);
      promises.ask(Map.of(Fact.blob(REPOSITORY, digest), digest));
      Answer answer =
          registry
              .v2()
              .send("POST", "/v2/" + REPOSITORY + "/blobs/uploads/?digest=" + digest, layer);
      if (answer.status() != 201) {
        return answer;
      }
      promises.acknowledge();
    }
    throw new AssertionError("more was stored than the disk holds");
  }

  private Optional<SteppedPush.Stopped> push(Registry registry) {
    return new SteppedPush(REPOSITORY, pushes++, promises).run(registry, _ -> {});
  }
}
