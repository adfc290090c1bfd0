package dev.berth.testkit.event;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver of webhooks over real HTTP. It keeps what it answered with success. */
final class Receiver implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int NO_BODY = -1;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final List<Request> taken = new ArrayList<>();
  private final List<Request> all = new ArrayList<>();
  private volatile ToIntFunction<Request> answer = _ -> 204;

  /** What came. */
  record Request(String body, String signature, String id) {
    JsonNode event() {
      return JSON.readTree(body);
    }
  }

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/hook", this::receive);
    server.setExecutor(threads);
    server.start();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              String.valueOf(exchange.getRequestHeaders().getFirst("Berth-Signature")),
              String.valueOf(exchange.getRequestHeaders().getFirst("Berth-Event-Id")));
      int status;
      synchronized (all) {
        all.add(request);
        status = answer.applyAsInt(request);
        if (status / 100 == 2) {
          taken.add(request);
        }
      }
      exchange.sendResponseHeaders(status, NO_BODY);
    }
  }

  /** Says which status a request gets from now on. */
  void answers(ToIntFunction<Request> status) {
    answer = status;
  }

  /** What was answered with success, in order. */
  List<Request> taken() {
    synchronized (all) {
      return List.copyOf(taken);
    }
  }

  /** Everything that came. */
  List<Request> all() {
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /** The repositories that events taken were about, in order. */
  List<String> repositories() {
    return taken().stream()
        .map(request -> request.event().at("/detail/repository-name").asString())
        .toList();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
