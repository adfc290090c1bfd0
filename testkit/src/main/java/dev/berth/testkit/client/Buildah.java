package dev.berth.testkit.client;

import java.nio.file.Path;

/**
 * buildah of one user, with image storage of its own. It builds without network and without a
 * container runtime.
 */
public final class Buildah {
  private final ToolFolder folder;

  /** A user without credentials and images, whose files are kept in {@code folder}. */
  public Buildah(Path folder) {
    this.folder = new ToolFolder(folder);
  }

  public Outcome login(String registryHost, String user, String password) {
    return ToolFolder.login(buildah(), registryHost, user, password);
  }

  /** Builds the Dockerfile of {@code context}; {@code RUN} steps work, in a changed root. */
  public Outcome build(Path context, String image) {
    return run(
        "bud", "--isolation", "chroot", "--tls-verify=false", "--tag", image, context.toString());
  }

  /**
   * Builds the same way, and keeps every layer in that repository for the next who builds; layers
   * that are there already are not built.
   */
  public Outcome buildCached(Path context, String image, String cacheRepository) {
    return run(
        "bud",
        "--layers",
        "--isolation",
        "chroot",
        "--tls-verify=false",
        "--cache-to",
        cacheRepository,
        "--cache-from",
        cacheRepository,
        "--tag",
        image,
        context.toString());
  }

  public Outcome push(String image, String... options) {
    return buildah().with("push", "--tls-verify=false").with(options).with(image).run();
  }

  public Outcome pull(String image) {
    return run("pull", "--tls-verify=false", image);
  }

  /**
   * {@code buildah …}, for what has no method here; commands that reach a registry want {@code
   * --tls-verify=false}.
   */
  public Outcome run(String... arguments) {
    return buildah().with(arguments).run();
  }

  private Command buildah() {
    return folder.command("buildah");
  }
}
