package dev.berth.testkit.soak;

import dev.berth.testkit.BerthProcess;
import dev.berth.testkit.client.AwsAccess;
import dev.berth.testkit.guard.SignedCalls;
import dev.berth.testkit.oci.Answer;
import dev.berth.testkit.oci.RegistryClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * A server in a process of its own, with the options of {@code ./berth}, of which the time can be
 * moved.
 */
final class SoakServer implements AutoCloseable {
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx256m",
          "-XX:MaxDirectMemorySize=256m",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "-Dlogback.configurationFile=logback.xml");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String ORPHANED_LINKS =
      """
      select l.blob_id
        from blob_link l
       where l.leased_at < ?
         and not exists (select 1
                           from image_blob e
                          where e.repository_id = l.repository_id
                            and e.blob_id = l.blob_id)
      """;
  private static final String UNHELD_BLOBS =
      """
      select b.id
        from blob b
       where b.id > ?
         and not exists (select 1
                           from blob_link l
                          where l.blob_id = b.id)
         and not exists (select 1
                           from trashed_image_blob e
                          where e.blob_id = b.id)
      """;

  private final Path data;
  private final Process process;
  private final BufferedReader output;
  private final PrintStream input;
  private final AwsAccess access;
  private volatile Duration ahead;
  private volatile RegistryClient client;

  private SoakServer(
      Path data, Duration ahead, Process process, BufferedReader output, URI endpoint) {
    this.ahead = ahead;
    this.data = data;
    this.process = process;
    this.output = output;
    this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    this.access = BerthProcess.accessTo(endpoint);
    this.client = login();
  }

  /** Starts one; its log is beside the folder. */
  static SoakServer on(Path data) throws IOException {
    return on(data, Duration.ZERO);
  }

  /** Starts one whose clock is ahead of the machine's. */
  static SoakServer on(Path data, Duration ahead) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(JVM_OPTIONS);
    line.addAll(List.of("-cp", BerthProcess.classPath()));
    line.addAll(
        List.of(MovedServer.class.getName(), data.toString(), Long.toString(ahead.toSeconds())));
    Process process =
        new ProcessBuilder(line).redirectError(BerthProcess.log(data).toFile()).start();
    BufferedReader output = process.inputReader();
    URI endpoint = URI.create(read(output, MovedServer.READY, data));
    return new SoakServer(data, ahead, process, output, endpoint);
  }

  /** What stands behind a word that a line begins with; lines of others are passed over. */
  private static String read(BufferedReader output, String word, Path data) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(word)) {
        return line.substring(word.length());
      }
    }
    throw new IOException("the server is gone, see " + BerthProcess.log(data));
  }

  /** What time the server has. */
  Instant now() {
    return Instant.now().plus(ahead);
  }

  /** Logged in; to be asked for anew for each request, since days go by. */
  RegistryClient client() {
    return client;
  }

  /**
   * Lets time go by, after which jobs are due. While clients are at work it is less than half of
   * what a login lasts.
   */
  void pass(Duration by) {
    move(by);
    ahead = ahead.plus(by);
    client = login();
  }

  /** Lets it look for jobs that are due, which it does by itself every ten seconds. */
  void look() {
    move(Duration.ZERO);
  }

  private void move(Duration by) {
    input.println(by.toSeconds());
    try {
      read(output, MovedServer.PASSED, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RegistryClient login() {
    Answer answer = call("ecr", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "{}");
    return RegistryClient.anonymous(access.endpoint())
        .with(
            "Basic "
                + answer
                    .json()
                    .path("authorizationData")
                    .path(0)
                    .path("authorizationToken")
                    .asString());
  }

  /** Calls an operation, which has to succeed. */
  Answer call(String service, String target, String json) {
    Answer answer = SignedCalls.of(access).send(service, target, json, now());
    if (answer.status() != 200) {
      throw new IllegalStateException(target + ": " + answer);
    }
    return answer;
  }

  /** Makes a repository. */
  void createRepository(String name) {
    call(
        "ecr",
        "AmazonEC2ContainerRegistry_V20150921.CreateRepository",
        "{\"repositoryName\":\"%s\"}".formatted(name));
  }

  /** Waits until no job runs and none is due. */
  void awaitJobs() {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              look();
              double soon = (double) now().plusSeconds(2).getEpochSecond();
              return status()
                  .path("jobs")
                  .valueStream()
                  .noneMatch(
                      job ->
                          job.path("running").asBoolean()
                              || job.path("nextRunAt").asDouble() < soon);
            });
  }

  private JsonNode status() {
    return call("berth", "Berth_20261101.GetCollectionStatus", "{}").json();
  }

  /** How many items a job took away for a reason, ever. */
  long removed(String job, String why) {
    return status()
        .path("jobs")
        .valueStream()
        .filter(found -> found.path("name").asString().equals(job))
        .flatMap(found -> found.path("removed").valueStream())
        .filter(removed -> removed.path("why").asString().equals(why))
        .mapToLong(removed -> removed.path("totalItems").asLong())
        .sum();
  }

  /** The blobs of links that no image names, with a lease from before. */
  Set<Long> orphans(Instant leasedBefore) throws SQLException {
    return ids(ORPHANED_LINKS, TimeUnit.MILLISECONDS.toMicros(leasedBefore.toEpochMilli()));
  }

  /** Blobs that nothing holds: they go with the next cycle. */
  Set<Long> unheld() throws SQLException {
    return ids(UNHELD_BLOBS, 0);
  }

  private Set<Long> ids(String sql, long value) throws SQLException {
    Set<Long> ids = new HashSet<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("metadata.db"));
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, value);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
    }
    return ids;
  }

  /** How far its clock is ahead. */
  Duration ahead() {
    return ahead;
  }

  /** Ends it as a crash does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    input.close();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
