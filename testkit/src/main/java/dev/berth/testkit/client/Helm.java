package dev.berth.testkit.client;

import java.nio.file.Path;

/** helm of one user. Its charts are OCI artifacts, pushed with the library below oras. */
public final class Helm {
  private final Path folder;

  /** A user without credentials and charts, whose files are kept in {@code folder}. */
  public Helm(Path folder) {
    this.folder = Folders.create(folder);
  }

  public Outcome login(String registryHost, String user, String password) {
    return command(
            "registry",
            "login",
            registryHost,
            "--plain-http",
            "--username",
            user,
            "--password-stdin")
        .stdin(password)
        .secret(password)
        .run();
  }

  /** Writes helm's own sample chart of that name, version 0.1.0, and packs it. */
  public Path samplePackage(String name) {
    run("create", name).expectSuccess();
    run("package", name).expectSuccess();
    return folder.resolve(name + "-0.1.0.tgz");
  }

  /** Pushes a packed chart; the repository is {@code HOST/prefix/NAME}, the tag its version. */
  public Outcome push(Path chart, String hostAndPrefix) {
    return run("push", chart.toString(), "oci://" + hostAndPrefix, "--plain-http");
  }

  /** Pulls a chart into this user's folder. */
  public Outcome pull(String repository, String version) {
    return run("pull", "oci://" + repository, "--version", version, "--plain-http");
  }

  /** {@code helm …}, in this user's folder. */
  public Outcome run(String... arguments) {
    return command(arguments).run();
  }

  private Command command(String... arguments) {
    return Command.of(Clients.built("helm"), arguments)
        .in(folder)
        .environment("HOME", folder.toString())
        .environment("HELM_CONFIG_HOME", folder.resolve("config").toString())
        .environment("HELM_CACHE_HOME", folder.resolve("cache").toString())
        .environment("HELM_DATA_HOME", folder.resolve("share").toString());
  }
}
