package dev.berth.testkit.client;

import java.nio.file.Path;

/**
 * crane of one user: go-containerregistry, the library below many build tools. It speaks plain HTTP
 * to {@code localhost}.
 */
public final class Crane {
  private final Path folder;

  /** A user without credentials, whose files are kept in {@code folder}. */
  public Crane(Path folder) {
    this.folder = Folders.create(folder);
  }

  public Outcome login(String registryHost, String user, String password) {
    return command("auth", "login", registryHost, "--username", user, "--password-stdin")
        .stdin(password)
        .secret(password)
        .run();
  }

  /** Pushes the image or index of a layout. */
  public Outcome push(SampleImages.Layout layout, String image) {
    return run("push", "--index", layout.folder().toString(), image);
  }

  /** {@code crane …}. */
  public Outcome run(String... arguments) {
    return command(arguments).run();
  }

  private Command command(String... arguments) {
    return Command.of(Clients.built("crane"), arguments)
        .environment("HOME", folder.toString())
        .environment("DOCKER_CONFIG", folder.toString());
  }
}
