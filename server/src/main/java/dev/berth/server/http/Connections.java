package dev.berth.server.http;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections of a listener, and the caps on them: all, and those of one address. */
final class Connections {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  /** One line in so long, however many are turned away. */
  private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

  /** What one customer of a provider has all addresses of (RFC 6177). */
  private static final int NETWORK_BYTES = 8;

  private final int most;
  private final int perAddress;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<InetAddress, Integer> counts = new ConcurrentHashMap<>();
  private final Set<Channel> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong nextLine = new AtomicLong(System.nanoTime());

  /**
   * @param most in all
   * @param perAddress of one peer; of IPv6, of one network
   */
  Connections(int most, int perAddress) {
    this.most = most;
    this.perAddress = perAddress;
  }

  /** Counts a new connection until it is closed; false when there are too many. */
  boolean admit(Channel connection, InetAddress peer) {
    InetAddress network = network(peer);
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      warn("There are {} connections, as many as there may be; more are closed as they come", most);
      return false;
    }
    if (counts.merge(network, 1, Integer::sum) > perAddress) {
      leave(network);
      warn("One address has {} connections, as many as it may; more are closed", perAddress);
      return false;
    }
    open.add(connection);
    connection
        .closeFuture()
        .addListener(
            _ -> {
              open.remove(connection);
              leave(network);
            });
    return true;
  }

  private void leave(InetAddress network) {
    counts.computeIfPresent(network, (_, held) -> held == 1 ? null : held - 1);
    count.decrementAndGet();
  }

  private void warn(String line, int cap) {
    long due = nextLine.get();
    long now = System.nanoTime();
    if (now - due >= 0 && nextLine.compareAndSet(due, now + BETWEEN_LINES)) {
      log.warn(line, cap);
    }
  }

  /** Whoever has one address of an IPv6 network has them all. */
  static InetAddress network(InetAddress peer) {
    if (!(peer instanceof Inet6Address)) {
      return peer;
    }
    byte[] bytes = peer.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an address", e);
    }
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
