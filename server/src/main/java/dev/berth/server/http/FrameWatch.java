package dev.berth.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the frames of an HTTP/2 connection for what no window and no stream counts: floods of
 * frames that move nothing, and heads that do not come to their end. Stands before the codec, where
 * it sees the first byte of a frame; lives on the event loop.
 */
final class FrameWatch extends ChannelInboundHandlerAdapter {
  private static final int END_HEADERS = 0x4;

  private final Limits.Http2 limits;
  private final long headNanos;
  private final long drainNanos;

  private final byte[] header = new byte[Http2CodecUtil.FRAME_HEADER_LENGTH];
  private int preface = Http2CodecUtil.connectionPrefaceBuf().readableBytes();
  private int filled;
  private int payload;
  private byte type;
  private long increment;
  private boolean blockOpen;

  private long windowBegan;
  private int quiet;
  private boolean over;

  private long finished;
  private @Nullable Future<?> timer;

  FrameWatch(Limits limits) {
    this.limits = limits.http2();
    this.headNanos = limits.waits().head().toNanos();
    this.drainNanos = limits.waits().drain().toNanos();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!over && message instanceof ByteBuf bytes) {
      scan(bytes);
      if (quiet > limits.quiet().most()) {
        cutOff(ctx);
      } else {
        watch(ctx);
      }
    }
    if (over) {
      ReferenceCountUtil.release(message);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private void scan(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (preface > 0 || payload > 0) {
        int count = Math.min(preface > 0 ? preface : payload, end - at);
        pass(bytes, at, count);
        at += count;
      } else {
        header[filled++] = bytes.getByte(at++);
        if (filled == header.length) {
          filled = 0;
          begin();
        }
      }
    }
  }

  /** The length of a frame has three bytes, then come type and flags (RFC 9113 section 4.1). */
  private void begin() {
    payload = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
    type = header[3];
    increment = 0;
    if (isOfHead()) {
      blockOpen = (header[4] & END_HEADERS) == 0;
    }
    if (payload == 0) {
      end();
    }
  }

  private void pass(ByteBuf bytes, int at, int count) {
    if (preface > 0) {
      preface -= count;
      return;
    }
    if (type == Http2FrameTypes.WINDOW_UPDATE) {
      for (int i = at; i < at + count; i++) {
        increment = increment << Byte.SIZE | (bytes.getByte(i) & 0xff);
      }
    }
    payload -= count;
    if (payload == 0) {
      end();
    }
  }

  private void end() {
    if (!blockOpen) {
      finished++;
    }
    if (isQuiet()) {
      long now = System.nanoTime();
      if (quiet == 0 || now - windowBegan > limits.quiet().within().toNanos()) {
        windowBegan = now;
        quiet = 0;
      }
      quiet++;
    }
  }

  private boolean isOfHead() {
    return type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION;
  }

  /** Resets, DATA and heads are counted where it is known what they are about. */
  private boolean isQuiet() {
    return switch (type) {
      case Http2FrameTypes.DATA,
          Http2FrameTypes.HEADERS,
          Http2FrameTypes.CONTINUATION,
          Http2FrameTypes.RST_STREAM ->
          false;
      case Http2FrameTypes.WINDOW_UPDATE -> increment < limits.smallUpdate();
      default -> true;
    };
  }

  private boolean isHeadUnfinished() {
    return blockOpen || filled > 0 || preface > 0 || (payload > 0 && type != Http2FrameTypes.DATA);
  }

  /** Begins to wait when the bytes so far end amid a head; one timer a connection. */
  private void watch(ChannelHandlerContext ctx) {
    if (timer == null && isHeadUnfinished()) {
      long seen = finished;
      timer = ctx.executor().schedule(() -> look(ctx, seen), headNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** A client that has come to the end of something meanwhile is not the one looked for. */
  private void look(ChannelHandlerContext ctx, long seen) {
    timer = null;
    if (!isHeadUnfinished() || over) {
      return;
    }
    if (finished == seen) {
      cutOff(ctx);
    } else {
      watch(ctx);
    }
  }

  /** Not waited for longer than for any last word: a client that floods may not read either. */
  private void cutOff(ChannelHandlerContext ctx) {
    over = true;
    cancel();
    ctx.channel()
        .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
        .addListener(ChannelFutureListener.CLOSE);
    Runnable close =
        () -> {
          var _ = ctx.channel().close();
        };
    timer = ctx.executor().schedule(close, drainNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    cancel();
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
