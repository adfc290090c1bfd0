package dev.berth.server.http;

import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Handler;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.RequestBody;
import dev.berth.wire.exchange.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** A listener on a free port of the loopback, and what it told its log. */
final class GivenListener implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T08:09:10Z");

  static {
    // The machine of the build may be busy with other things.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
  }

  private final Listener listener;
  private final Log log = new Log();

  /** A request that was refused before its handler. */
  record Refusal(int status, String reason) {}

  /** Keeps what it is told. */
  static final class Log implements ExchangeLog {
    final List<ResponseSent> sent = new CopyOnWriteArrayList<>();
    final List<Refusal> refused = new CopyOnWriteArrayList<>();

    @Override
    public void sent(ResponseSent response) {
      sent.add(response);
    }

    @Override
    public void refused(InetAddress peer, int status, String reason) {
      refused.add(new Refusal(status, reason));
    }
  }

  private GivenListener(HttpSettings settings, Handler handler, Transport transport) {
    AtomicLong next = new AtomicLong();
    this.listener =
        Listener.start(
            settings,
            handler,
            new Listener.Surroundings(
                log, InstantSource.fixed(NOW), () -> new UUID(0, next.incrementAndGet())),
            transport);
  }

  static GivenListener on(Handler handler) {
    return on(Limits.DEFAULT, handler);
  }

  static GivenListener on(Limits limits, Handler handler) {
    return on(HttpSettings.plain(anyPort()).with(limits), handler);
  }

  static GivenListener on(HttpSettings settings, Handler handler) {
    return new GivenListener(settings, handler, Transport.best());
  }

  static GivenListener on(Transport transport, Handler handler) {
    return new GivenListener(HttpSettings.plain(anyPort()), handler, transport);
  }

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Default limits with every wait as short as given. */
  static Limits impatient(Duration head, Duration idle, Duration body) {
    return Limits.DEFAULT.with(
        new Limits.Waits(
            head,
            idle,
            body,
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofMillis(500)));
  }

  RawClient client() throws IOException {
    return new RawClient(listener.port());
  }

  Listener listener() {
    return listener;
  }

  int port() {
    return listener.port();
  }

  Log log() {
    return log;
  }

  @Override
  public void close() {
    listener.close();
  }

  /** Answers with the method and target. */
  static Response tell(Request request) {
    return Response.of(200, "text/plain", Body.text(request.method() + " " + request.path()));
  }

  /** Answers with the body of the request. */
  static Response echo(Request request) {
    return Response.of(200, "application/octet-stream", new Body.Bytes(all(request.body())));
  }

  static byte[] all(RequestBody body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(10_000);
    try {
      while (body.read(buffer) >= 0) {
        all.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }
}
