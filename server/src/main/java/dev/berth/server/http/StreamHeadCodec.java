package dev.berth.server.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import java.util.List;

/** Frames of an HTTP/2 stream as messages of HTTP/1, without the fields that Netty adds to them. */
final class StreamHeadCodec extends Http2StreamFrameToHttpObjectCodec {

  StreamHeadCodec() {
    super(true);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, Http2StreamFrame frame, List<Object> out)
      throws Exception {
    int before = out.size();
    super.decode(ctx, frame, out);
    for (Object message : out.subList(before, out.size())) {
      if (message instanceof HttpRequest request) {
        for (ExtensionHeaderNames added : ExtensionHeaderNames.values()) {
          request.headers().remove(added.text());
        }
      }
    }
  }

  /** A head that cannot be one is a breach of the protocol (RFC 9113 section 8.1.1). */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
