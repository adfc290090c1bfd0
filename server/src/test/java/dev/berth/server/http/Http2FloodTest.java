package dev.berth.server.http;

import static dev.berth.server.http.RawHttp2.ACK;
import static dev.berth.server.http.RawHttp2.CONTINUATION;
import static dev.berth.server.http.RawHttp2.DATA;
import static dev.berth.server.http.RawHttp2.END_HEADERS;
import static dev.berth.server.http.RawHttp2.HEADERS;
import static dev.berth.server.http.RawHttp2.PING;
import static dev.berth.server.http.RawHttp2.PRIORITY;
import static dev.berth.server.http.RawHttp2.SETTINGS;
import static dev.berth.server.http.RawHttp2.WINDOW_UPDATE;
import static dev.berth.server.http.RawHttp2.number;
import static dev.berth.server.http.RawHttp2.setting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Frames that would cost the server more than their client (RFC 9113 section 10.5; {@link
 * Limits.Http2} names the attacks). Each ends its connection, and a neighbour notices nothing.
 */
@ExtendWith(LeakCheck.class)
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http2FloodTest {
  private static final int PROTOCOL_ERROR = 1;
  private static final int FLOW_CONTROL_ERROR = 3;
  private static final int FRAME_SIZE_ERROR = 6;
  private static final int COMPRESSION_ERROR = 9;
  private static final int ENHANCE_YOUR_CALM = 11;

  private static final int INITIAL_WINDOW = 4;
  private static final int MANY = 20_000;

  private Path folder;
  private GivenListener given;
  private RawHttp2 neighbour;
  private int nextStream = 1;

  /** What is sent, and the errors with which the connection may end. */
  private record Flood(String name, Set<Integer> errors, Frames frames) {}

  @FunctionalInterface
  private interface Frames {
    void send(RawHttp2 client) throws IOException;
  }

  @BeforeAll
  void start(@TempDir Path temp) throws IOException {
    folder = temp;
    given = GivenListener.on(GivenTls.settings(GivenTls.in(folder)), GivenListener::echo);
    neighbour = client();
  }

  @AfterAll
  void stop() throws IOException {
    neighbour.close();
    given.close();
  }

  private static Flood calm(String name, Frames frames) {
    return new Flood(name, Set.of(ENHANCE_YOUR_CALM), frames);
  }

  private static Flood error(String name, int error, Frames frames) {
    return new Flood(name, Set.of(error), frames);
  }

  private static List<Flood> floods() {
    byte[] eight = new byte[8];
    byte[] full = new byte[16_384];
    return List.of(
        calm("settings", c -> c.flood(MANY, SETTINGS, 0, 0)),
        calm("settings with values", c -> c.flood(MANY, SETTINGS, 0, 0, setting(5, 16_384))),
        calm("pings", c -> c.flood(MANY, PING, 0, 0, eight)),
        calm("answers to pings never sent", c -> c.flood(MANY, PING, ACK, 0, eight)),
        calm("priorities", c -> c.flood(MANY, PRIORITY, 0, 3, new byte[5])),
        calm("frames of a type unknown", c -> c.flood(MANY, 0x42, 0, 0)),
        calm("window by a byte", c -> c.flood(MANY, WINDOW_UPDATE, 0, 0, number(1))),
        calm("empty data", c -> c.put(1).flood(MANY, DATA, 0, 1)),
        calm("padding only", c -> c.put(1).flood(MANY, DATA, 8, 1, (byte) 0)),
        calm("data by a byte", c -> c.put(1).flood(MANY, DATA, 0, 1, (byte) 1)),
        calm("small continuations", c -> open(c, 1).flood(MANY, CONTINUATION, 0, 1, (byte) 0)),
        calm("empty continuations", c -> open(c, 1).flood(MANY, CONTINUATION, 0, 1)),
        new Flood(
            "full continuations",
            Set.of(ENHANCE_YOUR_CALM, PROTOCOL_ERROR, COMPRESSION_ERROR),
            c -> open(c, 1).flood(200, CONTINUATION, 0, 1, full)),
        calm("rapid resets", Http2FloodTest::resets),
        calm("requests that the server must reset", Http2FloodTest::resetsOfTheServer),
        calm("heads without a field", Http2FloodTest::emptyHeads),
        error("a table beyond the agreed size", COMPRESSION_ERROR, Http2FloodTest::hugeTable),
        error("a window by nothing", PROTOCOL_ERROR, c -> c.frame(WINDOW_UPDATE, 0, 0, number(0))),
        error(
            "a window beyond 31 bits",
            FLOW_CONTROL_ERROR,
            c -> c.flood(2, WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE))),
        error(
            "a first window beyond 31 bits",
            FLOW_CONTROL_ERROR,
            c -> c.frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW, -1))),
        error("a frame too large", FRAME_SIZE_ERROR, c -> c.put(1).data(1, new byte[16_385])),
        error("settings cut short", FRAME_SIZE_ERROR, c -> c.frame(SETTINGS, 0, 0, new byte[5])),
        error("a stream of the server's", PROTOCOL_ERROR, c -> c.put(2)),
        error("data on no stream", PROTOCOL_ERROR, c -> c.data(0, eight)),
        error("a continuation of nothing", PROTOCOL_ERROR, c -> c.frame(CONTINUATION, 4, 1, eight)),
        error(
            "another frame amid a head", PROTOCOL_ERROR, c -> open(c, 1).frame(PING, 0, 0, eight)));
  }

  @TestFactory
  Stream<DynamicTest> ends_its_connection_and_no_other() {
    return floods().stream()
        .map(flood -> DynamicTest.dynamicTest(flood.name(), () -> endsItsConnection(flood)));
  }

  private void endsItsConnection(Flood flood) throws IOException {
    try (RawHttp2 client = client()) {
      try {
        flood.frames().send(client);
        Optional<Integer> error = client.end();
        if (error.isPresent()) {
          assertThat(flood.errors()).as(flood.name()).contains(error.get());
        }
      } catch (SocketException cutOffWhileSending) {
        assertThat(flood.errors()).as(flood.name()).contains(ENHANCE_YOUR_CALM);
      }
      Awaitility.await().until(() -> given.listener().connections() == 1);
    }
    assertThatNothingIsHeld();
    assertThatTheNeighbourIsServed();
  }

  private void assertThatNothingIsHeld() {
    Awaitility.await().until(() -> given.listener().running() == 0);
    Awaitility.await()
        .until(() -> given.listener().freeBuffers() == Limits.DEFAULT.buffers().total());
  }

  private void assertThatTheNeighbourIsServed() throws IOException {
    neighbour.get(nextStream, ":method=GET", ":path=/", ":scheme=https", ":authority=a");
    assertThat(neighbour.next(HEADERS)).map(RawHttp2.Frame::stream).hasValue(nextStream);
    nextStream += 2;
  }

  @Test
  void as_many_pings_and_small_updates_as_a_lively_client_sends_are_fine() throws IOException {
    try (RawHttp2 client = client()) {
      client.flood(400, PING, 0, 0, new byte[8]).flood(400, WINDOW_UPDATE, 0, 0, number(100));
      client.flood(5_000, WINDOW_UPDATE, 0, 0, number(4096));
      client.get(1, ":method=GET", ":path=/", ":scheme=https", ":authority=a");
      assertThat(client.next(HEADERS)).map(RawHttp2.Frame::stream).hasValue(1);
    }
    Awaitility.await().until(() -> given.listener().connections() == 1);
  }

  /** A head that is begun and goes on in other frames. */
  private static RawHttp2 open(RawHttp2 client, int stream) throws IOException {
    return client.frame(HEADERS, 0, stream, (byte) 0x82);
  }

  private static void resets(RawHttp2 client) throws IOException {
    for (int i = 0; i < 1000; i++) {
      client.put(2 * i + 1).reset(2 * i + 1);
    }
  }

  /** CVE-2025-8671: a breach of the stream's rules that the server has to answer by a reset. */
  private static void resetsOfTheServer(RawHttp2 client) throws IOException {
    for (int i = 0; i < 1000; i++) {
      client.put(2 * i + 1).frame(WINDOW_UPDATE, 0, 2 * i + 1, number(0));
    }
  }

  private static void emptyHeads(RawHttp2 client) throws IOException {
    for (int i = 0; i < 1000; i++) {
      client.frame(HEADERS, END_HEADERS, 2 * i + 1);
    }
  }

  /** The size of the table is raised to a megabyte (RFC 7541 section 6.3). */
  private static void hugeTable(RawHttp2 client) throws IOException {
    client.frame(HEADERS, END_HEADERS | 1, 1, (byte) 0x3f, (byte) 0xe1, (byte) 0xff, (byte) 0x3f);
  }

  private RawHttp2 client() throws IOException {
    return new RawHttp2(GivenTls.socket(folder, given.port(), "h2"));
  }
}
