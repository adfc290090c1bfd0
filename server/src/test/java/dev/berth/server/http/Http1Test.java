package dev.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests and answers of HTTP/1, byte by byte. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
final class Http1Test {

  @Test
  void a_request_reaches_the_handler_as_it_was_sent() throws IOException {
    ConcurrentLinkedQueue<Request> seen = new ConcurrentLinkedQueue<>();
    try (GivenListener given =
            GivenListener.on(
                request -> {
                  seen.add(request);
                  return Response.of(200);
                });
        RawClient client = given.client()) {
      client.lines("GET /v2/a%2Fb/?n=1&q=%20 HTTP/1.1^hOsT: a.example:5000^X-A:  1 ^X-A: 2^^");
      client.answer();
    }
    Request request = seen.remove();
    assertThat(request.id()).isEqualTo(new UUID(0, 1));
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.target())
        .isEqualTo(new Request.Target("a.example:5000", "/v2/a%2Fb/", "n=1&q=%20"));
    assertThat(request.headers().fields())
        .containsExactly(
            new Headers.Field("hOsT", "a.example:5000"),
            new Headers.Field("X-A", "1"),
            new Headers.Field("X-A", "2"));
    assertThat(request.body().length()).isEqualTo(OptionalLong.of(0));
    assertThat(request.peer()).isEqualTo(InetAddress.getLoopbackAddress());
    assertThat(request.tls()).isFalse();
  }

  @Test
  void an_answer_is_exactly_this() throws IOException {
    try (GivenListener given =
            GivenListener.on(
                _ -> Response.of(201, "text/plain", Body.text("hi")).with("X-A", "1"));
        RawClient client = given.client()) {
      client.lines("GET / HTTP/1.1^Host: a^^");
      String expected =
          "HTTP/1.1 201 Created^Content-Type: text/plain^X-A: 1^date: Sat, 21 Nov 2026 08:09:10 GMT"
              + "^content-length: 2^^hi";
      byte[] bytes = expected.replace("^", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
      assertThat(new String(client.read(bytes.length), StandardCharsets.ISO_8859_1))
          .isEqualTo(expected.replace("^", "\r\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void a_body_of_known_length_comes_back(Transport transport) throws IOException {
    String body = "0123456789".repeat(100_000);
    try (GivenListener given = GivenListener.on(transport, GivenListener::echo);
        RawClient client = given.client()) {
      client.lines("POST / HTTP/1.1^Host: a^Content-Length: " + body.length() + "^^").send(body);
      assertThat(client.answer().body()).isEqualTo(body);
      client.lines("GET /again HTTP/1.1^Host: a^^");
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void a_chunked_body_without_a_length_comes_back() throws IOException {
    try (GivenListener given = GivenListener.on(GivenListener::echo);
        RawClient client = given.client()) {
      client.lines("PATCH / HTTP/1.1^Host: a^Transfer-Encoding: Chunked^^");
      String chunk = "x".repeat(70_000);
      for (int i = 0; i < 20; i++) {
        client.lines(Integer.toHexString(chunk.length()) + ";a=b^").send(chunk).lines("^");
      }
      client.lines("3^end^0^Trailer: t^^");
      assertThat(client.answer().body()).isEqualTo(chunk.repeat(20) + "end");
      client.lines("GET / HTTP/1.1^Host: a^^");
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void requests_that_do_not_wait_are_answered_in_order() throws IOException {
    try (GivenListener given = GivenListener.on(GivenListener::echo);
        RawClient client = given.client()) {
      StringBuilder all = new StringBuilder();
      for (int i = 100; i < 400; i++) {
        all.append("POST / HTTP/1.1^Host: a^Content-Length: 3^^").append(i);
      }
      client.lines(all.toString());
      for (int i = 100; i < 400; i++) {
        assertThat(client.answer().body()).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void what_a_handler_leaves_unread_does_not_disturb_the_next_request() throws IOException {
    try (GivenListener given = GivenListener.on(GivenListener::tell);
        RawClient client = given.client()) {
      client
          .lines("PUT /one HTTP/1.1^Host: a^Content-Length: 500000^^")
          .send("x".repeat(500_000))
          .lines("GET /two HTTP/1.1^Host: a^^");
      assertThat(client.answer().body()).isEqualTo("PUT /one");
      assertThat(client.answer().body()).isEqualTo("GET /two");
    }
  }

  @Test
  void a_body_that_nobody_reads_ends_the_connection_when_it_is_large() throws IOException {
    try (GivenListener given = GivenListener.on(GivenListener::tell);
        RawClient client = given.client()) {
      client.lines("PUT / HTTP/1.1^Host: a^Content-Length: 100000000^^").send("x".repeat(10_000));
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("connection")).isEqualTo("close");
      client.send("x".repeat(1_100_000));
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void a_client_is_told_to_continue_only_when_its_body_is_read() throws IOException {
    try (GivenListener given =
            GivenListener.on(
                request ->
                    request.path().equals("/denied")
                        ? Response.of(403)
                        : GivenListener.echo(request));
        RawClient denied = given.client();
        RawClient allowed = given.client()) {
      denied.lines("PUT /denied HTTP/1.1^Host: a^Expect: 100-continue^Content-Length: 3^^");
      RawClient.Answer refusal = denied.answer();
      assertThat(refusal.status()).isEqualTo(403);
      assertThat(refusal.header("connection")).isEqualTo("close");
      assertThat(denied.isClosedByServer()).isTrue();
      allowed.lines("PUT / HTTP/1.1^Host: a^Expect: 100-Continue^Content-Length: 3^^");
      assertThat(allowed.head().status()).isEqualTo(100);
      assertThat(allowed.send("abc").answer().body()).isEqualTo("abc");
      assertThat(allowed.lines("GET / HTTP/1.1^Host: a^^").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void head_is_answered_with_the_length_and_no_body() throws IOException {
    try (GivenListener given =
            GivenListener.on(
                request ->
                    request.path().equals("/absent")
                        ? Response.of(200, "a/b", new Body.Absent(5_000_000_000L))
                        : GivenListener.tell(request));
        RawClient client = given.client()) {
      client.lines("HEAD /absent HTTP/1.1^Host: a^^HEAD /x HTTP/1.1^Host: a^^");
      assertThat(client.head().header("content-length")).isEqualTo("5000000000");
      assertThat(client.head().header("content-length")).isEqualTo("7");
      client.lines("GET /y HTTP/1.1^Host: a^^");
      assertThat(client.answer().body()).isEqualTo("GET /y");
    }
  }

  @Test
  void statuses_without_a_body_have_no_length() throws IOException {
    try (GivenListener given =
            GivenListener.on(
                request ->
                    switch (request.path()) {
                      case "/204" -> Response.of(204);
                      case "/304" -> Response.of(304);
                      default -> Response.of(304, "a/b", new Body.Absent(7));
                    });
        RawClient client = given.client()) {
      client.lines("GET /204 HTTP/1.1^Host: a^^GET /304 HTTP/1.1^Host: a^^");
      assertThat(client.head().headers()).doesNotContainKey("content-length");
      assertThat(client.head().headers()).doesNotContainKey("content-length");
      client.lines("GET /absent HTTP/1.1^Host: a^^GET /204 HTTP/1.1^Host: a^^");
      assertThat(client.head().header("content-length")).isEqualTo("7");
      assertThat(client.head().status()).isEqualTo(204);
    }
  }

  @Test
  void old_clients_are_let_go_and_others_are_kept_until_they_ask() throws IOException {
    try (GivenListener given = GivenListener.on(GivenListener::tell)) {
      for (String request :
          List.of("GET / HTTP/1.0^^", "GET / HTTP/1.1^Host: a^Connection: close^^")) {
        try (RawClient client = given.client()) {
          assertThat(client.lines(request).answer().header("connection")).isEqualTo("close");
          assertThat(client.isClosedByServer()).isTrue();
        }
      }
      try (RawClient client = given.client()) {
        client.lines("GET /1 HTTP/1.0^Connection: keep-alive^^GET /2 HTTP/1.1^Host: a^^");
        assertThat(client.answer().header("connection")).isEqualTo("keep-alive");
        assertThat(client.answer().header("connection")).isEmpty();
      }
    }
  }

  @Test
  void a_target_in_absolute_form_says_the_host() throws IOException {
    try (GivenListener given =
            GivenListener.on(
                request -> Response.of(200, "a/b", Body.text(request.target().toString())));
        RawClient client = given.client()) {
      client.lines("GET http://b.example:80/p?q HTTP/1.1^Host: a^^");
      assertThat(client.answer().body()).isEqualTo("Target[host=b.example:80, path=/p, query=q]");
      client.lines("GET http://b.example?q HTTP/1.1^Host: a^^");
      assertThat(client.answer().body()).isEqualTo("Target[host=b.example, path=/, query=q]");
    }
  }

  @Test
  void a_handler_that_throws_is_answered_with_500_and_the_connection_goes_on() throws IOException {
    try (GivenListener given =
            GivenListener.on(
                request -> {
                  if (request.path().equals("/bad")) {
                    throw new IllegalStateException("expected by a test");
                  }
                  return request.path().equals("/split")
                      ? Response.of(200).with("X-A", "1\r\nX-B: 2")
                      : GivenListener.tell(request);
                });
        RawClient client = given.client()) {
      client.lines("GET /bad HTTP/1.1^Host: a^^GET /split HTTP/1.1^Host: a^^");
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("expected");
      assertThat(client.answer().status()).isEqualTo(500);
      assertThat(client.lines("GET / HTTP/1.1^Host: a^^").answer().status()).isEqualTo(200);
    }
  }
}
