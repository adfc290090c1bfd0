package dev.berth.testkit.client;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A docker client of one {@link DockerDaemon} with a credential store of its own, so that two of
 * them can be logged in as different users.
 */
public final class Docker {
  private final Path config;
  private final Path socket;

  Docker(Path config, Path socket) {
    this.config = Folders.create(config);
    this.socket = socket;
  }

  /** {@code docker …}. */
  public Outcome run(String... arguments) {
    return command(arguments).run();
  }

  /** {@code docker login} with the password on standard input. */
  public Outcome login(String registryHost, String user, String password) {
    return command("login", "--username", user, "--password-stdin", registryHost)
        .stdin(password)
        .secret(password)
        .run();
  }

  /** Whether the engine answers within that time. */
  boolean answers(Duration longest) {
    return command("version").deadline(longest).run().succeeded();
  }

  private Command command(String... arguments) {
    return Command.of("docker", "--config", config.toString(), "--host", "unix://" + socket)
        .with(arguments)
        .environment("HOME", config.toString())
        // BuildKit's client wants a plugin that Debian does not have; the classic builder is in the
        // daemon
        .environment("DOCKER_BUILDKIT", "0");
  }
}
