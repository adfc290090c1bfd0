package dev.berth.testkit.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A docker client of one {@link DockerDaemon} with a credential store of its own, so that two of
 * them can be logged in as different users.
 */
public final class Docker {
  private final Path config;
  private final Path socket;
  private final Map<String, String> environment;

  Docker(Path config, Path socket) {
    this(config, socket, Map.of());
  }

  private Docker(Path config, Path socket, Map<String, String> environment) {
    this.config = Folders.create(config);
    this.socket = socket;
    this.environment = Map.copyOf(environment);
  }

  /**
   * The same client, which asks a credential helper for its logins to a registry.
   *
   * @param helper what stands behind {@code docker-credential-} in the name of a program on the
   *     PATH
   * @param variables what the helper needs in its environment, its PATH too
   */
  public Docker withHelper(String registryHost, String helper, Map<String, String> variables) {
    try {
      Files.writeString(
          config.resolve("config.json"),
          "{\"credHelpers\":{\"%s\":\"%s\"}}".formatted(registryHost, helper));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Docker(config, socket, variables);
  }

  /** What it keeps of its logins. */
  public String configuration() {
    try {
      return Files.readString(config.resolve("config.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
        .environment("DOCKER_BUILDKIT", "0")
        .environment(environment);
  }
}
