package dev.berth.testkit.client;

import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The AWS CLI with one access. It answers in JSON, except where an operation prints text, and tries
 * each call once, so that a test sees every error. Pass {@code --output text --query …} for a
 * single value.
 */
public final class AwsCli {
  private final Path program;
  private final Path home;
  private final AwsAccess access;

  private AwsCli(Path program, Path home, AwsAccess access) {
    this.program = program;
    this.home = Folders.create(home);
    this.access = access;
  }

  /** The folder of the pinned {@code aws}, for scripts that find it on their PATH. */
  public static Path pinnedFolder() {
    return Clients.cache(System.getenv()).resolve("aws/bin");
  }

  /** The pinned version 1 from PyPI (client {@code aws}), which knows all of ECR's operations. */
  public static AwsCli pinned(Path home, AwsAccess access) {
    return new AwsCli(Clients.cache(System.getenv()).resolve("aws/bin/aws"), home, access);
  }

  /**
   * The distribution's version 2 (client {@code aws-debian}), which is older and signs with another
   * library.
   */
  public static AwsCli debian(Path home, AwsAccess access) {
    return new AwsCli(Path.of("/usr/bin/aws"), home, access);
  }

  /** {@code aws ecr …}. */
  public Outcome ecr(String... arguments) {
    return run("ecr", arguments);
  }

  /**
   * What a JMESPath {@code query} finds in the answer to {@code aws ecr …}, which must succeed, as
   * text.
   */
  public String ecrValue(String query, String... arguments) {
    return run(
            "ecr",
            Stream.concat(Stream.of(arguments), Stream.of("--query", query, "--output", "text")))
        .text();
  }

  /** {@code aws sts …}. */
  public Outcome sts(String... arguments) {
    return run("sts", arguments);
  }

  /** {@code aws iam …}. */
  public Outcome iam(String... arguments) {
    return run("iam", arguments);
  }

  /** The password that {@code docker login} takes for the user {@code AWS}. */
  public String loginPassword() {
    return ecr("get-login-password").text();
  }

  /** {@code aws SERVICE …} at the endpoint of the access. */
  public Outcome run(String service, String... arguments) {
    return run(service, Stream.of(arguments));
  }

  /**
   * Runs a Python script with the modules of this CLI, in a folder, with that input, and as this
   * access: for many commands in one process. The script finds the endpoint where the CLI does.
   */
  public Outcome script(String text, Path folder, String input) {
    return as(Command.of(program.resolveSibling("python3").toString(), "-c", text))
        .environment("AWS_ENDPOINT_URL", access.endpoint().toString())
        .in(folder)
        .stdin(input)
        .run();
  }

  private Outcome run(String service, Stream<String> arguments) {
    return as(Command.of(
                program.toString(), "--endpoint-url", access.endpoint().toString(), service)
            .with(arguments.toList()))
        .run();
  }

  private Command as(Command command) {
    return command
        .environment("HOME", home.toString())
        .environment("AWS_CONFIG_FILE", home.resolve("config").toString())
        .environment("AWS_SHARED_CREDENTIALS_FILE", home.resolve("credentials").toString())
        .environment("AWS_ACCESS_KEY_ID", access.accessKeyId())
        .environment("AWS_SECRET_ACCESS_KEY", access.secretAccessKey())
        .environment("AWS_SESSION_TOKEN", access.sessionToken().orElse(""))
        .environment("AWS_DEFAULT_REGION", access.region())
        .environment("AWS_DEFAULT_OUTPUT", "json")
        .environment("AWS_MAX_ATTEMPTS", "1")
        .environment("AWS_PAGER", "")
        .environment("AWS_EC2_METADATA_DISABLED", "true")
        .secret(access.secretAccessKey());
  }
}
