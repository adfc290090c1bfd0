package dev.berth.testkit.client;

import java.nio.file.Path;

/** regctl of one user: regclient, which reads and writes referrers as OCI 1.1 has them. */
public final class Regctl {
  private final Path folder;

  /** A user without credentials, whose files are kept in {@code folder}. */
  public Regctl(Path folder) {
    this.folder = Folders.create(folder);
  }

  /** Logs in to a registry that is reached without TLS from now on. */
  public Outcome login(String registryHost, String user, String password) {
    run("registry", "set", "--tls", "disabled", "--skip-check", registryHost).expectSuccess();
    return command("registry", "login", registryHost, "--user", user, "--pass-stdin")
        .stdin(password)
        .secret(password)
        .run();
  }

  /** {@code regctl …}. */
  public Outcome run(String... arguments) {
    return command(arguments).run();
  }

  /** {@code regctl …} that reads this text. */
  public Outcome feed(String text, String... arguments) {
    return command(arguments).stdin(text).run();
  }

  private Command command(String... arguments) {
    return Command.of(Clients.built("regctl"), arguments)
        .in(folder)
        .environment("HOME", folder.toString())
        .environment("DOCKER_CONFIG", folder.toString())
        .environment("REGCTL_CONFIG", folder.resolve("regctl.json").toString());
  }
}
