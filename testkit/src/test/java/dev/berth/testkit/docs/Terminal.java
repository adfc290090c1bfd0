package dev.berth.testkit.docs;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.AwsCli;
import dev.berth.testkit.client.Command;
import dev.berth.testkit.client.DockerDaemon;
import dev.berth.testkit.client.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The shell in which a reader of a page types its commands: one script in bash, which ends at the
 * first command that fails. It finds the pinned {@code aws}, Debian's programs, and whatever is put
 * into {@link #programs}; of this machine's configuration it sees nothing.
 */
final class Terminal {
  private static final String INDENT = "    ";
  private static final String DEBIAN_FOLDERS = "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path home;
  private final Map<String, String> environment = new LinkedHashMap<>();

  /** A shell whose home is that folder. */
  Terminal(Path home) {
    this.home = home;
    environment.put("PATH", programs() + ":" + AwsCli.pinnedFolder() + ":" + DEBIAN_FOLDERS);
    environment.put("HOME", home.toString());
    environment.put("AWS_PAGER", "");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
  }

  /** The indented lines of a page that start in one of these ways, in order; the caller's list. */
  static List<String> commands(Path page, String... starts) throws IOException {
    return new ArrayList<>(
        Files.readAllLines(page).stream()
            .filter(line -> Stream.of(starts).anyMatch(start -> line.startsWith(INDENT + start)))
            .map(String::strip)
            .toList());
  }

  /** The folder of programs of its own, first on its PATH. */
  Path programs() {
    return home.resolve("bin");
  }

  /** With the command {@code berth}. */
  Terminal withBerth() {
    BerthProcess.program(programs(), "berth");
    return this;
  }

  /** With that key, Region and endpoint in the environment, where aws and berth find them. */
  Terminal as(AwsAccess access) {
    return with("AWS_ENDPOINT_URL", access.endpoint().toString())
        .with("AWS_ACCESS_KEY_ID", access.accessKeyId())
        .with("AWS_SECRET_ACCESS_KEY", access.secretAccessKey())
        .with("AWS_DEFAULT_REGION", access.region());
  }

  /** With docker commands for that daemon, and what {@code docker login} keeps at home. */
  Terminal with(DockerDaemon daemon) {
    return with("DOCKER_HOST", daemon.address())
        .with("DOCKER_CONFIG", home.resolve("docker").toString());
  }

  /** With a variable in the environment. */
  Terminal with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Types commands into a new shell, at home; each must succeed. */
  Outcome type(List<String> commands) {
    return type(home, commands);
  }

  /** Types commands in that folder. */
  Outcome type(Path folder, List<String> commands) {
    return Command.of("bash", "-c", "set -euo pipefail\n" + String.join("\n", commands) + "\n")
        .environment(environment)
        .in(folder)
        .deadline(PATIENCE)
        .run()
        .expectSuccess();
  }
}
