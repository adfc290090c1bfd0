package dev.berth.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of a program: its words, environment, input and deadline. Used by one thread, once.
 *
 * <p>The program inherits nothing but a PATH with Debian's folders first, so that what a developer
 * has configured or installed beside them changes no test. Output goes through files, not pipes: a
 * daemon that the program leaves behind cannot hold the reader.
 */
public final class Command {
  /** The longest part of each output that is kept; what is beyond is counted and dropped. */
  static final int MOST_OUTPUT = 1 << 20;

  private static final Duration USUAL_DEADLINE = Duration.ofMinutes(2);
  private static final String[] DEBIAN_FOLDERS = {"/usr/sbin", "/usr/bin", "/sbin", "/bin"};

  private final List<String> words = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> secrets = new ArrayList<>();
  private byte[] stdin = {};
  private Duration deadline = USUAL_DEADLINE;
  private Optional<Path> folder = Optional.empty();

  private Command(String program) {
    words.add(program.contains("/") ? program : find(program).map(Path::toString).orElse(program));
    environment.put("PATH", searchPath());
    environment.put("LC_ALL", "C.UTF-8");
  }

  /**
   * A run of {@code program} (a path, or a name to be found by {@link #find}) with these arguments.
   */
  public static Command of(String program, String... arguments) {
    return new Command(program).with(arguments);
  }

  /** The program of that name in Debian's folders or else on the PATH; empty when there is none. */
  public static Optional<Path> find(String program) {
    return Stream.of(searchPath().split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Appends arguments. */
  public Command with(String... arguments) {
    return with(List.of(arguments));
  }

  /** Appends arguments. */
  public Command with(List<String> arguments) {
    words.addAll(arguments);
    return this;
  }

  public Command environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Command environment(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** What the program reads; nothing unless told. */
  public Command stdin(String text) {
    stdin = text.getBytes(UTF_8);
    return this;
  }

  /** The working folder; this JVM's unless told. */
  public Command in(Path workingFolder) {
    folder = Optional.of(workingFolder);
    return this;
  }

  /** The longest the program may take, 2 minutes unless told. */
  public Command deadline(Duration longest) {
    deadline = longest;
    return this;
  }

  /** A value that no failure message may show. */
  public Command secret(String value) {
    secrets.add(value);
    return this;
  }

  /**
   * Runs the program to its end, whatever its exit code. One that passes the deadline is killed
   * with all its descendants and fails the test with what it had printed.
   */
  public Outcome run() {
    try {
      Path capture = Files.createTempDirectory("command");
      try {
        return run(capture);
      } finally {
        Folders.delete(capture);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome run(Path capture) throws IOException {
    Path input = Files.write(capture.resolve("in"), stdin);
    Path output = capture.resolve("out");
    Path errors = capture.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    folder.ifPresent(path -> builder.directory(path.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = awaitEnd(process);
    Outcome outcome =
        new Outcome(
            words,
            ended ? process.exitValue() : Outcome.KILLED,
            kept(output),
            kept(errors),
            secrets);
    if (!ended) {
      throw new AssertionError("not finished within " + deadline + ", killed\n" + outcome);
    }
    return outcome;
  }

  private boolean awaitEnd(Process process) {
    boolean ended = false;
    try {
      ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!ended) {
        killTree(process);
      }
    }
    return ended;
  }

  /** Kills the process and every descendant that can still be found. */
  static void killTree(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private static String kept(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_OUTPUT), UTF_8);
      long dropped = Files.size(file) - MOST_OUTPUT;
      return dropped <= 0 ? text : text + "\n[" + dropped + " more bytes]";
    }
  }

  static String searchPath() {
    String own = System.getenv("PATH");
    String debian = String.join(File.pathSeparator, DEBIAN_FOLDERS);
    return own == null ? debian : debian + File.pathSeparator + own;
  }
}
