package dev.berth.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** After the TLS handshake: the protocol that both sides agreed on (ALPN), else HTTP/1.1. */
final class ProtocolChoice extends ApplicationProtocolNegotiationHandler {
  private static final Logger log = LoggerFactory.getLogger(ProtocolChoice.class);

  private final Http1Pipeline http1;
  private final Http2Pipeline http2;
  private final InetSocketAddress peer;
  private final ReceiveSize size;

  ProtocolChoice(
      Http1Pipeline http1, Http2Pipeline http2, InetSocketAddress peer, ReceiveSize size) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.http1 = http1;
    this.http2 = http2;
    this.peer = peer;
    this.size = size;
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
    Channel channel = ctx.channel();
    if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
      http2.install(channel, peer, size);
    } else {
      http1.install(channel, peer, size, true);
    }
  }

  @Override
  protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("A client gave up in the TLS handshake", cause);
    var _ = ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    handshakeFailure(ctx, cause);
  }
}
