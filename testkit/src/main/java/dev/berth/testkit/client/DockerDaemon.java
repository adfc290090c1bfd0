package dev.berth.testkit.client;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Docker engine of one's own, with a containerd of its own below it: no network, no bridge, plain
 * copies as storage. It runs as root only. Registries on loopback are spoken to over plain HTTP
 * without further configuration.
 *
 * <p>Containers can be run with {@code --network none}. Start one for a whole run with {@link
 * WithDockerDaemon}.
 */
public final class DockerDaemon implements AutoCloseable {
  private static final Duration START_DEADLINE = Duration.ofSeconds(60);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(20);
  private static final Duration PROBE_DEADLINE = Duration.ofSeconds(10);

  private final Path folder;
  private final Process process;

  private DockerDaemon(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts an engine in a new temporary folder and returns when it answers. */
  public static DockerDaemon start() {
    try {
      // near the root of the temporary files: the path of a Unix socket has at most 107 characters
      return start(Files.createTempDirectory("dockerd"), "{}", Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same for registries whose names no resolver knows: they are asked by plain HTTP through a
   * proxy; loopback is not.
   */
  public static DockerDaemon through(URI proxy, String... registryHosts) {
    String hosts =
        Stream.of(registryHosts).map("\"%s\""::formatted).collect(Collectors.joining(","));
    try {
      return start(
          Files.createTempDirectory("dockerd"),
          "{\"insecure-registries\":[%s]}".formatted(hosts),
          Map.of("HTTP_PROXY", proxy.toString(), "HTTPS_PROXY", proxy.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DockerDaemon start(Path folder, String config, Map<String, String> environment)
      throws IOException {
    DockerDaemon daemon = launch(folder, config, environment);
    daemon.awaitAnswer();
    return daemon;
  }

  private static DockerDaemon launch(Path folder, String config, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Command.find("dockerd").map(Path::toString).orElse("dockerd"),
                "--iptables=false",
                "--ip6tables=false",
                "--bridge=none",
                "--storage-driver=vfs",
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--host=unix://" + folder.resolve("s"),
                // no file of the machine's own daemon
                "--config-file=" + Files.writeString(folder.resolve("daemon.json"), config))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", Command.searchPath());
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(environment);
    return new DockerDaemon(folder, builder.start());
  }

  private void awaitAnswer() {
    Docker probe = client("probe");
    try {
      await("the Docker engine")
          .atMost(START_DEADLINE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(100))
          .failFast("the Docker engine ended", () -> !process.isAlive())
          .until(() -> probe.answers(PROBE_DEADLINE));
    } catch (RuntimeException | AssertionError e) {
      String log = log();
      close();
      throw new AssertionError("the Docker engine does not start\n" + log, e);
    }
  }

  /** What {@code DOCKER_HOST} has to say. */
  public String address() {
    return "unix://" + folder.resolve("s");
  }

  /** A client whose credentials are kept under that name. */
  public Docker client(String name) {
    return new Docker(folder.resolve("clients").resolve(name), folder.resolve("s"));
  }

  /**
   * Pulls as a node does, with containerd and over plain HTTP, into a namespace that Docker does
   * not see.
   *
   * @param userAndPassword joined by a colon
   */
  public Outcome pullAsNode(String image, String userAndPassword, String... options) {
    return containerd("images", "pull", "--plain-http", "--snapshotter", "native")
        .with(options)
        .with("--user", userAndPassword, image)
        .secret(userAndPassword)
        .run();
  }

  /**
   * Pushes what the node holds under that name, the way containerd and BuildKit do; the user as for
   * a pull.
   */
  public Outcome pushAsNode(String image, String userAndPassword) {
    return containerd("images", "push", "--plain-http", "--user", userAndPassword, image)
        .secret(userAndPassword)
        .run();
  }

  /** {@code ctr …} in the node's namespace. */
  public Outcome ctr(String... arguments) {
    return containerd(arguments).run();
  }

  private Command containerd(String... arguments) {
    return Command.of(
            "ctr", "--address", folder.resolve("exec/containerd/containerd.sock").toString())
        .with("--namespace", "node")
        .with(arguments);
  }

  /** What the engine has logged. */
  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the engine with all it started, releases what it mounted, and deletes its folder. */
  @Override
  public void close() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
    try {
      unmountAll();
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // an engine that was killed leaves its data folder bound to itself
  private void unmountAll() throws IOException {
    Predicate<String> inside = mounted -> Path.of(mounted).startsWith(folder);
    List<String> left;
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      left = mounts.map(line -> line.split(" ")[4]).filter(inside).toList();
    }
    left.reversed()
        .forEach(mounted -> Command.of("umount", "--lazy", mounted).run().expectSuccess());
  }
}
