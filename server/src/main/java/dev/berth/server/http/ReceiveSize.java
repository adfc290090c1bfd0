package dev.berth.server.http;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * How much one read of a connection takes from its socket. Little until memory was reserved for a
 * body, so that thousands of connections that nobody has looked at yet cost little.
 */
final class ReceiveSize extends DefaultMaxMessagesRecvByteBufAllocator {
  /** Holds the head of nearly every request, and a small body with it. */
  static final int SMALL = 8 * 1024;

  static final int LARGE = 64 * 1024;

  private volatile int bytes;

  ReceiveSize(int bytes) {
    this.bytes = bytes;
  }

  void set(int size) {
    bytes = size;
  }

  @Override
  @SuppressWarnings("deprecation") // there is no other type to give
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public int guess() {
        return bytes;
      }
    };
  }
}
