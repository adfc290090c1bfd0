package dev.berth.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Takes up new connections: counts them, and makes them speak a protocol. */
final class Arrivals extends ChannelInitializer<Channel> {
  private final Connections connections;
  private final Http1Pipeline http1;
  private final Http2Pipeline http2;
  private final Optional<Certificates> certificates;
  private final Duration handshake;

  /**
   * @param certificates with them, every connection begins with a TLS handshake
   * @param handshake how long that may take
   */
  Arrivals(
      Connections connections,
      Http1Pipeline http1,
      Http2Pipeline http2,
      Optional<Certificates> certificates,
      Duration handshake) {
    this.connections = connections;
    this.http1 = http1;
    this.http2 = http2;
    this.certificates = certificates;
    this.handshake = handshake;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress peer)
        || !connections.admit(channel, peer.getAddress())) {
      var _ = channel.close();
      return;
    }
    ReceiveSize size = new ReceiveSize(ReceiveSize.SMALL);
    channel.config().setRecvByteBufAllocator(size);
    if (certificates.isPresent()) {
      SslHandler tls = certificates.get().newHandler(channel.alloc());
      tls.setHandshakeTimeoutMillis(handshake.toMillis());
      channel.pipeline().addLast(tls).addLast(new ProtocolChoice(http1, http2, peer, size));
    } else {
      http1.install(channel, peer, size, false);
    }
  }
}
