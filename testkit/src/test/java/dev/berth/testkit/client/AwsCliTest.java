package dev.berth.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fixtures send, seen by a server that answers every call alike. */
final class AwsCliTest {
  private final List<Headers> seen = new CopyOnWriteArrayList<>();
  @TempDir Path home;
  private HttpServer server;
  private AwsAccess access;
  private int status = 200;

  @BeforeEach
  void a_server_that_gives_a_token() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
    access = new AwsAccess(endpoint, "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI", "eu-central-1");
  }

  @AfterEach
  void stop_the_server() {
    server.stop(0);
  }

  @Test
  @NeedsClient("aws")
  void the_pinned_client_signs_for_the_told_region() {
    assertThat(AwsCli.pinned(home, access).loginPassword()).isEqualTo("sesame");
    assertSignedFor("AKIAIOSFODNN7EXAMPLE", "eu-central-1/ecr");
  }

  @Test
  @NeedsClient("aws-debian")
  void the_distributions_client_signs_for_the_told_region() {
    assertThat(AwsCli.debian(home, access).loginPassword()).isEqualTo("sesame");
    assertSignedFor("AKIAIOSFODNN7EXAMPLE", "eu-central-1/ecr");
  }

  @Test
  @NeedsClient({"aws", "aws-debian"})
  void a_call_that_fails_is_made_once() {
    status = 500;

    AwsCli.pinned(home, access).ecr("describe-repositories").expectFailure();
    AwsCli.debian(home, access).ecr("describe-repositories").expectFailure();

    assertThat(seen).hasSize(2);
  }

  private void assertSignedFor(String accessKeyId, String scope) {
    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().getFirst("X-Amz-Target")).endsWith(".GetAuthorizationToken");
    assertThat(seen.getFirst().getFirst("Authorization"))
        .contains("Credential=" + accessKeyId + "/", "/" + scope);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      seen.add(exchange.getRequestHeaders());
      String token = Base64.getEncoder().encodeToString("AWS:sesame".getBytes(UTF_8));
      byte[] body =
          """
          {"authorizationData":[{"authorizationToken":"%s","expiresAt":1,"proxyEndpoint":"%s"}]}"""
              .formatted(token, access.endpoint())
              .getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
