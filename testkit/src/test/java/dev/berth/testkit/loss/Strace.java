package dev.berth.testkit.loss;

import dev.berth.testkit.client.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The tracer {@code strace} on a process that runs already: it writes down calls of the system, and
 * makes them fail or end the process when told to. It lets go of the process when it is closed.
 */
final class Strace implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLITE = Duration.ofSeconds(5);

  private final Process process;
  private final Path log;

  private Strace(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Traces a process with all its threads. */
  static Strace ofProcess(long pid, Path log, String... options) {
    List<String> all = new ArrayList<>(List.of("-f"));
    all.addAll(List.of(options));
    return attach(pid, log, all);
  }

  /** Traces the thread of this name alone, so that its calls are counted exactly. */
  static Strace ofThread(long pid, String name, Path log, String... options) {
    return attach(thread(pid, name), log, List.of(options));
  }

  private static Strace attach(long id, Path log, List<String> options) {
    String program = Command.find("strace").orElseThrow().toString();
    List<String> line = new ArrayList<>(List.of(program, "-o", log.toString(), "-p", "" + id));
    line.addAll(options);
    Path said = log.resolveSibling(log.getFileName() + ".said");
    try {
      Process process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile()).start();
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> Files.readString(said).contains("attached") || !process.isAlive());
      if (!process.isAlive()) {
        throw new IllegalStateException("strace ended: " + Files.readString(said));
      }
      return new Strace(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // the kernel keeps the first 15 characters of a thread's name
  private static long thread(long pid, String name) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads
          .filter(thread -> named(thread, name))
          .mapToLong(thread -> Long.parseLong(thread.getFileName().toString()))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("there is no thread " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean named(Path thread, String name) {
    try {
      return Files.readString(thread.resolve("comm")).strip().equals(name);
    } catch (IOException _) {
      return false; // it has ended meanwhile
    }
  }

  /** The lines written so far; all of them once it is closed. */
  List<String> lines() {
    try {
      return Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many calls were made to go wrong. */
  long injected() {
    return lines().stream().filter(line -> line.contains("(INJECTED)")).count();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      // it was seen to wait for a thread of a process that was gone
      if (!process.waitFor(POLITE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
