package dev.berth.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@NeedsClient({"docker", "dockerd"})
final class DockerDaemonTest {
  @Test
  void a_closed_engine_leaves_no_process_mount_or_file() throws IOException {
    String folder;
    try (DockerDaemon daemon = DockerDaemon.start()) {
      folder =
          daemon
              .client("user")
              .run("info", "--format", "{{.DockerRootDir}}")
              .text()
              .replace("/data", "");
      assertThat(Path.of(folder)).isDirectory();
    }

    assertThat(Path.of(folder)).doesNotExist();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder);
    assertThat(ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse("")))
        .noneMatch(line -> line.contains(folder + "/"));
  }
}
