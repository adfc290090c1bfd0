package dev.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Handler;
import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.RequestBody.BodyInterrupted;
import dev.berth.wire.exchange.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 over TLS, as the JDK's client speaks it. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
final class Http2Test {
  private static final long ALL_BUFFERS = 96 << 20;

  @TempDir Path folder;

  @Test
  void a_request_reaches_the_handler_as_it_was_sent() throws Exception {
    ConcurrentLinkedQueue<Request> seen = new ConcurrentLinkedQueue<>();
    try (GivenListener given =
            listener(
                request -> {
                  seen.add(request);
                  return GivenListener.tell(request).with("X-B", "2");
                });
        HttpClient client = GivenTls.http2(folder)) {
      HttpResponse<String> response =
          client.send(
              to(given, "/a%2Fb?q=1").header("X-A", "1").GET().build(), BodyHandlers.ofString());
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.body()).isEqualTo("GET /a%2Fb");
      assertThat(response.headers().firstValue("x-b")).hasValue("2");
      assertThat(response.headers().firstValue("date")).hasValue("Sat, 21 Nov 2026 08:09:10 GMT");
    }
    Request request = seen.remove();
    assertThat(request.target())
        .isEqualTo(new Request.Target("localhost:" + port(request), "/a%2Fb", "q=1"));
    assertThat(request.headers().fields()).contains(new Headers.Field("x-a", "1"));
    assertThat(request.headers().fields()).noneMatch(field -> field.name().startsWith("x-http2"));
    assertThat(request.body().length()).hasValue(0);
    assertThat(request.tls()).isTrue();
  }

  @Test
  void large_bodies_go_both_ways() throws Exception {
    String body = "0123456789".repeat(1_000_000);
    try (GivenListener given = listener(GivenListener::echo);
        HttpClient client = GivenTls.http2(folder)) {
      HttpResponse<String> known =
          client.send(
              to(given, "/").PUT(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
      assertThat(known.body()).isEqualTo(body);
      HttpResponse<String> unknown =
          client.send(
              to(given, "/")
                  .method("PATCH", BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(unknown.body()).isEqualTo(body);
      Awaitility.await().until(() -> given.listener().freeBuffers() == ALL_BUFFERS);
    }
  }

  @Test
  void a_file_is_sent_and_closed_and_its_length_told_to_head() throws Exception {
    Path path = Files.writeString(folder.resolve("blob"), "0123456789".repeat(1_000_000));
    ConcurrentLinkedQueue<FileChannel> files = new ConcurrentLinkedQueue<>();
    try (GivenListener given =
            listener(
                _ -> {
                  try {
                    FileChannel file = FileChannel.open(path);
                    files.add(file);
                    return Response.of(200, "a/b", new Body.FileRegion(file, 5, 9_000_000));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        HttpClient client = GivenTls.http2(folder)) {
      assertThat(client.send(to(given, "/").GET().build(), BodyHandlers.ofString()).body())
          .isEqualTo("5678901234".repeat(900_000));
      HttpResponse<String> head =
          client.send(to(given, "/").HEAD().build(), BodyHandlers.ofString());
      assertThat(head.headers().firstValue("content-length")).hasValue("9000000");
      assertThat(head.body()).isEmpty();
      Awaitility.await().until(() -> files.stream().noneMatch(FileChannel::isOpen));
    }
  }

  @Test
  void an_upload_that_nobody_reads_does_not_stop_its_neighbours() throws Exception {
    CountDownLatch mayRead = new CountDownLatch(1);
    byte[] large = new byte[8 << 20];
    byte[] small = new byte[500_000];
    try (GivenListener given =
            listener(
                request -> {
                  if (request.path().startsWith("/slow")) {
                    await(mayRead);
                  }
                  return Response.of(
                      200, "a/b", Body.text("" + GivenListener.all(request.body()).length));
                });
        HttpClient client = GivenTls.http2(folder)) {
      client.send(to(given, "/first").GET().build(), BodyHandlers.ofString());
      List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        slow.add(
            client.sendAsync(
                to(given, "/slow" + i).PUT(BodyPublishers.ofByteArray(large)).build(),
                BodyHandlers.ofString()));
      }
      Awaitility.await().until(() -> given.listener().running() == 20);
      for (int i = 0; i < 10; i++) {
        assertThat(
                client
                    .send(
                        to(given, "/").PUT(BodyPublishers.ofByteArray(small)).build(),
                        BodyHandlers.ofString())
                    .body())
            .isEqualTo("500000");
      }
      assertThat(given.listener().connections()).isEqualTo(1);
      assertThat(slow).noneMatch(CompletableFuture::isDone);
      mayRead.countDown();
      for (CompletableFuture<HttpResponse<String>> response : slow) {
        assertThat(response.get().body()).isEqualTo("8388608");
      }
    }
  }

  @Test
  void a_client_is_told_to_continue_only_when_its_body_is_read() throws Exception {
    try (GivenListener given =
            listener(
                request ->
                    request.path().equals("/denied")
                        ? Response.of(403)
                        : GivenListener.echo(request));
        HttpClient client = GivenTls.http2(folder)) {
      byte[] body = new byte[3_000_000];
      HttpResponse<byte[]> denied =
          client.send(
              to(given, "/denied")
                  .expectContinue(true)
                  .PUT(BodyPublishers.ofByteArray(body))
                  .build(),
              BodyHandlers.ofByteArray());
      assertThat(denied.statusCode()).isEqualTo(403);
      HttpResponse<byte[]> allowed =
          client.send(
              to(given, "/").expectContinue(true).PUT(BodyPublishers.ofByteArray(body)).build(),
              BodyHandlers.ofByteArray());
      assertThat(allowed.body()).isEqualTo(body);
    }
  }

  @Test
  void an_upload_that_is_refused_early_gets_its_answer_and_the_connection_goes_on()
      throws Exception {
    try (GivenListener given =
            listener(
                request ->
                    request.method().equals("PUT")
                        ? Response.of(403)
                        : GivenListener.tell(request));
        HttpClient client = GivenTls.http2(folder)) {
      HttpResponse<String> denied =
          client.send(
              to(given, "/").PUT(BodyPublishers.ofByteArray(new byte[20_000_000])).build(),
              BodyHandlers.ofString());
      assertThat(denied.statusCode()).isEqualTo(403);
      assertThat(client.send(to(given, "/x").GET().build(), BodyHandlers.ofString()).body())
          .isEqualTo("GET /x");
      assertThat(given.listener().connections()).isEqualTo(1);
    }
  }

  @Test
  void a_client_that_gives_up_its_upload_interrupts_the_body() throws Exception {
    ConcurrentLinkedQueue<IOException> seen = new ConcurrentLinkedQueue<>();
    try (GivenListener given =
            listener(
                request -> {
                  try {
                    return GivenListener.echo(request);
                  } catch (UncheckedIOException e) {
                    seen.add(e.getCause());
                    throw e;
                  }
                });
        HttpClient client = GivenTls.http2(folder)) {
      CompletableFuture<HttpResponse<String>> upload =
          client.sendAsync(
              to(given, "/").PUT(BodyPublishers.fromPublisher(_ -> {}, 1_000_000)).build(),
              BodyHandlers.ofString());
      Awaitility.await().until(() -> given.listener().running() == 1);
      upload.cancel(true);
      Awaitility.await().until(() -> !seen.isEmpty());
      assertThat(seen.remove()).isInstanceOf(BodyInterrupted.class);
      Awaitility.await().until(() -> given.listener().freeBuffers() == ALL_BUFFERS);
    }
  }

  @Test
  void draining_lets_streams_come_to_their_end() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (GivenListener given =
            listener(
                request -> {
                  await(mayAnswer);
                  return GivenListener.tell(request);
                });
        HttpClient client = GivenTls.http2(folder)) {
      CompletableFuture<HttpResponse<String>> running =
          client.sendAsync(to(given, "/long").GET().build(), BodyHandlers.ofString());
      Awaitility.await().until(() -> given.listener().running() == 1);
      Thread drain = Thread.ofVirtual().start(() -> given.listener().drain(Duration.ofSeconds(30)));
      mayAnswer.countDown();
      assertThat(running.get().body()).isEqualTo("GET /long");
      drain.join();
      assertThat(given.listener().connections()).isZero();
    }
  }

  @Test
  void an_idle_connection_is_closed() throws Exception {
    Limits limits =
        GivenListener.impatient(
            Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofSeconds(20));
    try (GivenListener given =
            GivenListener.on(
                GivenTls.settings(GivenTls.in(folder)).with(limits), GivenListener::tell);
        HttpClient client = GivenTls.http2(folder)) {
      client.send(to(given, "/").GET().build(), BodyHandlers.ofString());
      Awaitility.await().until(() -> given.listener().connections() == 0);
    }
  }

  private GivenListener listener(Handler handler) {
    return GivenListener.on(GivenTls.settings(GivenTls.in(folder)), handler);
  }

  private static HttpRequest.Builder to(GivenListener given, String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + given.port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  private static String port(Request request) {
    String host = request.target().host();
    return host.substring(host.indexOf(':') + 1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
