package dev.berth.server.http;

import dev.berth.wire.exchange.Body;
import dev.berth.wire.exchange.Headers;
import dev.berth.wire.exchange.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one response over a link and waits until it has left. At most two pieces are under way at
 * once, so a slow client costs no more memory than a fast one.
 */
final class ResponseWriter {
  private static final Logger log = LoggerFactory.getLogger(ResponseWriter.class);
  private static final Set<String> OURS =
      Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "date");

  private final Link link;
  private final Channel channel;
  private final DateField date;
  private final Stall stall;
  private final int pieceBytes;

  /**
   * What became of a response.
   *
   * @param bytes of its body that left
   * @param complete whether that is all of it
   */
  record Outcome(long bytes, boolean complete) {}

  /**
   * @param patience how long a client may take no byte
   * @param pull memory for a body that passes through
   */
  ResponseWriter(Link link, DateField date, Duration patience, int pull) {
    this.link = link;
    this.channel = link.channel();
    this.date = date;
    this.stall = new Stall(channel.eventLoop(), patience, link::abort);
    this.pieceBytes = Math.max(1, pull / 2);
  }

  /** Whether the body passes through memory that must be reserved first. */
  boolean needsMemory(Body body) {
    return switch (body) {
      case Body.FileRegion region -> region.length() > 0 && !link.sendsFiles();
      case Body.Stream stream -> stream.length() > 0;
      case Body.Bytes _, Body.Absent _ -> false;
    };
  }

  /**
   * Sends a response.
   *
   * @param bodiless whether only its head is to be sent
   * @param connection the value of the {@code Connection} field, if it needs one
   */
  Outcome send(Response response, boolean bodiless, Optional<String> connection) {
    HttpHeaders headers = headers(response, connection);
    HttpResponseStatus status = HttpResponseStatus.valueOf(response.status());
    Body body = response.body();
    long length = bodiless ? 0 : body.length();
    if (length == 0) {
      return whole(status, headers, Unpooled.EMPTY_BUFFER);
    }
    if (body instanceof Body.Bytes bytes && length <= pieceBytes) {
      return whole(status, headers, Unpooled.wrappedBuffer(bytes.bytes()));
    }
    var _ = channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
    if (body instanceof Body.FileRegion region && link.sendsFiles()) {
      return region(region);
    }
    return pieces(Pieces.of(body, channel.alloc()), length);
  }

  /** Whether it is sent at once, from memory that is held anyway. */
  boolean isSmall(Response response, boolean bodiless) {
    return bodiless
        || (response.body() instanceof Body.Bytes bytes && bytes.length() <= pieceBytes)
        || response.body().length() == 0;
  }

  /**
   * Sends a small response, and does not wait: what became of it is told on the event loop.
   *
   * @param connection the value of the {@code Connection} field, if it needs one
   */
  void post(
      Response response, boolean bodiless, Optional<String> connection, Consumer<Outcome> then) {
    HttpHeaders headers = headers(response, connection);
    HttpResponseStatus status = HttpResponseStatus.valueOf(response.status());
    ByteBuf bytes =
        !bodiless && response.body() instanceof Body.Bytes body
            ? Unpooled.wrappedBuffer(body.bytes())
            : Unpooled.EMPTY_BUFFER;
    long length = bytes.readableBytes();
    ChannelFuture sent = channel.writeAndFlush(full(status, headers, bytes));
    stall.watch(sent, () -> 0);
    sent.addListener(
        _ -> then.accept(new Outcome(sent.isSuccess() ? length : 0, sent.isSuccess())));
  }

  /** Watches no client any more. */
  void close() {
    stall.off();
  }

  private HttpHeaders headers(Response response, Optional<String> connection) {
    HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    for (Headers.Field field : response.headers().fields()) {
      if (!OURS.contains(field.name().toLowerCase(Locale.ROOT))) {
        headers.add(field.name(), field.value());
      }
    }
    headers.set(HttpHeaderNames.DATE, date.now());
    boolean lengthForbidden =
        response.status() == 204
            || (response.status() == 304 && !(response.body() instanceof Body.Absent));
    if (!lengthForbidden) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, response.body().length());
    }
    connection.ifPresent(value -> headers.set(HttpHeaderNames.CONNECTION, value));
    return headers;
  }

  private Outcome whole(HttpResponseStatus status, HttpHeaders headers, ByteBuf bytes) {
    long length = bytes.readableBytes();
    boolean complete = await(channel.writeAndFlush(full(status, headers, bytes)), () -> 0);
    return new Outcome(complete ? length : 0, complete);
  }

  private static DefaultFullHttpResponse full(
      HttpResponseStatus status, HttpHeaders headers, ByteBuf bytes) {
    HttpHeaders trailers = DefaultHttpHeadersFactory.trailersFactory().newEmptyHeaders();
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes, headers, trailers);
  }

  private Outcome region(Body.FileRegion body) {
    DefaultFileRegion region = new DefaultFileRegion(body.file(), body.position(), body.length());
    region.retain();
    try {
      var _ = channel.write(region);
      ChannelFuture sent = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      boolean complete = await(sent, region::transferred);
      return new Outcome(region.transferred(), complete);
    } finally {
      region.release();
    }
  }

  private Outcome pieces(Pieces pieces, long length) {
    long offset = 0;
    long left = 0;
    ChannelFuture last = channel.newSucceededFuture();
    try {
      while (offset < length) {
        int size = (int) Math.min(pieceBytes, length - offset);
        ChannelFuture next =
            channel.writeAndFlush(new DefaultHttpContent(pieces.next(offset, size)));
        offset += size;
        if (!await(last, () -> 0)) {
          return new Outcome(left, false);
        }
        left = offset - size;
        last = next;
      }
    } catch (IOException | RuntimeException e) {
      log.warn("A response body could not be read to its end", e);
      link.abort();
      return new Outcome(left, false);
    }
    boolean complete = await(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT), () -> 0);
    return new Outcome(complete ? length : left, complete);
  }

  /**
   * Waits until something has left. The connection of a client that takes nothing for too long is
   * closed; the wait is over only when Netty has let go of what was to be sent, because a file must
   * not be closed under it. Netty's own wait would wake a virtual thread by way of another thread.
   */
  private boolean await(ChannelFuture sent, LongSupplier progress) {
    if (sent.isDone()) {
      return sent.isSuccess();
    }
    Thread waiting = Thread.currentThread();
    stall.watch(sent, progress);
    sent.addListener(_ -> LockSupport.unpark(waiting));
    boolean interrupted = false;
    while (!sent.isDone()) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
        link.abort();
      }
    }
    if (interrupted) {
      waiting.interrupt();
    }
    return sent.isSuccess();
  }
}
