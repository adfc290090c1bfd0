package dev.berth.testkit;

import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.client.Command;
import dev.berth.testkit.client.Outcome;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The berth command as a process of its own, as users run it: with the JVM and the class path of
 * the running test. A server is killed when it is closed, unless it was stopped before.
 */
public final class BerthProcess implements AutoCloseable {
  private static final String ID = "AKIABERTHTESTKIT0000";
  private static final String SECRET = "the/testkit+knows/this/secret+and/no/one";
  private static final Map<String, String> ROOT_KEY =
      Map.of("BERTH_ROOT_ACCESS_KEY_ID", ID, "BERTH_ROOT_SECRET_ACCESS_KEY", SECRET);
  private static final Pattern READY = Pattern.compile("is ready at (https?://\\S+);");
  private static final String LAST_WORDS = "docker pull";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> JVM = jvm();

  private final Process process;
  private final URI endpoint;
  private final List<String> output;

  private BerthProcess(Process process, URI endpoint, List<String> output) {
    this.process = process;
    this.endpoint = endpoint;
    this.output = output;
  }

  /** Runs a berth command to its end. */
  public static Outcome run(String... arguments) {
    List<String> line = command(arguments);
    return Command.of(line.getFirst(), line.subList(1, line.size()).toArray(String[]::new))
        .deadline(PATIENCE)
        .run();
  }

  /**
   * A run of a berth command, to be given input and environment; it inherits nothing but the test
   * kit's PATH.
   */
  public static Command prepared(String... arguments) {
    List<String> line = command(arguments);
    return Command.of(line.getFirst(), line.subList(1, line.size()).toArray(String[]::new))
        .deadline(PATIENCE);
  }

  /**
   * Writes a program of that name that runs a berth command with its own arguments behind these,
   * for clients that look for it on their PATH.
   */
  public static Path program(Path folder, String name, String... arguments) {
    String words =
        command(arguments).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    try {
      Path file = Files.createDirectories(folder).resolve(name);
      Files.writeString(file, "#!/bin/sh\nexec " + words + " \"$@\"\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a server on a free port, with a root key that the test kit knows, and waits until it is
   * ready.
   */
  public static BerthProcess serve(Path data, String... more) throws IOException {
    return serve(data, ROOT_KEY, more);
  }

  /** The same on a disk that may be filled to its last block: no reserve is kept. */
  public static BerthProcess serveOnSmallDisk(Path data) throws IOException {
    Map<String, String> environment = new HashMap<>(ROOT_KEY);
    environment.put("BERTH_DISK_RESERVE", "0");
    return serve(data, environment);
  }

  /** Starts a server with these variables in its environment. */
  public static BerthProcess serve(Path data, Map<String, String> environment, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("serve", "--listen", "127.0.0.1:0", "--data", data.toString()));
    arguments.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command(arguments.toArray(String[]::new)));
    builder.environment().putAll(environment);
    builder.redirectError(log(data).toFile());
    Process process = builder.start();
    List<String> output = new ArrayList<>();
    return new BerthProcess(process, awaitReady(process, output, log(data)), output);
  }

  /** Where the log of a server on that folder goes. */
  public static Path log(Path data) {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  private static List<String> command(String... arguments) {
    List<String> line = new ArrayList<>(JVM);
    line.add("dev.berth.cli.Main");
    line.addAll(List.of(arguments));
    return line;
  }

  private static List<String> jvm() {
    List<Path> classes = Stream.of(classPath().split(File.pathSeparator)).map(Path::of).toList();
    List<Path> jars = classes.stream().filter(Files::isRegularFile).toList();
    boolean inJars = classes.stream().noneMatch(BerthProcess::holdsTheProgram);
    List<String> line =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                (inJars ? jars : classes)
                    .stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
    if (inJars) {
      new StartCache(Path.of("target"))
          .of(line, jars)
          .ifPresent(
              cache ->
                  line.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off")));
    }
    return List.copyOf(line);
  }

  private static boolean holdsTheProgram(Path folder) {
    return Files.exists(folder.resolve("dev/berth/cli/Main.class"));
  }

  /** The class path of the running test, for other programs of the test kit. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  // The reader stays open: a server that cannot write its output any more would be another one.
  private static URI awaitReady(Process process, List<String> output, Path log) throws IOException {
    BufferedReader reader = process.inputReader();
    Optional<URI> endpoint = Optional.empty();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      output.add(line);
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        endpoint = Optional.of(URI.create(ready.group(1)));
      }
      if (endpoint.isPresent() && line.contains(LAST_WORDS)) {
        collect(reader, output);
        return endpoint.get();
      }
    }
    process.destroyForcibly();
    throw new IOException(
        "berth serve did not get ready:\n" + output + "\n" + Files.readString(log));
  }

  private static void collect(BufferedReader reader, List<String> output) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                  synchronized (output) {
                    output.add(line);
                  }
                }
              } catch (IOException _) {
                // the process is gone, and with it its output
              }
            });
  }

  /** Where it listens. */
  public URI endpoint() {
    return endpoint;
  }

  /** What it printed so far, a line each. */
  public List<String> output() {
    synchronized (output) {
      return List.copyOf(output);
    }
  }

  /** How clients call it with the root key that the test kit knows. */
  public AwsAccess access() {
    return accessTo(endpoint);
  }

  /** The same of any server of the test kit there. */
  public static AwsAccess accessTo(URI endpoint) {
    return new AwsAccess(endpoint, ID, SECRET, "us-east-1");
  }

  /** The process. */
  public Process process() {
    return process;
  }

  /** Stops it where it is, as SIGSTOP does: it does nothing more until it is killed. */
  public void pause() {
    Command.of("kill", "-STOP", Long.toString(process.pid())).run().expectSuccess();
  }

  /** Ends it as a crash does: {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** Ends it as an operator does, with SIGTERM, and tells its exit status. */
  public int stop() {
    process.destroy();
    return await();
  }

  private int await() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("berth did not end within " + PATIENCE);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
