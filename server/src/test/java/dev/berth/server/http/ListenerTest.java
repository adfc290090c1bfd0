package dev.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.wire.exchange.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starting, stopping, and the caps on connections. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
final class ListenerTest {

  @ParameterizedTest
  @EnumSource(Transport.class)
  void a_busy_port_is_named_in_one_sentence(Transport transport) throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), busy.getLocalPort());
      HttpSettings settings = HttpSettings.plain(address);
      Listener.Surroundings around =
          new Listener.Surroundings(ExchangeLog.NONE, InstantSource.system(), UUID::randomUUID);
      assertThatThrownBy(() -> Listener.start(settings, GivenListener::tell, around, transport))
          .isInstanceOf(CannotListen.class)
          .hasMessage(
              "Port %d of %s is in use by another process."
                  .formatted(address.getPort(), address.getHostString()));
    }
  }

  @Test
  void draining_lets_what_runs_come_to_its_end() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (GivenListener given =
            GivenListener.on(
                request -> {
                  if (request.path().equals("/long")) {
                    await(mayAnswer);
                  }
                  return GivenListener.tell(request);
                });
        RawClient running = given.client();
        RawClient kept = given.client()) {
      kept.lines("GET /before HTTP/1.1^Host: a^^");
      assertThat(kept.answer().header("connection")).isEmpty();
      running.lines("GET /long HTTP/1.1^Host: a^^");
      Awaitility.await().until(() -> given.listener().running() == 1);
      Thread drain = Thread.ofVirtual().start(() -> given.listener().drain(Duration.ofSeconds(30)));
      Awaitility.await().until(() -> isRefused(given.port()));
      kept.lines("GET /after HTTP/1.1^Host: a^^");
      assertThat(kept.answer().header("connection")).isEqualTo("close");
      assertThat(kept.isClosedByServer()).isTrue();
      mayAnswer.countDown();
      RawClient.Answer last = running.answer();
      assertThat(last.body()).isEqualTo("GET /long");
      assertThat(last.header("connection")).isEqualTo("close");
      drain.join();
    }
  }

  @Test
  void draining_ends_although_something_still_runs() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (GivenListener given =
            GivenListener.on(
                _ -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException _) {
                    interrupted.countDown();
                  }
                  return Response.of(200);
                });
        RawClient client = given.client()) {
      client.lines("GET / HTTP/1.1^Host: a^^");
      Awaitility.await().until(() -> given.listener().running() == 1);
      given.listener().drain(Duration.ofMillis(10));
      assertThat(interrupted.await(0, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void two_thousand_idle_connections_cost_little() throws IOException {
    List<RawClient> idle = new ArrayList<>();
    try (GivenListener given = GivenListener.on(GivenListener::tell)) {
      long before = used();
      for (int i = 0; i < 2_000; i++) {
        RawClient client = given.client();
        idle.add(client);
        client.lines("GET /" + i + " HTTP/1.1^Host: a^^");
        assertThat(client.answer().body()).isEqualTo("GET /" + i);
      }
      assertThat(given.listener().connections()).isEqualTo(2_000);
      assertThat(used() - before).as("heap of both ends").isLessThan(2_000L * 24 * 1024);
      idle.getFirst().lines("GET /again HTTP/1.1^Host: a^^");
      assertThat(idle.getFirst().answer().body()).isEqualTo("GET /again");
      given.listener().close();
      assertThat(given.listener().connections()).isZero();
    } finally {
      for (RawClient client : idle) {
        client.close();
      }
    }
  }

  @Test
  void connections_beyond_the_cap_are_closed_as_they_come() throws IOException {
    try (GivenListener given =
            GivenListener.on(Limits.DEFAULT.withConnections(2, 2), GivenListener::tell);
        RawClient first = given.client();
        RawClient second = given.client()) {
      first.lines("GET /1 HTTP/1.1^Host: a^^").answer();
      second.lines("GET /2 HTTP/1.1^Host: a^^").answer();
      try (RawClient third = given.client()) {
        assertThat(third.isClosedByServer()).isTrue();
      }
      first.abort();
      Awaitility.await().until(() -> given.listener().connections() == 1);
      try (RawClient fourth = given.client()) {
        assertThat(fourth.lines("GET /4 HTTP/1.1^Host: a^^").answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void one_address_cannot_have_all_connections() throws IOException {
    try (GivenListener given =
            GivenListener.on(Limits.DEFAULT.withConnections(10, 2), GivenListener::tell);
        RawClient first = from("127.0.0.2", given.port());
        RawClient second = from("127.0.0.2", given.port())) {
      first.lines("GET /1 HTTP/1.1^Host: a^^").answer();
      second.lines("GET /2 HTTP/1.1^Host: a^^").answer();
      try (RawClient third = from("127.0.0.2", given.port());
          RawClient other = from("127.0.0.3", given.port())) {
        assertThat(third.isClosedByServer()).isTrue();
        assertThat(other.lines("GET /3 HTTP/1.1^Host: a^^").answer().status()).isEqualTo(200);
      }
      first.abort();
      Awaitility.await().until(() -> given.listener().connections() == 1);
      try (RawClient fourth = from("127.0.0.2", given.port())) {
        assertThat(fourth.lines("GET /4 HTTP/1.1^Host: a^^").answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void the_addresses_of_one_network_of_ipv6_count_as_one() {
    assertThat(Connections.network(InetAddress.ofLiteral("2001:db8:1:2:3:4:5:6")))
        .isEqualTo(Connections.network(InetAddress.ofLiteral("2001:db8:1:2::1")))
        .isNotEqualTo(Connections.network(InetAddress.ofLiteral("2001:db8:1:3::1")));
    assertThat(Connections.network(InetAddress.ofLiteral("192.0.2.1")))
        .isNotEqualTo(Connections.network(InetAddress.ofLiteral("192.0.2.2")));
  }

  private static RawClient from(String address, int port) throws IOException {
    return new RawClient(
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.ofLiteral(address), 0));
  }

  @Test
  void a_head_that_does_not_arrive_in_time_is_refused() throws IOException {
    Limits limits =
        GivenListener.impatient(
            Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofSeconds(30));
    try (GivenListener given = GivenListener.on(limits, GivenListener::tell);
        RawClient client = given.client()) {
      client.lines("GET / HTTP/1.1^Host: a^^").answer();
      client.lines("GET / HTTP/1.1^Ho");
      assertThat(client.answer().status()).isEqualTo(408);
      assertThat(client.isClosedByServer()).isTrue();
      Awaitility.await().until(() -> given.log().refused.size() == 1);
    }
  }

  @Test
  void a_connection_that_asks_nothing_is_closed_without_a_word() throws IOException {
    Limits limits =
        GivenListener.impatient(
            Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofSeconds(30));
    try (GivenListener given = GivenListener.on(limits, GivenListener::tell);
        RawClient fresh = given.client();
        RawClient used = given.client()) {
      used.lines("GET / HTTP/1.1^Host: a^^").answer();
      assertThat(fresh.isClosedByServer()).isTrue();
      assertThat(used.isClosedByServer()).isTrue();
    }
  }

  private static boolean isRefused(int port) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.isClosedByServer();
    } catch (ConnectException _) {
      return true;
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
