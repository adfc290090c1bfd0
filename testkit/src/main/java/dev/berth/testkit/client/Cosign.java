package dev.berth.testkit.client;

import java.nio.file.Path;

/**
 * cosign of one user, who signs with keys of files. No service is asked: there is no transparency
 * log, no update of trusted roots, and whatever would leave this machine meets a proxy that is not
 * there.
 */
public final class Cosign {
  private static final String[] WITHOUT_SERVICES = {
    "--yes", "--tlog-upload=false", "--use-signing-config=false"
  };

  private final Path folder;

  /** A user without credentials and keys, whose files are kept in {@code folder}. */
  public Cosign(Path folder) {
    this.folder = Folders.create(folder);
  }

  public Outcome login(String registryHost, String user, String password) {
    return command("login", registryHost, "--username", user, "--password-stdin")
        .stdin(password)
        .secret(password)
        .run();
  }

  /** Makes the files NAME.key and NAME.pub. */
  public Outcome makeKey(String name) {
    return run("generate-key-pair", "--output-key-prefix", name);
  }

  /** Signs what {@code image} names, with NAME.key. */
  public Outcome sign(String name, String image, String... options) {
    return command("sign", "--key", name + ".key")
        .with(WITHOUT_SERVICES)
        .with(options)
        .with(image)
        .run();
  }

  /** Signs a statement about an image: the file's JSON, of cosign's type {@code custom}. */
  public Outcome attest(String name, String image, Path statement) {
    return command("attest", "--key", name + ".key", "--type", "custom")
        .with(WITHOUT_SERVICES)
        .with("--predicate", statement.toString(), image)
        .run();
  }

  /** Verifies with NAME.pub that the image was signed. */
  public Outcome verify(String name, String image, String... options) {
    return command("verify", "--key", name + ".pub", "--insecure-ignore-tlog")
        .with(options)
        .with(image)
        .run();
  }

  /** Verifies with NAME.pub what was stated about the image, and prints it. */
  public Outcome verifyAttestation(String name, String image) {
    return run(
        "verify-attestation",
        "--key",
        name + ".pub",
        "--insecure-ignore-tlog",
        "--type",
        "custom",
        image);
  }

  /** {@code cosign …}, in this user's folder. */
  public Outcome run(String... arguments) {
    return command(arguments).run();
  }

  private Command command(String... arguments) {
    return Command.of(Clients.built("cosign"), arguments)
        .in(folder)
        .environment("HOME", folder.toString())
        .environment("DOCKER_CONFIG", folder.toString())
        .environment("TUF_ROOT", folder.resolve("tuf").toString())
        .environment("HTTPS_PROXY", "http://127.0.0.1:1")
        // the experiments are those options that keep signatures of the old format as referrers
        .environment("COSIGN_EXPERIMENTAL", "1")
        .environment("COSIGN_PASSWORD", "");
  }
}
