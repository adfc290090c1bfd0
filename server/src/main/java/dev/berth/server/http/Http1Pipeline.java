package dev.berth.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** Makes a connection speak HTTP/1: bytes, timeout of heads, decoder, encoder, conversation. */
final class Http1Pipeline {
  /** Of the memory that is reserved for a body, each read takes that part. */
  static final int READS_AHEAD = 4;

  private final Service service;
  private final Executor threads;

  Http1Pipeline(Service service, Executor threads) {
    this.service = service;
    this.threads = threads;
  }

  void install(Channel channel, InetSocketAddress peer, ReceiveSize size, boolean tls) {
    channel.config().setAutoRead(false);
    InetAddress address = peer.getAddress();
    Limits limits = service.limits();
    Link link = new Http1Link(channel, address, tls, size, limits.buffers());
    HeadTimeout timeout =
        new HeadTimeout(
            limits.waits().idle(), limits.waits().head(), context -> tooSlow(context, address));
    channel
        .pipeline()
        .addLast(timeout)
        .addLast(new StrictRequestDecoder(limits.head()))
        .addLast(new HttpResponseEncoder())
        .addLast(
            new StreamHandler(
                threads,
                inbound -> new Conversation(service, link, inbound),
                timeout,
                READS_AHEAD));
  }

  private void tooSlow(ChannelHandlerContext context, InetAddress peer) {
    Refused refusal = new Refused(408, "The head of the request did not arrive in time.");
    context.channel().writeAndFlush(refusal.response()).addListener(ChannelFutureListener.CLOSE);
    threads.execute(() -> service.log().refused(peer, refusal.status(), refusal.reason()));
  }
}
