package dev.berth.server.http;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** An HTTP/1 connection. */
record Http1Link(
    Channel channel, InetAddress peer, boolean tls, ReceiveSize size, Limits.Buffers buffers)
    implements Link {

  @Override
  public boolean sendsFiles() {
    return !tls;
  }

  @Override
  public boolean isReusable() {
    return true;
  }

  @Override
  public long share(OptionalLong bodyLength) {
    long length = bodyLength.orElse(Long.MAX_VALUE);
    return length <= ReceiveSize.SMALL ? 0 : Math.min(length, buffers.push());
  }

  @Override
  public void widen(long share) {
    // So many reads of this size may wait: the share.
    size.set(Math.clamp(share / Http1Pipeline.READS_AHEAD, ReceiveSize.SMALL, ReceiveSize.LARGE));
  }

  @Override
  public void narrow() {
    size.set(ReceiveSize.SMALL);
  }

  @Override
  public void abort() {
    var _ = channel.close();
  }

  @Override
  public void close() {
    var _ = channel.close();
  }

  @Override
  public void dismiss() {
    close();
  }

  @Override
  public void linger(Duration most) {
    channel.config().setAutoRead(true);
    SslHandler encrypted = channel.pipeline().get(SslHandler.class);
    if (encrypted != null) {
      var _ = encrypted.closeOutbound();
    } else if (channel instanceof DuplexChannel plain) {
      var _ = plain.shutdownOutput();
    }
    var _ = channel.eventLoop().schedule(this::close, most.toNanos(), TimeUnit.NANOSECONDS);
  }
}
