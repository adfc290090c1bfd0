package dev.berth.testkit.client;

import java.nio.file.Path;

/**
 * skopeo of one user. Images are named with their transport: {@code docker://HOST/NAME:TAG}, {@code
 * oci:FOLDER:TAG}, {@code docker-archive:FILE}.
 */
public final class Skopeo {
  private final ToolFolder folder;

  /** A user without credentials, whose files are kept in {@code folder}. */
  public Skopeo(Path folder) {
    this.folder = new ToolFolder(folder);
  }

  public Outcome login(String registryHost, String user, String password) {
    return ToolFolder.login(skopeo(), registryHost, user, password);
  }

  /**
   * Copies one image, of a multi-platform image the one for this machine; with {@code --all} every
   * image.
   */
  public Outcome copy(String from, String to, String... options) {
    return skopeo()
        .with("copy", "--src-tls-verify=false", "--dest-tls-verify=false")
        .with(options)
        .with(from, to)
        .run();
  }

  /**
   * Copies every tag of a repository, or every image of a folder, to a place below which its name
   * is kept; both named by their transport: {@code docker:HOST/NAME}, {@code dir:FOLDER}.
   */
  public Outcome sync(String from, String to) {
    String[] source = from.split(":", 2);
    String[] destination = to.split(":", 2);
    return skopeo()
        .with("sync", "--all", "--src-tls-verify=false", "--dest-tls-verify=false")
        .with("--src", source[0], "--dest", destination[0], source[1], destination[1])
        .run();
  }

  /** What the manifest and config say, as JSON; with {@code --raw} the manifest's bytes. */
  public Outcome inspect(String image, String... options) {
    return skopeo().with("inspect", "--tls-verify=false").with(options).with(image).run();
  }

  /** The tags of {@code docker://HOST/NAME}, as JSON. */
  public Outcome listTags(String repository) {
    return skopeo().with("list-tags", "--tls-verify=false", repository).run();
  }

  /** Deletes the manifest that the name resolves to, with all its tags. */
  public Outcome delete(String image) {
    return skopeo().with("delete", "--tls-verify=false", image).run();
  }

  private Command skopeo() {
    return folder.command("skopeo").with("--insecure-policy");
  }
}
