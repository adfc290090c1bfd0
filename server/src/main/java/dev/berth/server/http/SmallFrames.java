package dev.berth.server.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;

/**
 * Cuts off a connection that sends its bodies in frames of a few bytes. Each frame that waits costs
 * a hundred times what it carries, and the windows of HTTP/2 count only what it carries.
 */
final class SmallFrames extends ChannelInboundHandlerAdapter {
  private final Limits.Http2 limits;
  private int owed;
  private boolean over;

  SmallFrames(Limits.Http2 limits) {
    this.limits = limits;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    if (frame instanceof Http2DataFrame data && !data.isEndStream()) {
      boolean small = data.initialFlowControlledBytes() < limits.smallFrame();
      owed = small ? owed + 1 : Math.max(0, owed - 1);
      if (over || owed > limits.smallData()) {
        ReferenceCountUtil.release(frame);
        cutOff(ctx);
        return;
      }
    }
    ctx.fireChannelRead(frame);
  }

  private void cutOff(ChannelHandlerContext ctx) {
    if (!over) {
      over = true;
      ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }
}
