package dev.berth.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/policies.md and docs/audit.md tell to type, typed in turn: the second has the first to
 * tell of. The table of cases in docs/policies.md is tested in {@code cli}, what explain-denial
 * prints in {@code audit}.
 */
@NeedsClient("aws")
final class PoliciesAndAuditPagesTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final String ANY_REQUEST = "1f0c6a3e-…";

  @TempDir private Path folder;

  @Test
  void every_command_works_and_finds_what_was_done_before() throws IOException {
    List<String> policies = Terminal.commands(DOCS.resolve("policies.md"), "aws ");
    List<String> audit = Terminal.commands(DOCS.resolve("audit.md"), "./berth ");
    assertThat(policies).hasSize(3);
    assertThat(audit).hasSize(5);
    assertThat(audit.removeLast()).startsWith("./berth explain-denial " + ANY_REQUEST);
    try (RunningBerth berth = RunningBerth.on(folder.resolve("data"))) {
      List<String> script = new ArrayList<>(policies);
      audit.forEach(
          command ->
              script.add(
                  command.replace("./berth", "berth").replace("AKIA…", "$AWS_ACCESS_KEY_ID")));

      Outcome typed = new Terminal(folder).withBerth().as(berth.access()).type(script);

      assertThat(typed.stdout())
          .contains("\"registryId\": \"000000000000\"", "\\\"Effect\\\" : \\\"Deny\\\"")
          .contains("TIME", "PutRegistryPolicy", "DeleteRegistryPolicy", "CreateUser")
          .contains("\"eventName\":\"PutRegistryPolicy\"");
    }
  }
}
