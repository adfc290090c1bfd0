package dev.berth.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.testkit.RunningBerth;
import dev.berth.testkit.oci.RegistryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of somebody who means harm, with the rights of one who does not: whatever they are
 * answered, nothing is stored, nothing is left open, and the next client is served (threats T26 and
 * T33).
 */
@TestInstance(Lifecycle.PER_CLASS)
class HostileRequestsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private Path data;
  private RunningBerth berth;
  private String authorization;
  private Traces untouched;
  private long conversations;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    data = folder;
    berth = RunningBerth.on(data);
    berth.createRepository("hostile");
    authorization =
        "Authorization: " + RegistryClient.of(berth).authorization().orElseThrow() + "\r\n";
    try (Wire wire = new Wire(berth.endpoint())) {
      assertThat(wire.send(good()).status()).isEqualTo(200);
    }
    untouched = Traces.of(data);
    conversations = Traces.conversations();
  }

  @AfterAll
  void nothing_is_left_behind() {
    await().atMost(PATIENCE).until(() -> Traces.conversations() <= conversations);
    assertThat(Traces.of(data)).isEqualTo(untouched);
    berth.close();
  }

  private String good() {
    return "GET /v2/ HTTP/1.1\r\nHost: a\r\n" + authorization + "\r\n";
  }

  @TestFactory
  Stream<DynamicTest> is_answered_as_the_table_says_and_stores_nothing() {
    String smuggled =
        "POST /v2/hostile/blobs/uploads/ HTTP/1.1\r\nHost: a\r\n"
            + authorization
            + "Content-Length: 0\r\n\r\n";
    return RequestTable.rows(Map.of("AUTH", authorization, "SMUGGLED", smuggled, "GOOD", good()))
        .stream()
        .map(row -> DynamicTest.dynamicTest(row.name(), () -> isAnswered(row)));
  }

  private void isAnswered(RequestTable.Row row) throws IOException {
    Traces before = Traces.of(data);
    try (Wire wire = new Wire(berth.endpoint())) {
      wire.send(row.bytes());
      for (int status : row.answers()) {
        assertThat(wire.status()).as(row.name()).isEqualTo(status);
      }
      if (row.closed()) {
        assertThat(wire.isClosedByServer()).as("nothing more is answered").isTrue();
      } else {
        assertThat(wire.send(good()).status()).as("the next request").isEqualTo(200);
      }
    }
    assertThat(Traces.of(data)).isEqualTo(before);
  }

  @Test
  void a_client_that_closes_its_side_is_taken_for_gone() throws IOException {
    for (String said : new String[] {"", "GET /v2", good(), good() + good()}) {
      try (Wire wire = new Wire(berth.endpoint())) {
        assertThat(wire.send(said).finish().isClosedInTheEnd()).isTrue();
      }
    }
  }

  @Test
  void a_body_that_ends_before_its_length_is_not_stored() throws IOException {
    Traces before = Traces.of(data);
    String upload =
        "POST /v2/hostile/blobs/uploads/?digest=sha256:"
            + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad HTTP/1.1\r\n"
            + "Host: a\r\n"
            + authorization;
    for (String rest :
        new String[] {
          "Content-Length: 4\r\n\r\nabc",
          "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
          "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
        }) {
      try (Wire half = new Wire(berth.endpoint());
          Wire gone = new Wire(berth.endpoint())) {
        half.send(upload + rest).finish();
        gone.send(upload + rest).abort();
        assertThat(half.isClosedInTheEnd()).isTrue();
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(Traces.of(data)).isEqualTo(before));
    }
  }

  @Test
  void connections_given_up_amid_a_request_leave_no_thread() throws IOException {
    for (int i = 0; i < 200; i++) {
      try (Wire wire = new Wire(berth.endpoint())) {
        wire.send(good().substring(0, 10 + i % 40));
        if (i % 2 == 0) {
          wire.abort();
        }
      }
    }
    await().atMost(PATIENCE).until(() -> Traces.conversations() <= conversations);
  }
}
