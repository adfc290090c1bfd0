package dev.berth.server.http;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections of a listener, and the cap on them. */
final class Connections {
  private final int most;
  private final AtomicInteger count = new AtomicInteger();
  private final Set<Channel> open = ConcurrentHashMap.newKeySet();

  Connections(int most) {
    this.most = most;
  }

  /** Counts a new connection until it is closed; false when there are too many. */
  boolean admit(Channel connection) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return false;
    }
    open.add(connection);
    connection
        .closeFuture()
        .addListener(
            _ -> {
              open.remove(connection);
              count.decrementAndGet();
            });
    return true;
  }

  int count() {
    return count.get();
  }

  /** Asks all to begin nothing more, as far as their protocol has words for it. */
  void retire() {
    open.forEach(Http2Pipeline::retire);
  }

  void close() {
    for (Channel connection : open) {
      var _ = connection.close();
    }
  }
}
