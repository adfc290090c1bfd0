package dev.berth.testkit.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of one user of skopeo, buildah or podman: credentials, images and configuration, all
 * empty at first. Two folders share nothing, so that what is pushed from one is really transferred
 * when it is pulled into the other.
 */
final class ToolFolder {
  private final Path folder;

  ToolFolder(Path folder) {
    this.folder = Folders.create(folder);
    try {
      // the tools refuse to run with a file that is named and missing
      Files.writeString(credentials(), "{}");
      Files.writeString(folder.resolve("registries.conf"), "unqualified-search-registries = []\n");
      Files.writeString(folder.resolve("containers.conf"), "");
      String storage =
          """
          [storage]
          driver = "vfs"
          graphroot = "%s"
          runroot = "%s"
          """
              .formatted(folder.resolve("images"), folder.resolve("run"));
      Files.writeString(folder.resolve("storage.conf"), storage);
      Files.createDirectories(folder.resolve("tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path credentials() {
    return folder.resolve("auth.json");
  }

  /** A run of the program that reads and writes in this folder only. */
  Command command(String program) {
    return Command.of(program)
        .environment("HOME", folder.toString())
        .environment("TMPDIR", folder.resolve("tmp").toString())
        .environment("XDG_RUNTIME_DIR", folder.toString())
        .environment("REGISTRY_AUTH_FILE", credentials().toString())
        .environment("CONTAINERS_REGISTRIES_CONF", folder.resolve("registries.conf").toString())
        .environment("CONTAINERS_CONF", folder.resolve("containers.conf").toString())
        .environment("CONTAINERS_STORAGE_CONF", folder.resolve("storage.conf").toString());
  }

  /** {@code PROGRAM login} with the password on standard input. */
  static Outcome login(Command program, String registryHost, String user, String password) {
    return program
        .with("login", "--tls-verify=false", "--username", user, "--password-stdin", registryHost)
        .stdin(password)
        .secret(password)
        .run();
  }
}
