package dev.berth.testkit.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * notation of one user, who signs with a certificate of their own making and trusts no other,
 * whatever the repository.
 */
public final class Notation {
  private static final String TRUST_POLICY =
      """
      {"version": "1.0", "trustPolicies": [{"name": "tests", "registryScopes": ["*"],
       "signatureVerification": {"level": "strict"}, "trustStores": ["ca:tests"],
       "trustedIdentities": ["*"]}]}
      """;

  private final Path folder;
  private final String password;

  private Notation(Path folder, String password) {
    this.folder = Folders.create(folder);
    this.password = password;
  }

  /**
   * A user with a new key and its certificate, both made by openssl and kept in {@code folder}.
   *
   * @param password what the user {@code AWS} logs in with; notation asks for a program that keeps
   *     credentials, so it is told with each command instead
   */
  public static Notation withNewKey(Path folder, String password) {
    Notation notation = new Notation(folder, password);
    notation.makeKey();
    return notation;
  }

  /** Signs what {@code image} names. */
  public Outcome sign(String image, String... options) {
    return command("sign", "--insecure-registry").with(options).with(image).run();
  }

  /** Verifies that this user signed the image. */
  public Outcome verify(String image, String... options) {
    return command("verify", "--insecure-registry").with(options).with(image).run();
  }

  /** The signatures of an image, as a tree. */
  public Outcome list(String image) {
    return command("list", "--insecure-registry", image).run();
  }

  private void makeKey() {
    Command.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
        .with("-keyout", "key.pem", "-out", "certificate.pem")
        .with("-subj", "/C=XX/ST=None/O=Berth/CN=" + folder.getFileName())
        .with("-addext", "basicConstraints=critical,CA:FALSE")
        .with("-addext", "keyUsage=critical,digitalSignature")
        .with("-addext", "extendedKeyUsage=codeSigning")
        .in(folder)
        .environment("HOME", folder.toString())
        .run()
        .expectSuccess();
    String keys =
        """
        {"default": "mine", "keys": [{"name": "mine", "keyPath": "%s", "certPath": "%s"}]}
        """
            .formatted(folder.resolve("key.pem"), folder.resolve("certificate.pem"));
    try {
      Path config = Files.createDirectories(folder.resolve("notation"));
      Files.writeString(config.resolve("signingkeys.json"), keys);
      Files.writeString(config.resolve("trustpolicy.json"), TRUST_POLICY);
      Path trusted = Files.createDirectories(config.resolve("truststore/x509/ca/tests"));
      Files.copy(folder.resolve("certificate.pem"), trusted.resolve("certificate.pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Command command(String... arguments) {
    return Command.of(Clients.built("notation"), arguments)
        .in(folder)
        .environment("HOME", folder.toString())
        .environment("XDG_CONFIG_HOME", folder.toString())
        .environment("DOCKER_CONFIG", folder.toString())
        .environment("NOTATION_USERNAME", "AWS")
        .environment("NOTATION_PASSWORD", password)
        .secret(password);
  }
}
