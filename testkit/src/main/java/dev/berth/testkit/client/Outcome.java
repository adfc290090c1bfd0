package dev.berth.testkit.client;

import java.util.List;

/**
 * How a {@link Command} ended. {@link #toString()} tells everything but the secrets that were
 * named; {@link #stdout()} and {@link #stderr()} are as printed.
 */
public final class Outcome {
  /** The exit code of a program that was killed at its deadline. */
  static final int KILLED = -1;

  private final List<String> words;
  private final int exitCode;
  private final String stdout;
  private final String stderr;
  private final List<String> secrets;

  Outcome(List<String> words, int exitCode, String stdout, String stderr, List<String> secrets) {
    this.words = List.copyOf(words);
    this.exitCode = exitCode;
    this.stdout = stdout;
    this.stderr = stderr;
    this.secrets = List.copyOf(secrets);
  }

  public int exitCode() {
    return exitCode;
  }

  /** What was printed, at most the first MiB. */
  public String stdout() {
    return stdout;
  }

  /** What was printed as error, at most the first MiB. */
  public String stderr() {
    return stderr;
  }

  /** Whether the program ended with exit code 0. */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /** This outcome; fails the test with all the facts unless the program succeeded. */
  public Outcome expectSuccess() {
    if (!succeeded()) {
      throw new AssertionError("expected success\n" + this);
    }
    return this;
  }

  /** This outcome; fails the test with all the facts if the program succeeded. */
  public Outcome expectFailure() {
    if (succeeded()) {
      throw new AssertionError("expected a failure\n" + this);
    }
    return this;
  }

  /** Standard output without the white space around it, of a program that must succeed. */
  public String text() {
    return expectSuccess().stdout.strip();
  }

  @Override
  public String toString() {
    String facts =
        """
        $ %s
        exit code %d
        --- stdout
        %s
        --- stderr
        %s
        """
            .formatted(String.join(" ", words), exitCode, stdout.strip(), stderr.strip());
    for (String secret : secrets) {
      facts = secret.isEmpty() ? facts : facts.replace(secret, "***");
    }
    return facts;
  }
}
