package dev.berth.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.Command;
import dev.berth.testkit.client.NeedsClient;
import dev.berth.testkit.client.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final String INDENT = "    ";
  private static final String ANY_REQUEST = "1f0c6a3e-…";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void every_command_works_and_finds_what_was_done_before() throws IOException {
    List<String> policies = commands("policies.md", "aws ");
    List<String> audit = commands("audit.md", "./berth ");
    assertThat(policies).hasSize(3);
    assertThat(audit).hasSize(5);
    assertThat(audit.removeLast()).startsWith("./berth explain-denial " + ANY_REQUEST);
    BerthProcess.program(folder.resolve("bin"), "berth");
    try (RunningBerth berth = RunningBerth.on(folder.resolve("data"))) {
      List<String> script = new ArrayList<>(policies);
      audit.forEach(
          command ->
              script.add(
                  command.replace("./berth", "berth").replace("AKIA…", "$AWS_ACCESS_KEY_ID")));

      Outcome typed = type(berth, script);

      assertThat(typed.stdout())
          .contains("\"registryId\": \"000000000000\"", "\\\"Effect\\\" : \\\"Deny\\\"")
          .contains("TIME", "PutRegistryPolicy", "DeleteRegistryPolicy", "CreateUser")
          .contains("\"eventName\":\"PutRegistryPolicy\"");
    }
  }

  private Outcome type(RunningBerth berth, List<String> commands) {
    return Command.of("bash", "-c", "set -euo pipefail\n" + String.join("\n", commands))
        .environment(
            "PATH",
            folder.resolve("bin")
                + ":"
                + AwsCli.pinnedFolder()
                + ":/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin")
        .environment("HOME", folder.toString())
        .environment("AWS_ENDPOINT_URL", berth.endpoint().toString())
        .environment("AWS_ACCESS_KEY_ID", berth.access().accessKeyId())
        .environment("AWS_SECRET_ACCESS_KEY", berth.access().secretAccessKey())
        .environment("AWS_REGION", berth.access().region())
        .environment("AWS_DEFAULT_REGION", berth.access().region())
        .environment("AWS_PAGER", "")
        .deadline(PATIENCE)
        .run()
        .expectSuccess();
  }

  private static List<String> commands(String page, String program) throws IOException {
    return new ArrayList<>(
        Files.readAllLines(DOCS.resolve(page)).stream()
            .filter(line -> line.startsWith(INDENT + program))
            .map(String::strip)
            .toList());
  }
}
