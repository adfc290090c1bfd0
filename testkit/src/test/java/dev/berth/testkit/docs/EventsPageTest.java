package dev.berth.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.registry.event.pattern.EventPattern;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.Command;
import dev.berth.testkit.client.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;

/** What docs/events.md tells to type, typed. */
final class EventsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "events.md");
  private static final String INDENT = "    ";

  @TempDir private Path folder;

  @Test
  void every_command_works() throws IOException {
    List<String> commands = lines("./berth ");
    assertThat(commands).hasSizeGreaterThanOrEqualTo(5);
    try (BerthProcess berth = BerthProcess.serve(folder.resolve("berth-data"));
        EcrClient ecr = berth.access().ecr()) {
      ecr.createRepository(request -> request.repositoryName("demo"));

      Outcome typed = type(berth.access(), commands);

      assertThat(typed.stdout())
          .contains("\"detail-type\":\"Berth Repository Action\"", "0.1 {\"version\":\"0\"");
    }
  }

  @Test
  void its_pattern_is_one() throws IOException {
    List<String> patterns = lines("{");
    assertThat(patterns).isNotEmpty().allSatisfy(EventPattern::parse);
  }

  private Outcome type(AwsAccess access, List<String> commands) {
    Path programs = folder.resolve("programs");
    BerthProcess.program(programs, "berth");
    String script =
        "set -euo pipefail\n" + String.join("\n", commands).replace("./berth ", "berth ") + "\n";
    return Command.of("bash", "-c", script)
        .environment("PATH", programs + ":/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin")
        .environment("HOME", folder.toString())
        .environment("AWS_ACCESS_KEY_ID", access.accessKeyId())
        .environment("AWS_SECRET_ACCESS_KEY", access.secretAccessKey())
        .environment("AWS_DEFAULT_REGION", access.region())
        .environment("AWS_ENDPOINT_URL", access.endpoint().toString())
        .deadline(Duration.ofMinutes(2))
        .run()
        .expectSuccess();
  }

  private static List<String> lines(String start) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith(INDENT + start))
        .map(String::strip)
        .toList();
  }
}
