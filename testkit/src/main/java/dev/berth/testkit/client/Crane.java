package dev.berth.testkit.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * crane of one user: go-containerregistry, the library below many build tools. It speaks plain HTTP
 * to {@code localhost}.
 */
public final class Crane {
  private final Path folder;
  private final Map<String, String> proxy;

  /** A user without credentials, whose files are kept in {@code folder}. */
  public Crane(Path folder) {
    this(Folders.create(folder), Map.of());
  }

  private Crane(Path folder, Map<String, String> proxy) {
    this.folder = folder;
    this.proxy = proxy;
  }

  /**
   * The same user, who reaches every registry through this HTTP proxy, in plain HTTP and by a name
   * that nobody has to resolve.
   */
  public Crane through(URI address) {
    return new Crane(folder, Map.of("HTTP_PROXY", address.toString()));
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
    String[] words =
        proxy.isEmpty()
            ? arguments
            : Stream.concat(Stream.of(arguments), Stream.of("--insecure")).toArray(String[]::new);
    return Command.of(Clients.built("crane"), words)
        .environment(proxy)
        .environment("HOME", folder.toString())
        .environment("DOCKER_CONFIG", folder.toString());
  }
}
