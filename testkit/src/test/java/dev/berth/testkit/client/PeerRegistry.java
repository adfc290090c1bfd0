package dev.berth.testkit.client;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Debian's own registry with one user: what the fixtures are tried on, so that a failure is not
 * taken for Berth's.
 */
final class PeerRegistry implements AutoCloseable {
  static final String USER = "AWS";
  static final String PASSWORD = "open sesame";

  private static final String PASSWORD_HASH =
      "$2b$04$abcdefghijklmnopqrstuu/LVz6MZlItEy42I2juLihZ66HnQx/cy";
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final String host;

  private PeerRegistry(Process process, String host) {
    this.process = process;
    this.host = host;
  }

  static PeerRegistry start(Path folder) {
    try {
      Path passwords =
          Files.writeString(folder.resolve("htpasswd"), USER + ":" + PASSWORD_HASH + "\n");
      Path config =
          Files.writeString(
              folder.resolve("config.yml"),
              """
              version: 0.1
              log: {level: info}
              storage:
                filesystem: {rootdirectory: %s}
                delete: {enabled: true}
              auth:
                htpasswd: {realm: peer, path: %s}
              http: {addr: "127.0.0.1:0"}
              """
                  .formatted(folder.resolve("files"), passwords));
      Path log = folder.resolve("log");
      Process process =
          new ProcessBuilder(
                  Command.find("docker-registry").map(Path::toString).orElse("docker-registry"),
                  "serve",
                  config.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Optional<String> port =
          await()
              .atMost(Duration.ofSeconds(30))
              .pollInterval(Duration.ofMillis(50))
              .failFast("the registry ended", () -> !process.isAlive())
              .until(() -> port(Files.readString(log)), Optional::isPresent);
      return new PeerRegistry(process, "localhost:" + port.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> port(String log) {
    return LISTENING.matcher(log).results().map(match -> match.group(1)).findFirst();
  }

  /** Host and port, as image names begin. */
  String host() {
    return host;
  }

  @Override
  public void close() {
    Command.killTree(process);
  }
}
