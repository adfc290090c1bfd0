package dev.berth.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.DockerDaemon;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import dev.berth.testkit.client.SampleImages;
import dev.berth.testkit.client.WithDockerDaemon;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @TempDir private Path folder;

  @Test
  void a_new_user_pushes_pulls_and_lets_somebody_pull_and_not_push(DockerDaemon daemon)
      throws IOException {
    List<String> commands = Terminal.commands(README, "export ", "read ", "aws ", "docker ");
    assertThat(commands).hasSize(14);
    assertThat(commands.getLast()).startsWith("docker push ");
    try (RunningBerth berth = RunningBerth.on(folder.resolve("berth-data"))) {
      List<String> script = new ArrayList<>();
      script.add("docker import %s base:1 >&2".formatted(SampleImages.debianRootFs()));
      script.add("last() { %s; }".formatted(typed(commands.removeLast(), berth)));
      commands.forEach(command -> script.add(typed(command, berth)));
      script.add("if last; then exit 9; fi");

      Outcome typed = new Terminal(folder).with(daemon).type(script);

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
}
