package dev.berth.server.http;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/** How the kernel is asked. */
enum Transport {
  EPOLL(EpollServerSocketChannel.class) {
    @Override
    IoHandlerFactory io() {
      return EpollIoHandler.newFactory();
    }
  },
  NIO(NioServerSocketChannel.class) {
    @Override
    IoHandlerFactory io() {
      return NioIoHandler.newFactory();
    }
  };

  private final Class<? extends ServerChannel> channel;

  Transport(Class<? extends ServerChannel> channel) {
    this.channel = channel;
  }

  /** Epoll, where its native library loads. */
  static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract IoHandlerFactory io();

  Class<? extends ServerChannel> channel() {
    return channel;
  }
}
