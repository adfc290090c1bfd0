package dev.berth.server.http;

import dev.berth.wire.exchange.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The body of the request that is being handled. Used by one thread at a time. */
final class ArrivingBody implements RequestBody {

  /** How far it is. */
  enum State {
    /** More may come. */
    OPEN,
    /** All of it was taken from the connection. */
    WHOLE,
    /** What came was not a body. */
    MALFORMED,
    /** Nothing, or next to nothing, came for too long. */
    STALLED,
    /** The client went away. */
    GONE
  }

  private static final long LEAST_BYTES_A_SECOND = 1024;

  private final Inbound inbound;
  private final OptionalLong length;
  private final Duration patience;
  private final Runnable proceed;

  private ByteBuf piece = Unpooled.EMPTY_BUFFER;
  private State state;
  private boolean awaited;
  private long waited;
  private long taken;
  private boolean released;
  private volatile boolean closed;

  /**
   * @param whole whether it ended with the head
   * @param awaited whether the client waits to be told to go on
   * @param proceed tells it
   */
  ArrivingBody(
      Inbound inbound,
      OptionalLong length,
      Duration patience,
      boolean whole,
      boolean awaited,
      Runnable proceed) {
    this.inbound = inbound;
    this.length = length;
    this.patience = patience;
    this.state = whole ? State.WHOLE : State.OPEN;
    this.awaited = awaited;
    this.proceed = proceed;
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (!into.hasRemaining()) {
      return 0;
    }
    if (awaited) {
      awaited = false;
      proceed.run();
    }
    while (!piece.isReadable()) {
      if (state == State.WHOLE) {
        return -1;
      }
      next(patience);
    }
    int count = Math.min(piece.readableBytes(), into.remaining());
    piece.readBytes(into.slice(into.position(), count));
    into.position(into.position() + count);
    return count;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  /** Nobody reads any more; what has not arrived stays with the client. */
  @Override
  public void close() {
    closed = true;
  }

  State state() {
    return state;
  }

  /** Whether its client failed to send it whole. */
  boolean isBroken() {
    return switch (state) {
      case OPEN, WHOLE -> false;
      case MALFORMED, STALLED, GONE -> true;
    };
  }

  /** Whether the client was never told to send it. */
  boolean isAwaited() {
    return awaited;
  }

  /** Whether it was announced to have no byte. */
  boolean isEmpty() {
    return length.isPresent() && length.getAsLong() == 0;
  }

  /** Whether it ends within so many bytes from here, as far as is known. */
  boolean endsWithin(long bytes) {
    return state == State.WHOLE
        || (state == State.OPEN && length.isPresent() && length.getAsLong() <= bytes);
  }

  /** Takes and drops what is left, within bounds. Says whether the end was reached. */
  boolean drain(long most, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    long left = most;
    try {
      while (state == State.OPEN && left >= 0) {
        next(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        left -= piece.readableBytes();
      }
    } catch (IOException _) {
      return false;
    }
    return state == State.WHOLE;
  }

  /** Lets go of what it holds; before the next request is taken. */
  void release() {
    closed = true;
    if (!released) {
      released = true;
      inbound.pause();
    }
    piece.release();
    piece = Unpooled.EMPTY_BUFFER;
  }

  private void next(Duration wait) throws IOException {
    piece.release();
    piece = Unpooled.EMPTY_BUFFER;
    HttpContent content = content(wait);
    if (content.decoderResult().isFailure()) {
      content.release();
      state = State.MALFORMED;
    } else if (content instanceof LastHttpContent) {
      state = State.WHOLE;
    }
    if (state == State.MALFORMED) {
      throw new IOException("The chunks of the body are malformed.");
    }
    piece = content.content();
  }

  /** Judged by the time that was spent waiting for it, not by that of its reader. */
  private boolean isCrawling() {
    return waited > patience.toNanos()
        && taken < TimeUnit.NANOSECONDS.toSeconds(waited) * LEAST_BYTES_A_SECOND;
  }

  private HttpContent content(Duration wait) throws IOException {
    switch (state) {
      case MALFORMED -> throw new IOException("The chunks of the body are malformed.");
      case STALLED, GONE -> throw new BodyInterrupted("The body was interrupted before.");
      case OPEN, WHOLE -> {}
    }
    long before = System.nanoTime();
    try {
      HttpContent content = inbound.content(wait);
      waited += System.nanoTime() - before;
      taken += content.content().readableBytes();
      if (isCrawling()) {
        content.release();
        throw new BodyInterrupted("The client sent its body too slowly.");
      }
      return content;
    } catch (BodyInterrupted e) {
      state = inbound.isEnded() ? State.GONE : State.STALLED;
      throw e;
    }
  }
}
