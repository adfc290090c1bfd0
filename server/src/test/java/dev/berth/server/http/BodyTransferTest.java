package dev.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.RequestBody.BodyInterrupted;
import dev.berth.wire.exchange.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large bodies, slow clients, clients that go away. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
final class BodyTransferTest {
  private static final String SIXTEEN_MIB = "x".repeat(16 << 20);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Transport.class)
  void part_of_a_file_is_sent_and_the_file_is_closed(Transport transport) throws IOException {
    Path path = Files.writeString(folder.resolve("blob"), "0123456789".repeat(1_000_000));
    FileChannel file = FileChannel.open(path);
    try (GivenListener given =
            GivenListener.on(
                transport, _ -> Response.of(206, "a/b", new Body.FileRegion(file, 5, 9_000_000)));
        RawClient client = given.client()) {
      client.lines("GET / HTTP/1.1^Host: a^^");
      assertThat(client.answer().body()).isEqualTo("5678901234".repeat(900_000));
      Awaitility.await().until(() -> !file.isOpen());
      Awaitility.await().until(() -> !given.log().sent.isEmpty());
      ResponseSent sent = given.log().sent.getFirst();
      assertThat(sent.bytes()).isEqualTo(9_000_000);
      assertThat(sent.complete()).isTrue();
      assertThat(sent.status()).isEqualTo(206);
    }
  }

  @Test
  void a_file_is_closed_when_only_its_length_is_asked_for() throws IOException {
    FileChannel file = FileChannel.open(Files.writeString(folder.resolve("blob"), "abc"));
    try (GivenListener given =
            GivenListener.on(_ -> Response.of(200, "a/b", new Body.FileRegion(file, 0, 3)));
        RawClient client = given.client()) {
      client.lines("HEAD / HTTP/1.1^Host: a^^");
      assertThat(client.head().header("content-length")).isEqualTo("3");
      Awaitility.await().until(() -> !file.isOpen());
    }
  }

  @Test
  void a_stream_is_sent_in_pieces_and_closed() throws IOException {
    CountDownLatch closed = new CountDownLatch(1);
    byte[] bytes = "0123456789".repeat(50_000).getBytes(StandardCharsets.ISO_8859_1);
    try (GivenListener given =
            GivenListener.on(
                _ -> Response.of(200, "a/b", new Body.Stream(closing(bytes, closed), 500_000)));
        RawClient client = given.client()) {
      client.lines("GET / HTTP/1.1^Host: a^^");
      assertThat(client.answer().body()).isEqualTo("0123456789".repeat(50_000));
      Awaitility.await().until(() -> closed.getCount() == 0);
      assertThat(given.listener().freeBuffers()).isEqualTo(96 << 20);
    }
  }

  @Test
  void a_stream_that_ends_early_ends_the_connection() throws IOException {
    CountDownLatch closed = new CountDownLatch(1);
    try (GivenListener given =
            GivenListener.on(
                _ ->
                    Response.of(
                        200, "a/b", new Body.Stream(closing(new byte[200_000], closed), 300_000)));
        RawClient client = given.client()) {
      client.lines("GET / HTTP/1.1^Host: a^^");
      client.head();
      assertThat(client.read(300_000)).hasSizeLessThanOrEqualTo(200_000);
      Awaitility.await().until(() -> closed.getCount() == 0);
      Awaitility.await().until(() -> !given.log().sent.isEmpty());
      assertThat(given.log().sent.getFirst().complete()).isFalse();
    }
  }

  @Test
  void a_client_that_goes_away_while_it_sends_interrupts_the_body() throws IOException {
    ConcurrentLinkedQueue<IOException> seen = new ConcurrentLinkedQueue<>();
    try (GivenListener given =
        GivenListener.on(
            request -> {
              try {
                return GivenListener.echo(request);
              } catch (UncheckedIOException e) {
                seen.add(e.getCause());
                throw e;
              }
            })) {
      try (RawClient client = given.client()) {
        client.lines("PUT / HTTP/1.1^Host: a^Content-Length: 1000000^^").send("x".repeat(300_000));
        Awaitility.await().until(() -> given.listener().running() == 1);
        client.abort();
      }
      Awaitility.await().until(() -> !seen.isEmpty());
      assertThat(seen.remove()).isInstanceOf(BodyInterrupted.class);
      Awaitility.await().until(() -> given.listener().running() == 0);
      assertThat(given.listener().connections()).isZero();
      assertThat(given.listener().freeBuffers()).isEqualTo(96 << 20);
      assertThat(given.log().sent.getFirst().complete()).isFalse();
    }
  }

  @Test
  void a_client_that_sends_nothing_more_is_given_up() throws IOException {
    Limits limits =
        GivenListener.impatient(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(100));
    try (GivenListener given = GivenListener.on(limits, GivenListener::echo);
        RawClient client = given.client()) {
      client.lines("PUT / HTTP/1.1^Host: a^Content-Length: 10^^abc");
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void a_client_that_sends_a_byte_now_and_then_is_given_up() throws IOException {
    Limits limits =
        GivenListener.impatient(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(500));
    try (GivenListener given = GivenListener.on(limits, GivenListener::echo);
        RawClient client = given.client();
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
      client.lines("PUT / HTTP/1.1^Host: a^Content-Length: 1000000^^");
      ScheduledFuture<?> drips =
          pace.scheduleAtFixedRate(() -> drip(client), 0, 50, TimeUnit.MILLISECONDS);
      assertThat(client.answer().status()).isEqualTo(408);
      drips.cancel(false);
    }
  }

  private static void drip(RawClient client) {
    try {
      client.send("x");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void chunks_of_a_byte_each_are_refused_when_they_are_many() throws IOException {
    try (GivenListener given = GivenListener.on(GivenListener::echo);
        RawClient few = given.client();
        RawClient many = given.client()) {
      few.lines("PUT / HTTP/1.1^Host: a^Transfer-Encoding: chunked^^")
          .lines("1^x^".repeat(900) + "0^^");
      assertThat(few.answer().body()).hasSize(900);
      many.lines("PUT / HTTP/1.1^Host: a^Transfer-Encoding: chunked^^")
          .lines("1^x^".repeat(20_000) + "0^^");
      assertThat(many.answer().status()).isEqualTo(400);
    }
  }

  @Test
  void a_client_that_takes_nothing_more_is_given_up_and_the_file_closed() throws IOException {
    Path path = Files.write(folder.resolve("blob"), new byte[64 << 20]);
    FileChannel file = FileChannel.open(path);
    Limits limits =
        GivenListener.impatient(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));
    try (GivenListener given =
            GivenListener.on(
                limits, _ -> Response.of(200, "a/b", new Body.FileRegion(file, 0, 64 << 20)));
        RawClient client = given.client()) {
      client.lines("GET / HTTP/1.1^Host: a^^");
      client.head();
      Awaitility.await().until(() -> !given.log().sent.isEmpty());
      assertThat(given.log().sent.getFirst().complete()).isFalse();
      assertThat(given.log().sent.getFirst().bytes()).isBetween(1L, (64L << 20) - 1);
      Awaitility.await().until(() -> !file.isOpen());
    }
  }

  @Test
  void a_body_that_nobody_reads_stays_with_its_client_and_others_are_served() throws Exception {
    CountDownLatch mayRead = new CountDownLatch(1);
    try (GivenListener given =
            GivenListener.on(
                request -> {
                  if (request.path().equals("/slow")) {
                    await(mayRead);
                  }
                  return Response.of(
                      200, "a/b", Body.text("" + GivenListener.all(request.body()).length));
                });
        RawClient slow = given.client();
        RawClient other = given.client()) {
      CountDownLatch sent = new CountDownLatch(1);
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      slow.lines("PUT /slow HTTP/1.1^Host: a^Content-Length: 16777216^^")
                          .send(SIXTEEN_MIB);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                    sent.countDown();
                  });
      Awaitility.await().until(() -> given.listener().running() == 1);
      for (int i = 0; i < 50; i++) {
        other.lines("PUT / HTTP/1.1^Host: a^Content-Length: 100000^^").send("x".repeat(100_000));
        assertThat(other.answer().body()).isEqualTo("100000");
      }
      assertThat(sent.getCount()).as("bytes beyond the sockets' buffers wait").isEqualTo(1);
      mayRead.countDown();
      assertThat(slow.answer().body()).isEqualTo("16777216");
      sender.join();
    }
  }

  @Test
  void who_gets_no_memory_is_refused_with_503_and_small_bodies_need_none() throws IOException {
    Limits limits =
        GivenListener.impatient(
                Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10))
            .with(Limits.Buffers.DEFAULT.withTotal(256 << 10));
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (GivenListener given =
            GivenListener.on(
                limits,
                request -> {
                  if (request.path().equals("/holds")) {
                    await(mayAnswer);
                  }
                  return GivenListener.echo(request);
                });
        RawClient holder = given.client();
        RawClient late = given.client();
        RawClient small = given.client()) {
      holder.lines("PUT /holds HTTP/1.1^Host: a^Content-Length: 300000^^");
      Awaitility.await().until(() -> given.listener().freeBuffers() == 0);
      late.lines("PUT / HTTP/1.1^Host: a^Content-Length: 300000^^");
      assertThat(late.answer().status()).isEqualTo(503);
      small.lines("PUT / HTTP/1.1^Host: a^Content-Length: 3^^abc");
      assertThat(small.answer().body()).isEqualTo("abc");
      mayAnswer.countDown();
      holder.send("y".repeat(300_000));
      assertThat(holder.answer().body()).hasSize(300_000);
      Awaitility.await().until(() -> given.listener().freeBuffers() == 256 << 10);
    }
  }

  @Test
  void a_body_ends_with_minus_one_again_and_again() throws IOException {
    try (GivenListener given =
            GivenListener.on(
                request -> {
                  byte[] body = GivenListener.all(request.body());
                  try {
                    int more = request.body().read(ByteBuffer.allocate(10));
                    return Response.of(200, "a/b", Body.text(body.length + " " + more));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        RawClient client = given.client()) {
      client.lines("PUT / HTTP/1.1^Host: a^Content-Length: 3^^abcGET / HTTP/1.1^Host: a^^");
      assertThat(client.answer().body()).isEqualTo("3 -1");
      assertThat(client.answer().body()).isEqualTo("0 -1");
    }
  }

  private static InputStream closing(byte[] bytes, CountDownLatch closed) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public void close() {
        closed.countDown();
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
