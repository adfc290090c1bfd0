package dev.berth.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.registry.event.pattern.EventPattern;
import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;

/** What docs/events.md tells to type, typed. */
final class EventsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "events.md");

  @TempDir private Path folder;

  @Test
  void every_command_works() throws IOException {
    List<String> commands = Terminal.commands(PAGE, "./berth ");
    commands.replaceAll(command -> command.replace("./berth ", "berth "));
    assertThat(commands).hasSizeGreaterThanOrEqualTo(5);
    try (BerthProcess berth = BerthProcess.serve(folder.resolve("berth-data"));
        EcrClient ecr = berth.access().ecr()) {
      ecr.createRepository(request -> request.repositoryName("demo"));

      Outcome typed = new Terminal(folder).withBerth().as(berth.access()).type(commands);

      assertThat(typed.stdout())
          .contains("\"detail-type\":\"Berth Repository Action\"", "0.1 {\"version\":\"0\"");
    }
  }

  @Test
  void its_pattern_is_one() throws IOException {
    List<String> patterns = Terminal.commands(PAGE, "{");
    assertThat(patterns).isNotEmpty().allSatisfy(EventPattern::parse);
  }
}
