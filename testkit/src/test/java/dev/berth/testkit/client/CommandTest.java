package dev.berth.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandTest {
  @Test
  void a_program_is_known_by_its_exit_code_and_both_outputs() {
    Outcome outcome = Command.of("sh", "-c", "cat; echo no >&2; exit 3").stdin("yes").run();

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.stdout()).isEqualTo("yes");
    assertThat(outcome.stderr()).isEqualTo("no\n");
  }

  @Test
  void a_program_sees_the_told_environment_and_nothing_of_this_machines() {
    String seen = Command.of("env").environment("TOLD", "1").run().text();

    assertThat(seen.lines().map(line -> line.substring(0, line.indexOf('='))))
        .containsExactlyInAnyOrder("PATH", "LC_ALL", "TOLD");
  }

  @Test
  void an_unexpected_failure_tells_everything_but_the_secrets() {
    Outcome outcome =
        Command.of("sh", "-c", "echo sesame is wrong >&2; exit 1").secret("sesame").run();

    assertThatThrownBy(outcome::expectSuccess)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("*** is wrong")
        .hasMessageNotContaining("sesame");
  }

  @Test
  void an_unexpected_success_fails_the_test() {
    assertThatThrownBy(Command.of("true").run()::expectFailure).isInstanceOf(AssertionError.class);
  }

  @Test
  void a_program_that_passes_its_deadline_is_killed_with_its_children(@TempDir Path folder)
      throws Exception {
    Path child = folder.resolve("child");
    Command command =
        Command.of("sh", "-c", "sleep 600 & echo $! >" + child + "; echo begun; wait")
            .deadline(Duration.ofSeconds(3));

    assertThatThrownBy(command::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("begun");

    long pid = Long.parseLong(Files.readString(child).strip());
    await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void of_a_long_output_the_first_mebibyte_is_kept() {
    Outcome outcome = Command.of("head", "-c", "3000000", "/dev/zero").run();

    assertThat(outcome.stdout()).startsWith("\0".repeat(1 << 20)).endsWith("[1951424 more bytes]");
  }
}
