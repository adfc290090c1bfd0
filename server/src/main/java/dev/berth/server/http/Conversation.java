package dev.berth.server.http;

import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of an HTTP/1 connection, request after request, or of an HTTP/2 stream with its one:
 * straight code on a virtual thread of its own.
 *
 * <p>What holds for every exchange: the request is whole in its head and well framed, or is refused
 * here; memory for its body is reserved before the handler runs; what the handler gives to be sent
 * is closed, however it ends; and the next request is taken only when the body of this one was
 * taken to its end.
 */
final class Conversation implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Conversation.class);

  private static final Refused NO_MEMORY =
      new Refused(503, "The server has no memory left for bodies. Try again in a moment.");

  private final Service service;
  private final Link link;
  private final Inbound inbound;
  private final ResponseWriter writer;
  private boolean refused;

  Conversation(Service service, Link link, Inbound inbound) {
    this.service = service;
    this.link = link;
    this.inbound = inbound;
    Limits limits = service.limits();
    this.writer =
        new ResponseWriter(link, service.date(), limits.waits().send(), limits.buffers().pull());
  }

  @Override
  public void run() {
    try {
      boolean next = true;
      while (next) {
        Optional<HttpRequest> request = inbound.head();
        next = request.isPresent() && exchange(request.get());
      }
    } catch (RuntimeException e) {
      log.error("A connection ended by a mistake of the server", e);
    } finally {
      inbound.dispose();
      if (refused) {
        link.linger(service.limits().waits().drain());
      } else {
        link.close();
      }
    }
  }

  /** One request and its answer. Says whether another may follow. */
  private boolean exchange(HttpRequest request) {
    service.running().begin();
    try {
      boolean whole = request instanceof LastHttpContent;
      return switch (RequestHead.parse(request, service.limits().head().fields())) {
        case Refused refusal -> refuse(refusal);
        case RequestHead head -> reserve(head, whole);
      };
    } finally {
      ReferenceCountUtil.release(request);
      service.running().end();
    }
  }

  private boolean reserve(RequestHead head, boolean whole) {
    long wish = whole ? 0 : link.share(head.length());
    Optional<ByteBudget.Share> share = memory(wish);
    if (share.isEmpty()) {
      return refuse(NO_MEMORY);
    }
    try (ByteBudget.Share held = share.get()) {
      if (held.bytes() > 0) {
        link.widen(held.bytes());
      }
      return serve(head, body(head, whole));
    } finally {
      link.narrow();
    }
  }

  private ArrivingBody body(RequestHead head, boolean whole) {
    return new ArrivingBody(
        inbound,
        head.length(),
        service.limits().waits().body(),
        whole,
        head.expectsContinue(),
        this::sendContinue);
  }

  private boolean serve(RequestHead head, ArrivingBody body) {
    UUID id = service.ids().get();
    Request request =
        new Request(
            id, head.method(), head.target(), head.headers(), body, link.peer(), link.tls());
    long began = System.nanoTime();
    try {
      Response response = answer(request, body);
      try (Closeable _ = content(response.body())) {
        return finish(head, request, body, response, began);
      }
    } catch (IOException e) {
      log.warn("What was sent could not be closed, request {}", id, e);
      return false;
    } finally {
      body.release();
    }
  }

  private Response answer(Request request, ArrivingBody body) {
    try {
      Response response = service.handler().handle(request);
      boolean absentOk = request.method().equals("HEAD") || response.status() == 304;
      if (response.body() instanceof Body.Absent && !absentOk) {
        throw new IllegalStateException("a response to %s has no body".formatted(request.method()));
      }
      return response;
    } catch (Throwable e) {
      if (inbound.isEnded() || body.isBroken()) {
        log.debug("Request {} was broken off by its client", request.id(), e);
      } else {
        log.error("Request {} failed", request.id(), e);
      }
      return failed();
    }
  }

  private static Response failed() {
    return Response.of(500, "text/plain; charset=utf-8", Body.text("The server made a mistake.\n"));
  }

  private boolean finish(
      RequestHead head, Request request, ArrivingBody body, Response given, long began) {
    Response response = instead(body).orElse(given);
    long drained = service.limits().buffers().drained();
    boolean keep =
        link.isReusable()
            && head.keepAlive()
            && !service.isDraining()
            && !body.isAwaited()
            && body.endsWithin(drained)
            && response.headers().first("Connection").filter("close"::equalsIgnoreCase).isEmpty();
    ResponseWriter.Outcome outcome = send(request, response, connectionField(head, keep));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    tell(new ResponseSent(request, response.status(), outcome.bytes(), took, outcome.complete()));
    if (!outcome.complete() || body.isAwaited()) {
      return false;
    }
    return body.drain(drained, service.limits().waits().drain()) && keep;
  }

  /**
   * The answer to a client whose body broke the connection's framing, whatever the handler says.
   */
  private static Optional<Response> instead(ArrivingBody body) {
    return switch (body.state()) {
      case MALFORMED -> Optional.of(broken(400, "The chunks of the body are malformed.\n"));
      case STALLED -> Optional.of(broken(408, "The body did not arrive in time.\n"));
      case OPEN, WHOLE, GONE -> Optional.empty();
    };
  }

  private static Response broken(int status, String text) {
    return Response.of(status, "text/plain; charset=utf-8", Body.text(text))
        .with("Connection", "close");
  }

  private Optional<String> connectionField(RequestHead head, boolean keep) {
    if (!link.isReusable() || (keep && !head.old())) {
      return Optional.empty();
    }
    return Optional.of(keep ? "keep-alive" : "close");
  }

  private ResponseWriter.Outcome send(
      Request request, Response response, Optional<String> connection) {
    boolean bodiless =
        request.method().equals("HEAD") || response.status() == 204 || response.status() == 304;
    long wish =
        !bodiless && writer.needsMemory(response.body()) ? service.limits().buffers().pull() : 0;
    Optional<ByteBudget.Share> share = memory(Math.min(wish, response.body().length()));
    if (share.isEmpty()) {
      refuse(NO_MEMORY);
      return new ResponseWriter.Outcome(0, false);
    }
    try (ByteBudget.Share _ = share.get()) {
      return writer.send(response, bodiless, connection);
    } catch (IllegalArgumentException e) {
      log.error("Request {} was given an answer that HTTP cannot carry", request.id(), e);
      return writer.send(failed(), bodiless, connection);
    }
  }

  private Optional<ByteBudget.Share> memory(long wish) {
    if (wish == 0) {
      return Optional.of(service.budget().nothing());
    }
    try {
      return service.budget().take(wish, service.limits().waits().buffer());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private boolean refuse(Refused refusal) {
    refused = true;
    // Waited for, because lingering shuts the direction in which it goes.
    boolean _ =
        link.channel()
            .writeAndFlush(refusal.response())
            .awaitUninterruptibly(service.limits().waits().drain().toMillis());
    try {
      service.log().refused(link.peer(), refusal.status(), refusal.reason());
    } catch (RuntimeException e) {
      log.error("The request log failed", e);
    }
    return false;
  }

  private void tell(ResponseSent sent) {
    try {
      service.log().sent(sent);
    } catch (RuntimeException e) {
      log.error("The request log failed, request {}", sent.request().id(), e);
    }
  }

  private void sendContinue() {
    link.channel()
        .writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  /** What a body holds open. */
  private static Closeable content(Body body) {
    return switch (body) {
      case Body.FileRegion region -> region.file();
      case Body.Stream stream -> stream.stream();
      case Body.Bytes _, Body.Absent _ -> () -> {};
    };
  }
}
