package dev.berth.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testkit.BerthProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running {@code berth serve}: what it says of itself, and how it ends. */
final class StopTest {
  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void an_upload_that_runs_is_finished_before_the_server_stops() throws Exception {
    try (BerthProcess berth = BerthProcess.serve(folder.resolve("data"));
        EcrClient ecr = berth.access().ecr()) {
      ecr.createRepository(r -> r.repositoryName("slow"));
      String login =
          "Basic "
              + ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
      String upload =
          http.send(
                  HttpRequest.newBuilder(berth.endpoint().resolve("/v2/slow/blobs/uploads/"))
                      .header("Authorization", login)
                      .POST(BodyPublishers.noBody())
                      .build(),
                  BodyHandlers.discarding())
              .headers()
              .firstValue("Location")
              .orElseThrow();
      try (Socket slow = new Socket(berth.endpoint().getHost(), berth.endpoint().getPort())) {
        write(
            slow,
            "PATCH %s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n"
                .formatted(upload, login));
        BufferedReader answer =
            new BufferedReader(
                new InputStreamReader(slow.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 100 Continue");
        write(slow, "01234");

        berth.process().destroy();
        Awaitility.await()
            .atMost(20, TimeUnit.SECONDS)
            .until(() -> isRefused(berth.endpoint().getPort()));
        write(slow, "56789");

        assertThat(answer.readLine()).isEmpty();
        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 202 Accepted");
        assertThat(answer.lines()).contains("Range: 0-9");
      }
      assertThat(berth.stop()).isZero();
    }
  }

  private static boolean isRefused(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void health_the_front_page_and_the_log_tell_what_is() throws Exception {
    Path data = folder.resolve("data");
    try (BerthProcess berth = BerthProcess.serve(data)) {
      assertThat(get(berth, "/health/live")).isEqualTo("{\"status\":\"live\"}");
      assertThat(json(get(berth, "/health/ready")).path("status").asString()).isEqualTo("ready");
      assertThat(get(berth, "/")).contains("This is a Berth registry");

      Files.move(data.resolve("blobs"), data.resolve("elsewhere"));
      Awaitility.await()
          .atMost(10, TimeUnit.SECONDS)
          .untilAsserted(
              () -> {
                JsonNode ready = json(get(berth, "/health/ready"));
                assertThat(ready.path("status").asString()).isEqualTo("not ready");
                assertThat(ready.path("reasons").get(0).asString())
                    .isEqualTo("blobs: the folder cannot be written");
              });

      Awaitility.await()
          .atMost(10, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(requests(data)).hasSizeGreaterThanOrEqualTo(4));
      JsonNode line = requests(data).getFirst();
      assertThat(line.propertyNames())
          .contains("id", "principal", "action", "repository", "status", "bytes", "ms");
      assertThat(line.path("action").asString()).isEqualTo("GET /health/live");
      assertThat(line.path("status").asInt()).isEqualTo(200);
      assertThat(line.path("bytes").asInt()).isEqualTo("{\"status\":\"live\"}".length());
    }
  }

  private static List<JsonNode> requests(Path data) throws IOException {
    return Files.readAllLines(BerthProcess.log(data)).stream()
        .map(StopTest::json)
        .filter(line -> line.path("logger_name").asString("").equals("berth.request"))
        .filter(line -> line.has("id"))
        .toList();
  }

  private String get(BerthProcess berth, String path) throws IOException, InterruptedException {
    URI uri = berth.endpoint().resolve(path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static JsonNode json(String text) {
    return new JsonMapper().readTree(text);
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }
}
