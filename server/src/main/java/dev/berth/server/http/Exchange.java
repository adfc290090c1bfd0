package dev.berth.server.http;

import dev.berth.server.http.Conversation.After;
import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Request;
import dev.berth.wire.exchange.Response;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer. The handler is called once; what it gives to be sent is closed and
 * the log is told, however the exchange ends.
 */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private final Service service;
  private final Link link;
  private final ResponseWriter writer;
  private final Inbound inbound;
  private final RequestHead head;
  private final ArrivingBody body;
  private final Request request;
  private final long began = System.nanoTime();

  /**
   * @param whole whether the body ended with the head
   */
  Exchange(
      Service service,
      Link link,
      ResponseWriter writer,
      Inbound inbound,
      RequestHead head,
      boolean whole) {
    this.service = service;
    this.link = link;
    this.writer = writer;
    this.inbound = inbound;
    this.head = head;
    this.body =
        new ArrivingBody(
            inbound,
            head.length(),
            service.limits().waits().body(),
            whole,
            head.expectsContinue(),
            this::sendContinue);
    this.request =
        new Request(
            service.ids().get(),
            head.method(),
            head.target(),
            head.headers(),
            body,
            link.peer(),
            link.tls());
  }

  After run() {
    try {
      Response given = answer();
      try (Closeable _ = content(given.body())) {
        return finish(instead().orElse(given));
      }
    } catch (IOException e) {
      log.warn("What was sent could not be closed, request {}", request.id(), e);
      return After.DISMISS;
    } finally {
      body.release();
    }
  }

  private Response answer() {
    try {
      Response response = service.handler().handle(request);
      if (response.body() instanceof Body.Absent && !isBodiless(response)) {
        throw new IllegalStateException("a response to %s has no body".formatted(head.method()));
      }
      return response;
    } catch (Throwable e) {
      if (inbound.isEnded() || body.isBroken()) {
        log.debug("Request {} was broken off by its client", request.id(), e);
      } else {
        log.error("Request {} failed", request.id(), e);
      }
      return text(500, "The server made a mistake.\n");
    }
  }

  /** What is answered, whatever the handler says, to a body that broke the connection's framing. */
  private Optional<Response> instead() {
    return switch (body.state()) {
      case MALFORMED -> Optional.of(text(400, "The chunks of the body are malformed.\n"));
      case STALLED -> Optional.of(text(408, "The body did not arrive in time.\n"));
      case OPEN, WHOLE, GONE -> Optional.empty();
    };
  }

  private After finish(Response response) {
    Limits limits = service.limits();
    long drained = limits.buffers().drained();
    boolean keep =
        link.isReusable()
            && head.keepAlive()
            && !service.isDraining()
            && !body.isAwaited()
            && body.endsWithin(drained)
            && response.headers().first("Connection").filter("close"::equalsIgnoreCase).isEmpty();
    if (keep && writer.isSmall(response, isBodiless(response)) && isTaken()) {
      return post(response);
    }
    boolean complete = deliver(response, connectionField(keep));
    if (!complete) {
      return After.ABORT;
    }
    if (body.isBroken()) {
      return After.LINGER;
    }
    if (body.isAwaited() || !body.drain(drained, limits.waits().drain())) {
      return After.DISMISS;
    }
    return keep ? After.NEXT : After.CLOSE;
  }

  /** Whether nothing of the request is left. The end of one without a body came with its head. */
  private boolean isTaken() {
    return body.isEmpty()
        ? body.drain(0, service.limits().waits().drain())
        : body.state() == ArrivingBody.State.WHOLE;
  }

  private Optional<String> connectionField(boolean keep) {
    if (!link.isReusable() || (keep && !head.old())) {
      return Optional.empty();
    }
    return Optional.of(keep ? "keep-alive" : "close");
  }

  /**
   * Leaves the answer to the event loop, which tells the log when it is out and asks for the next
   * request: this thread is woken by that request, not twice.
   */
  private After post(Response given) {
    body.release();
    service.running().beginSending();
    inbound.hold();
    Optional<String> connection = connectionField(true);
    try {
      writer.post(given, isBodiless(given), connection, outcome -> posted(given, outcome));
    } catch (IllegalArgumentException e) {
      log.error("Request {} was given an answer that HTTP cannot carry", request.id(), e);
      Response instead = text(500, "The server made a mistake.\n");
      writer.post(instead, isBodiless(instead), connection, outcome -> posted(instead, outcome));
    }
    return After.NEXT;
  }

  private void posted(Response response, ResponseWriter.Outcome outcome) {
    tell(response.status(), outcome);
    if (!outcome.complete()) {
      link.abort();
    }
    service.running().end();
    inbound.proceed();
  }

  /** Sends what can be sent, and tells the log. */
  private boolean deliver(Response given, Optional<String> connection) {
    boolean passesMemory = !isBodiless(given) && writer.needsMemory(given.body());
    long wish =
        passesMemory ? Math.min(service.limits().buffers().pull(), given.body().length()) : 0;
    Optional<ByteBudget.Share> share = service.memory(wish);
    Response response =
        share.isPresent() ? given : text(Refused.NO_MEMORY.status(), Refused.NO_MEMORY.reason());
    try (ByteBudget.Share _ = share.orElse(service.budget().nothing())) {
      ResponseWriter.Outcome outcome;
      try {
        outcome = writer.send(response, isBodiless(response), connection);
      } catch (IllegalArgumentException e) {
        log.error("Request {} was given an answer that HTTP cannot carry", request.id(), e);
        response = text(500, "The server made a mistake.\n");
        outcome = writer.send(response, isBodiless(response), connection);
      }
      tell(response.status(), outcome);
      return outcome.complete();
    }
  }

  private boolean isBodiless(Response response) {
    return head.method().equals("HEAD") || response.status() == 204 || response.status() == 304;
  }

  private void tell(int status, ResponseWriter.Outcome outcome) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    try {
      service
          .log()
          .sent(new ResponseSent(request, status, outcome.bytes(), took, outcome.complete()));
    } catch (RuntimeException e) {
      log.error("The request log failed, request {}", request.id(), e);
    }
  }

  private void sendContinue() {
    link.channel()
        .writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private static Response text(int status, String text) {
    return Response.of(status, "text/plain; charset=utf-8", Body.text(text));
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
