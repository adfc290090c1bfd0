package dev.berth.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth} as a user starts it, and the sentences it says when it cannot start. */
final class StartTest {
  private static final String SECRET_LINE = "AWS_SECRET_ACCESS_KEY=";

  @TempDir private Path folder;

  @Test
  void the_first_start_shows_the_root_key_once_and_keeps_it_encrypted() throws IOException {
    Path data = folder.resolve("data");
    String secret;
    try (BerthProcess first = BerthProcess.serve(data, Map.of())) {
      secret = secretIn(first.output());
      assertThat(Files.getPosixFilePermissions(data.resolve("aws-profile")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.readString(data.resolve("aws-profile")))
          .contains("endpoint_url = " + first.endpoint(), "aws_secret_access_key = " + secret);
      assertThat(status(data).expectSuccess().stdout()).contains("us-east-1", "000000000000");
      assertThat(first.stop()).isZero();
    }
    try (BerthProcess second = BerthProcess.serve(data, Map.of())) {
      assertThat(second.output()).noneMatch(line -> line.contains(SECRET_LINE));
      assertThat(status(data).expectSuccess().stdout()).contains("version");
    }
    assertThat(filesWith(folder, secret)).containsExactly(data.resolve("aws-profile"));
  }

  @Test
  void a_key_from_the_environment_replaces_the_stored_one() throws IOException {
    Path data = folder.resolve("data");
    try (BerthProcess first = BerthProcess.serve(data)) {
      assertThat(first.output()).noneMatch(line -> line.contains(SECRET_LINE));
    }
    Map<String, String> other =
        Map.of(
            "BERTH_ROOT_ACCESS_KEY_ID",
            "another",
            "BERTH_ROOT_SECRET_ACCESS_KEY",
            "another-secret");
    try (BerthProcess second = BerthProcess.serve(data, other)) {
      assertThat(status(data).expectSuccess().stdout()).contains("000000000000");
      assertThat(Files.readString(data.resolve("aws-profile"))).contains("= another\n");
      assertThat(second.process().isAlive()).isTrue();
    }
  }

  @Test
  void a_folder_in_use_a_busy_port_and_a_lost_master_key_are_each_said_in_a_sentence()
      throws IOException {
    Path data = folder.resolve("data");
    try (BerthProcess running = BerthProcess.serve(data)) {
      refused(
          BerthProcess.run("serve", "--listen", "127.0.0.1:0", "--data", data.toString()),
          "The data folder %s is in use by process %d;".formatted(data, running.process().pid()));
      assertThat(BerthProcess.run("fsck", "--data", data.toString()).exitCode()).isEqualTo(2);
    }
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refused(
          BerthProcess.run(
              "serve", "--listen", "127.0.0.1:" + busy.getLocalPort(), "--data", data.toString()),
          "Port %d of 127.0.0.1 is in use by another process.".formatted(busy.getLocalPort()));
    }
    Files.delete(data.resolve("master.key"));
    refused(
        BerthProcess.run("serve", "--listen", "127.0.0.1:0", "--data", data.toString()),
        "The data folder holds data but no master key");
  }

  @Test
  void what_cannot_be_a_data_folder_is_left_alone() throws IOException {
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "mine");
    refused(
        BerthProcess.run("serve", "--listen", "127.0.0.1:0", "--data", foreign.toString()),
        "holds files that are not Berth's, such as thesis.txt");
    assertThat(foreign.toFile().list()).containsExactly("thesis.txt");

    // A folder nobody may write to, root included: the kernel's own.
    refused(
        BerthProcess.run("serve", "--listen", "127.0.0.1:0", "--data", "/proc/berth"),
        "The data folder /proc/berth cannot be opened");
  }

  @Test
  void mistakes_in_the_configuration_are_said_together_and_nothing_starts() {
    Outcome outcome =
        BerthProcess.run(
            "serve",
            "--data",
            folder.resolve("d").toString(),
            "--set",
            "regionz=x",
            "--set",
            "accounts=1");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stderr().lines())
        .containsExactly(
            "regionz: there is no such key; the nearest is regions",
            "accounts: '1' is no account id: it has 12 digits");
    assertThat(folder.resolve("d")).doesNotExist();
    refused(
        BerthProcess.run(
            "serve", "--listen", "0.0.0.0:0", "--data", folder.resolve("d").toString()),
        "passwords would go over the network readable");
  }

  @Test
  void help_and_version_need_no_server() {
    assertThat(BerthProcess.run("--help").expectSuccess().stdout())
        .contains("serve", "status", "fsck", "version");
    assertThat(BerthProcess.run("version").expectSuccess().stdout()).startsWith("berth ");
    refused(
        BerthProcess.run("status", "--data", folder.resolve("none").toString()),
        "No endpoint is known");
  }

  private static Outcome status(Path data) {
    return BerthProcess.run("status", "--data", data.toString());
  }

  private static void refused(Outcome outcome, String sentence) {
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stderr().lines()).hasSize(1).first().asString().contains(sentence);
    assertThat(outcome.stdout()).isEmpty();
  }

  private static String secretIn(List<String> output) {
    List<String> secrets = output.stream().filter(line -> line.contains(SECRET_LINE)).toList();
    assertThat(secrets).hasSize(1);
    return secrets.getFirst().substring(secrets.getFirst().indexOf('=') + 1);
  }

  private static List<Path> filesWith(Path root, String text) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
