package dev.berth.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream of an HTTP/2 connection. */
record Http2Link(
    Http2StreamChannel stream, InetAddress peer, Http2FrameCodec codec, Limits.Buffers buffers)
    implements Link {

  /** What a client may send on a stream before anybody has looked at its request. */
  static final int FIRST_WINDOW = 64 * 1024 - 1;

  private static final Logger log = LoggerFactory.getLogger(Http2Link.class);

  @Override
  public Channel channel() {
    return stream;
  }

  @Override
  public boolean tls() {
    return true;
  }

  @Override
  public boolean sendsFiles() {
    return false;
  }

  @Override
  public boolean isReusable() {
    return false;
  }

  @Override
  public long share(OptionalLong bodyLength) {
    long length = bodyLength.orElse(Long.MAX_VALUE);
    return length <= FIRST_WINDOW ? 0 : Math.min(length, buffers.stream());
  }

  /** Opens the stream's window to the memory that is reserved for it. */
  @Override
  public void widen(long share) {
    int more = Math.toIntExact(Math.min(share, buffers.stream())) - FIRST_WINDOW;
    if (more > 0) {
      stream.eventLoop().execute(() -> open(more));
    }
  }

  private void open(int more) {
    Http2Stream open = codec.connection().stream(stream.stream().id());
    if (open == null) {
      return;
    }
    try {
      codec.connection().local().flowController().incrementWindowSize(open, more);
      stream.parent().flush();
    } catch (Http2Exception e) {
      log.debug("The window of a stream stays small", e);
    }
  }

  @Override
  public void narrow() {}

  @Override
  public void abort() {
    reset(Http2Error.INTERNAL_ERROR);
  }

  @Override
  public void close() {
    var _ = stream.close();
  }

  /**
   * Tells the client that its answer is whole and the rest of its body not needed (RFC 9113, 8.1).
   */
  @Override
  public void dismiss() {
    reset(Http2Error.NO_ERROR);
  }

  @Override
  public void linger(Duration most) {
    dismiss();
  }

  private void reset(Http2Error why) {
    stream.writeAndFlush(new DefaultHttp2ResetFrame(why)).addListener(ChannelFutureListener.CLOSE);
  }
}
