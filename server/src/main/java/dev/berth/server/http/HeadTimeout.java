package dev.berth.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection that sends no request, or sends its head too slowly. Stands before the decoder,
 * where it sees the first byte of a head. Lives on the event loop; one timer a connection, which
 * looks at the deadline when it fires, so that a request starts and stops none.
 */
final class HeadTimeout extends ChannelInboundHandlerAdapter implements StreamHandler.Waiting {

  private enum State {
    BUSY,
    IDLE,
    HEAD
  }

  private final long idleNanos;
  private final long headNanos;
  private final Consumer<ChannelHandlerContext> tooSlow;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Future<?> timer;
  private State state = State.BUSY;
  private long deadline;

  /**
   * @param tooSlow answers a client whose head did not arrive in time; the connection is closed
   *     without a word when it was idle
   */
  HeadTimeout(Duration idle, Duration head, Consumer<ChannelHandlerContext> tooSlow) {
    this.idleNanos = idle.toNanos();
    this.headNanos = head.toNanos();
    this.tooSlow = tooSlow;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    state = State.BUSY;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    handlerRemoved(ctx);
    ctx.fireChannelInactive();
  }

  @Override
  public void begin() {
    if (state == State.BUSY) {
      wait(State.IDLE, idleNanos);
    }
  }

  @Override
  public void end() {
    state = State.BUSY;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    if (state == State.IDLE) {
      wait(State.HEAD, headNanos);
    }
    ctx.fireChannelRead(bytes);
  }

  private void wait(State next, long nanos) {
    state = next;
    deadline = System.nanoTime() + nanos;
    if (timer == null) {
      restart(nanos);
    }
  }

  /** Never later than a head may take, so that a timer started while idle serves the head too. */
  private void restart(long nanos) {
    if (context != null && context.channel().isActive()) {
      timer =
          context.executor().schedule(this::look, Math.min(nanos, headNanos), TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    timer = null;
    if (state == State.BUSY || context == null) {
      return;
    }
    long left = deadline - System.nanoTime();
    if (left > 0) {
      restart(left);
    } else if (state == State.HEAD) {
      state = State.BUSY;
      tooSlow.accept(context);
    } else {
      var _ = context.close();
    }
  }
}
