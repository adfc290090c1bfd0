package dev.berth.server.http;

import static dev.berth.server.http.RawHttp2.DATA;
import static dev.berth.server.http.RawHttp2.END_HEADERS;
import static dev.berth.server.http.RawHttp2.HEADERS;
import static dev.berth.server.http.RawHttp2.PING;
import static dev.berth.server.http.RawHttp2.SETTINGS;
import static dev.berth.server.http.RawHttp2.WINDOW_UPDATE;
import static dev.berth.server.http.RawHttp2.number;
import static dev.berth.server.http.RawHttp2.setting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Handler;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients of HTTP/2 that hold what they asked for, and heads that are larger than they look. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
final class Http2PatienceTest {
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int INITIAL_WINDOW = 4;
  private static final int END_STREAM = 1;
  private static final int LARGE = 300_000;
  private static final String[] GET = {":method=GET", ":path=/", ":scheme=https", ":authority=a"};

  @TempDir private Path folder;

  @Test
  void a_stalled_download_stops_no_stream_beside_it_and_is_givenUp() throws IOException {
    try (GivenListener given = listener(impatient(), Http2PatienceTest::large);
        RawHttp2 client = client(given)) {
      client.frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW, 0));
      client.get(1, GET).get(3, GET).get(5, GET);
      client.flood(10, WINDOW_UPDATE, 0, 3, number(1));
      client.frame(WINDOW_UPDATE, 0, 0, number(LARGE)).frame(WINDOW_UPDATE, 0, 5, number(LARGE));

      assertThat(received(client, 5)).isEqualTo(LARGE);
      Set<Integer> givenUp = new HashSet<>();
      while (givenUp.size() < 2) {
        givenUp.add(client.next(RawHttp2.RESET).orElseThrow().stream());
      }
      assertThat(givenUp).containsExactlyInAnyOrder(1, 3);
      assertThatNothingIsHeld(given);
      client.get(7, GET).frame(WINDOW_UPDATE, 0, 0, number(LARGE));
      assertThat(client.frame(WINDOW_UPDATE, 0, 7, number(LARGE)).next(HEADERS)).isPresent();
      assertThat(received(client, 7)).isEqualTo(LARGE);
    }
  }

  @Test
  void a_head_that_does_not_come_to_its_end_is_cut_off() throws IOException {
    try (GivenListener given = listener(impatient(), GivenListener::tell)) {
      for (byte[] part :
          new byte[][] {
            {0, 0, 1, HEADERS, 0, 0, 0, 0, 1, (byte) 0x82},
            {0, 0, 9, HEADERS, END_HEADERS, 0, 0, 0, 1, (byte) 0x82},
            {0, 0, 8, PING, 0, 0, 0, 0, 0, 1},
            {0, 0}
          }) {
        try (RawHttp2 client = client(given)) {
          client.bytes(part);
          assertThat(client.end().orElse(ENHANCE_YOUR_CALM)).isEqualTo(ENHANCE_YOUR_CALM);
        }
      }
      try (RawClient client = new RawClient(GivenTls.socket(folder, given.port(), "h2"))) {
        client.send("PRI * HTTP/2.0\r\n");
        assertThat(client.isClosedInTheEnd()).isTrue();
      }
      Awaitility.await().until(() -> given.listener().connections() == 0);
    }
  }

  @Test
  void a_head_that_grows_as_it_is_unpacked_reaches_no_handler() throws IOException {
    try (GivenListener given = listener(Limits.DEFAULT, GivenListener::tell);
        RawHttp2 client = client(given)) {
      byte[] bomb = bomb();
      for (int stream = 1; stream < 100; stream += 2) {
        client.frame(HEADERS, END_HEADERS | END_STREAM, stream, bomb);
        Optional<RawHttp2.Frame> answer = client.next(HEADERS);
        assertThat(answer).as("431 and no more").map(RawHttp2.Frame::stream).hasValue(stream);
      }
      assertThat(given.log().sent).isEmpty();
      assertThatNothingIsHeld(given);
    }
  }

  /** A field of 4,000 bytes goes into the table, and is named 12,000 times by one byte each. */
  private static byte[] bomb() {
    byte[] block = new byte[16_384];
    Arrays.fill(block, (byte) 'a');
    // a literal with indexing whose name is new (RFC 7541 section 6.2.1)
    byte[] entry = {0x40, 1, 'x', 0x7f, (byte) (0x80 | (4_000 - 127) % 128), (4_000 - 127) / 128};
    System.arraycopy(entry, 0, block, 0, entry.length);
    // the newest entry of the table (section 2.3.3)
    Arrays.fill(block, entry.length + 4_000, block.length, (byte) 0xbe);
    return block;
  }

  private static int received(RawHttp2 client, int stream) throws IOException {
    int received = 0;
    while (true) {
      RawHttp2.Frame data = client.next(DATA).orElseThrow();
      if (data.stream() == stream) {
        received += data.length();
        if ((data.flags() & END_STREAM) != 0) {
          return received;
        }
      }
    }
  }

  private static Response large(Request request) {
    return Response.of(200, "application/octet-stream", new Body.Bytes(new byte[LARGE]));
  }

  private static Limits impatient() {
    return GivenListener.impatient(
        Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofSeconds(60));
  }

  private static void assertThatNothingIsHeld(GivenListener given) {
    Awaitility.await().until(() -> given.listener().running() == 0);
    Awaitility.await()
        .until(() -> given.listener().freeBuffers() == Limits.DEFAULT.buffers().total());
  }

  private GivenListener listener(Limits limits, Handler handler) {
    return GivenListener.on(GivenTls.settings(GivenTls.in(folder)).with(limits), handler);
  }

  private RawHttp2 client(GivenListener given) throws IOException {
    return new RawHttp2(GivenTls.socket(folder, given.port(), "h2"));
  }
}
