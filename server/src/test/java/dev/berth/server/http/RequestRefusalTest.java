package dev.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is refused because two parsers could read it in two ways, or because it is too large (RFC
 * 9112 sections 2.2, 3, 5 and 6; threat T33). Every refusal ends the connection.
 */
@ExtendWith(LeakCheck.class)
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestRefusalTest {
  private final GivenListener given = GivenListener.on(GivenListener::echo);

  @AfterAll
  void stop() {
    given.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "a length beside a coding   | 400 | POST / HTTP/1.1^Host: a^Content-Length: 3^Transfer-Encoding: chunked^^abc",
        "a coding beside a length   | 400 | POST / HTTP/1.1^Host: a^Transfer-Encoding: chunked^Content-Length: 3^^abc",
        "two equal lengths          | 400 | POST / HTTP/1.1^Host: a^Content-Length: 3^Content-Length: 3^^abc",
        "two different lengths      | 400 | POST / HTTP/1.1^Host: a^Content-Length: 3^Content-Length: 4^^abcd",
        "a list of lengths          | 400 | POST / HTTP/1.1^Host: a^Content-Length: 3, 3^^abc",
        "a signed length            | 400 | POST / HTTP/1.1^Host: a^Content-Length: +3^^abc",
        "a negative length          | 400 | POST / HTTP/1.1^Host: a^Content-Length: -3^^abc",
        "a length in hex            | 400 | POST / HTTP/1.1^Host: a^Content-Length: 0x3^^abc",
        "an endless length          | 400 | POST / HTTP/1.1^Host: a^Content-Length: 99999999999999999999^^abc",
        "another coding             | 400 | POST / HTTP/1.1^Host: a^Transfer-Encoding: gzip, chunked^^0^^",
        "chunked twice              | 400 | POST / HTTP/1.1^Host: a^Transfer-Encoding: chunked^Transfer-Encoding: chunked^^0^^",
        "a coding unknown           | 400 | POST / HTTP/1.1^Host: a^Transfer-Encoding: xchunked^^0^^",
        "a coding in HTTP/1.0       | 400 | POST / HTTP/1.0^Transfer-Encoding: chunked^^0^^",
        "a folded field             | 400 | GET / HTTP/1.1^Host: a^X-A: 1^ 2^^",
        "a field folded with a tab  | 400 | GET / HTTP/1.1^Host: a^X-A: 1^\\t2^^",
        "a first field folded       | 400 | GET / HTTP/1.1^ X-A: 1^Host: a^^",
        "a bare LF after a field    | 400 | GET / HTTP/1.1^Host: a\\nX-A: 1^^",
        "a bare LF after the line   | 400 | GET / HTTP/1.1\\nHost: a^^",
        "a bare LF at the end       | 400 | GET / HTTP/1.1^Host: a^\\n",
        "a bare CR in a value       | 400 | GET / HTTP/1.1^Host: a^X-A: 1\\r2^^",
        "a NUL in a value           | 400 | GET / HTTP/1.1^Host: a^X-A: 1\\0002^^",
        "a space before the colon   | 400 | GET / HTTP/1.1^Host: a^X-A : 1^^",
        "a space in a name          | 400 | GET / HTTP/1.1^Host: a^X A: 1^^",
        "a name that is no token    | 400 | GET / HTTP/1.1^Host: a^X(A): 1^^",
        "an empty name              | 400 | GET / HTTP/1.1^Host: a^: 1^^",
        "no Host                    | 400 | GET / HTTP/1.1^X-A: 1^^",
        "two Hosts                  | 400 | GET / HTTP/1.1^Host: a^Host: b^^",
        "a Host with a path         | 400 | GET / HTTP/1.1^Host: a/b^^",
        "a Host with a user         | 400 | GET / HTTP/1.1^Host: u@a^^",
        "a space in the target      | 400 | GET /a b HTTP/1.1^Host: a^^",
        "a fragment in the target   | 400 | GET /a#b HTTP/1.1^Host: a^^",
        "a target without a slash   | 400 | GET a HTTP/1.1^Host: a^^",
        "a tunnel                   | 400 | CONNECT a:443 HTTP/1.1^Host: a^^",
        "a method in small letters  | 400 | get / HTTP/1.1^Host: a^^",
        "no version                 | 400 | GET /^Host: a^^",
        "an unknown version         | 505 | GET / HTTP/1.2^Host: a^^",
        "the preface of HTTP/2      | 505 | PRI * HTTP/2.0^^SM^^",
        "another protocol           | 400 | SSH-2.0-OpenSSH_9.2^^",
        "another expectation        | 417 | POST / HTTP/1.1^Host: a^Expect: money^Content-Length: 3^^",
        "a chunk size that is none  | 400 | POST / HTTP/1.1^Host: a^Transfer-Encoding: chunked^^zz^abc^0^^",
        "a signed chunk size        | 400 | POST / HTTP/1.1^Host: a^Transfer-Encoding: chunked^^-3^abc^0^^",
        "an endless chunk size      | 400 | POST / HTTP/1.1^Host: a^Transfer-Encoding: chunked^^fffffffffffffffff^abc^0^^",
        "a chunk longer than said   | 400 | POST / HTTP/1.1^Host: a^Transfer-Encoding: chunked^^2^abc^0^^",
        "a chunk ended by a bare LF | 400 | POST / HTTP/1.1^Host: a^Transfer-Encoding: chunked^^3\\nabc^0^^",
      })
  void is_refused(String what, int status, String request) throws IOException {
    try (RawClient client = given.client()) {
      client.lines(
          request
              .replace("\\n", "\n")
              .replace("\\r", "\r")
              .replace("\\t", "\t")
              .replace("\\000", "\0"));
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).as(what).isEqualTo(status);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void a_request_line_beyond_eight_kib_is_refused_with_414() throws IOException {
    assertThat(status("GET /" + "a".repeat(8192) + " HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(414);
  }

  @Test
  void fields_beyond_32_kib_are_refused_with_431() throws IOException {
    String fields = ("X-A: " + "a".repeat(4000) + "\r\n").repeat(9);
    assertThat(status("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n")).isEqualTo(431);
  }

  @Test
  void more_than_a_hundred_fields_are_refused_with_431() throws IOException {
    assertThat(status("GET / HTTP/1.1\r\nHost: a\r\n" + "X-A: 1\r\n".repeat(99) + "\r\n"))
        .isEqualTo(200);
    assertThat(status("GET / HTTP/1.1\r\nHost: a\r\n" + "X-A: 1\r\n".repeat(100) + "\r\n"))
        .isEqualTo(431);
  }

  @Test
  void a_refusal_is_told_to_the_log_without_the_clients_words() throws IOException {
    try (GivenListener own = GivenListener.on(GivenListener::tell);
        RawClient client = own.client()) {
      client.lines("GET / HTTP/1.1^Host: evil@evil^^").answer();
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(own.log().refused)
                      .containsExactly(new GivenListener.Refusal(400, "The host is malformed.")));
    }
  }

  @Test
  void nothing_after_a_refused_request_is_served() throws IOException {
    try (GivenListener own = GivenListener.on(GivenListener::tell);
        RawClient client = own.client()) {
      client.lines(
          "POST / HTTP/1.1^Host: a^Content-Length: 3^Transfer-Encoding: chunked^^0^^"
              + "GET /smuggled HTTP/1.1^Host: a^^");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(own.log().sent).isEmpty();
    }
  }

  private int status(String request) throws IOException {
    try (RawClient client = given.client()) {
      return client.send(request).answer().status();
    }
  }
}
