package dev.berth.testkit.client;

import java.nio.file.Path;

/**
 * oras of one user, for artifacts and what is attached to them. It reads and writes files in this
 * user's folder.
 */
public final class Oras {
  private final Path folder;

  /** A user without credentials, whose files are kept in {@code folder}. */
  public Oras(Path folder) {
    this.folder = Folders.create(folder);
  }

  public Outcome login(String registryHost, String user, String password) {
    return command("login", "--plain-http", registryHost, "--username", user, "--password-stdin")
        .stdin(password)
        .secret(password)
        .run();
  }

  /** {@code oras …} of one registry, without TLS; not for {@code copy}. */
  public Outcome run(String... arguments) {
    return command(arguments).with("--plain-http").run();
  }

  /** Copies an artifact; with {@code --recursive} also what is attached to it, at any depth. */
  public Outcome copy(String from, String to, String... options) {
    return command("copy", "--from-plain-http", "--to-plain-http")
        .with(options)
        .with(from, to)
        .run();
  }

  private Command command(String... arguments) {
    return Command.of(Clients.built("oras"), arguments)
        .in(folder)
        .environment("HOME", folder.toString())
        .environment("DOCKER_CONFIG", folder.toString());
  }
}
