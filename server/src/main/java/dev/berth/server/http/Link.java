package dev.berth.server.http;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalLong;

/** What a conversation is held over: an HTTP/1 connection or an HTTP/2 stream. */
interface Link {

  Channel channel();

  InetAddress peer();

  boolean tls();

  /** Whether the kernel can send a file on it, untouched by us. */
  boolean sendsFiles();

  /** Whether another request may follow on it. */
  boolean isReusable();

  /** Memory to reserve for a request body of that length before more of it is taken. */
  long share(OptionalLong bodyLength);

  /** Takes more at a time, now that memory for it is reserved. */
  void widen(long share);

  /** Takes little at a time again. */
  void narrow();

  /** Ends it so that the other side notices that its answer is not whole. */
  void abort();

  /** Ends it after a whole request and a whole answer. */
  void close();

  /** Ends it after a whole answer to a request that was not read to its end. */
  void dismiss();

  /**
   * Ends it after an answer to a client that may still be sending: what it sends is dropped for a
   * while, because a connection closed over unread bytes is reset, and takes the answer with it.
   */
  void linger(Duration most);
}
