package dev.berth.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.Command;
import dev.berth.testkit.client.DockerDaemon;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.WithDockerDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README tells a new user to type, typed: with another port and folder, and a real image
 * in the place of {@code IMAGE}.
 */
@WithDockerDaemon
@NeedsClient({"aws", "docker", "debootstrap-image"})
final class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final String INDENT = "    ";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void a_new_user_pushes_pulls_and_lets_somebody_pull_and_not_push(DockerDaemon daemon)
      throws IOException {
    List<String> commands = commands();
    assertThat(commands).hasSize(14);
    assertThat(commands.getLast()).startsWith("docker push ");
    try (RunningBerth berth = RunningBerth.on(folder.resolve("berth-data"))) {
      StringBuilder script = new StringBuilder("set -euo pipefail\n");
      script.append("docker import %s base:1 >&2\n".formatted(SampleImages.debianRootFs()));
      script.append("last() { %s; }\n".formatted(typed(commands.removeLast(), berth)));
      for (String command : commands) {
        script.append(typed(command, berth)).append('\n');
      }
      script.append("if last; then exit 9; fi\n");

      Outcome typed =
          Command.of("bash", "-c", script.toString())
              .environment(
                  "PATH", AwsCli.pinnedFolder() + ":/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin")
              .environment("DOCKER_HOST", daemon.address())
              .environment("DOCKER_CONFIG", folder.resolve("docker").toString())
              .environment("HOME", folder.toString())
              .environment("AWS_PAGER", "")
              .deadline(PATIENCE)
              .run()
              .expectSuccess();

      assertThat(typed.stdout())
          .contains("Login Succeeded", "1: digest: sha256:", "\"imageTags\": [")
          .contains("\"repositoryUri\": \"%s/demo\"".formatted(berth.registryHost()));
      assertThat(typed.stderr())
          .contains(
              "denied: User: arn:aws:iam::000000000000:user/puller is not authorized to perform:"
                  + " ecr:InitiateLayerUpload on resource:"
                  + " arn:aws:ecr:us-east-1:000000000000:repository/demo because no identity-based"
                  + " policy allows the ecr:InitiateLayerUpload action");
    }
  }

  private String typed(String command, RunningBerth berth) {
    return command
        .replace("$PWD", folder.toString())
        .replace("localhost:5000", berth.registryHost())
        .replace(" IMAGE ", " base:1 ");
  }

  private static List<String> commands() throws IOException {
    return Files.readAllLines(README).stream()
        .filter(line -> line.startsWith(INDENT))
        .map(String::strip)
        .filter(
            line ->
                line.startsWith("export ")
                    || line.startsWith("read ")
                    || line.startsWith("aws ")
                    || line.startsWith("docker "))
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
