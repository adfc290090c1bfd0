package dev.berth.testkit.client;

import java.nio.file.Path;

/** podman of one user, with image storage of its own. */
public final class Podman {
  private final ToolFolder tools;
  private final Path folder;

  /** A user without credentials and images, whose files are kept in {@code folder}. */
  public Podman(Path folder) {
    this.folder = folder;
    this.tools = new ToolFolder(folder);
  }

  public Outcome login(String registryHost, String user, String password) {
    return ToolFolder.login(podman(), registryHost, user, password);
  }

  public Outcome push(String image, String... options) {
    return podman().with("push", "--tls-verify=false").with(options).with(image).run();
  }

  public Outcome pull(String image) {
    return run("pull", "--tls-verify=false", image);
  }

  /** Pushes a manifest list with all the images it names. */
  public Outcome pushManifest(String list, String destination) {
    return run("manifest", "push", "--all", "--tls-verify=false", list, destination);
  }

  /**
   * {@code podman …}, for what has no method here; commands that reach a registry want {@code
   * --tls-verify=false}.
   */
  public Outcome run(String... arguments) {
    return podman().with(arguments).run();
  }

  private Command podman() {
    return tools
        .command("podman")
        .with("--tmpdir", folder.resolve("tmp").toString())
        .with("--cgroup-manager", "cgroupfs")
        .with("--events-backend", "none");
  }
}
