package dev.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.exchange.Handler;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an HTTP/2 client may not do (RFC 9113 sections 5.1.2 and 8.2; threats T33 and T34). */
@ExtendWith(LeakCheck.class)
@Timeout(120)
final class Http2RefusalTest {
  private static final int PROTOCOL_ERROR = 1;
  private static final int REFUSED_STREAM = 7;
  private static final int ENHANCE_YOUR_CALM = 11;

  @TempDir Path folder;

  @Test
  void a_request_in_raw_frames_is_answered() throws IOException {
    try (GivenListener given = listener(GivenListener::tell);
        RawHttp2 client = client(given)) {
      client.get(1, ":method=GET", ":path=/", ":scheme=https", ":authority=a");
      assertThat(client.next(RawHttp2.HEADERS)).map(RawHttp2.Frame::stream).hasValue(1);
      assertThat(client.next(RawHttp2.DATA)).map(RawHttp2.Frame::length).hasValue(5);
    }
  }

  @Test
  void fields_that_could_be_read_in_two_ways_end_their_stream() throws IOException {
    List<String> odd =
        List.of(
            "X-A=upper case",
            "host=b",
            "connection=close",
            "transfer-encoding=chunked",
            "x a=a space",
            "x-a=line\r\nx-b: 2",
            ":path=/again");
    try (GivenListener given = listener(GivenListener::tell)) {
      for (String field : odd) {
        try (RawHttp2 client = client(given)) {
          client.get(1, ":method=GET", ":path=/", ":scheme=https", ":authority=a", field);
          assertThat(client.next(RawHttp2.RESET))
              .as(field)
              .map(RawHttp2.Frame::error)
              .hasValue(PROTOCOL_ERROR);
        }
      }
      assertThat(given.log().sent).isEmpty();
    }
  }

  @Test
  void a_request_without_a_host_is_refused() throws IOException {
    try (GivenListener given = listener(GivenListener::tell);
        RawHttp2 client = client(given)) {
      client.get(1, ":method=GET", ":path=/", ":scheme=https");
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(given.log().refused)
                      .extracting(GivenListener.Refusal::status)
                      .containsExactly(400));
    }
  }

  @Test
  void fields_beyond_32_kib_reach_no_handler() throws IOException {
    try (GivenListener given = listener(GivenListener::tell);
        RawHttp2 client = client(given)) {
      client.get(
          1, ":method=GET", ":path=/", ":scheme=https", ":authority=a", "a=" + "a".repeat(33_000));
      assertThat(client.next(RawHttp2.HEADERS)).isPresent();
      assertThat(given.log().sent).isEmpty();
    }
  }

  @Test
  void streams_beyond_a_hundred_are_refused_and_those_before_are_served() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (GivenListener given =
            listener(
                request -> {
                  await(mayAnswer);
                  return GivenListener.tell(request);
                });
        RawHttp2 client = client(given)) {
      for (int i = 0; i <= 100; i++) {
        client.get(2 * i + 1, ":method=GET", ":path=/", ":scheme=https", ":authority=a");
      }
      Optional<RawHttp2.Frame> refused = client.next(RawHttp2.RESET);
      assertThat(refused).map(RawHttp2.Frame::stream).hasValue(201);
      assertThat(refused).map(RawHttp2.Frame::error).hasValue(REFUSED_STREAM);
      Awaitility.await().until(() -> given.listener().running() == 100);
      mayAnswer.countDown();
      Awaitility.await().until(() -> given.log().sent.size() == 100);
    }
  }

  @Test
  void a_client_that_begins_and_resets_streams_without_end_is_cut_off() throws IOException {
    try (GivenListener given = listener(GivenListener::tell);
        RawHttp2 client = client(given)) {
      Optional<RawHttp2.Frame> end = Optional.empty();
      try {
        for (int i = 0; i < 1000; i++) {
          client.put(2 * i + 1).reset(2 * i + 1);
        }
        end = client.next(RawHttp2.GO_AWAY);
        assertThat(end).map(RawHttp2.Frame::error).hasValue(ENHANCE_YOUR_CALM);
      } catch (SocketException _) {
        assertThat(end).as("cut off while it was still sending").isEmpty();
      }
      Awaitility.await().until(() -> given.listener().connections() == 0);
      Awaitility.await().until(() -> given.listener().running() == 0);
    }
  }

  @Test
  void a_client_that_sends_its_body_byte_by_byte_is_cut_off() throws IOException {
    try (GivenListener given = listener(GivenListener::echo);
        RawHttp2 client = client(given)) {
      client.put(1);
      Optional<RawHttp2.Frame> end = Optional.empty();
      try {
        for (int i = 0; i < 5000; i++) {
          client.data(1, (byte) i);
        }
        end = client.next(RawHttp2.GO_AWAY);
        assertThat(end).map(RawHttp2.Frame::error).hasValue(ENHANCE_YOUR_CALM);
      } catch (SocketException _) {
        assertThat(end).as("cut off while it was still sending").isEmpty();
      }
      Awaitility.await().until(() -> given.listener().running() == 0);
    }
  }

  @Test
  void a_body_beyond_the_first_window_waits_until_it_is_read() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (GivenListener given =
            listener(
                request -> {
                  await(mayAnswer);
                  return GivenListener.echo(request);
                });
        RawHttp2 client = client(given)) {
      client.put(1);
      Awaitility.await().until(() -> given.listener().running() == 1);
      byte[] piece = new byte[16_384];
      for (int i = 0; i < 64 + 5; i++) {
        client.data(1, piece);
      }
      assertThat(client.next(RawHttp2.RESET).or(() -> goAway(client)))
          .as("more than the window of one MiB")
          .isPresent();
      mayAnswer.countDown();
    }
  }

  private static Optional<RawHttp2.Frame> goAway(RawHttp2 client) {
    try {
      return client.next(RawHttp2.GO_AWAY);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private GivenListener listener(Handler handler) {
    return GivenListener.on(GivenTls.settings(GivenTls.in(folder)), handler);
  }

  private RawHttp2 client(GivenListener given) throws IOException {
    return new RawHttp2(GivenTls.socket(folder, given.port(), "h2"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
