package dev.berth.server.http;

import java.time.Duration;

/**
 * What clients may take of a listener (invariant I7, threats T33 and T34).
 *
 * @param connections open at once; more are closed as they come. Also how many requests run at
 *     once, over HTTP/2 too; more are answered with 503
 * @param streams of one HTTP/2 connection, open at once
 * @param head of one request
 * @param waits how long anybody is waited for
 * @param buffers memory for bodies on their way
 */
public record Limits(int connections, int streams, Head head, Waits waits, Buffers buffers) {

  /** The defaults named at each part. */
  public static final Limits DEFAULT =
      new Limits(10_000, 100, Head.DEFAULT, Waits.DEFAULT, Buffers.DEFAULT);

  /** The same with other waits. */
  public Limits with(Waits others) {
    return new Limits(connections, streams, head, others, buffers);
  }

  /** The same with other buffers. */
  public Limits with(Buffers others) {
    return new Limits(connections, streams, head, waits, others);
  }

  /** The same with another number of connections. */
  public Limits withConnections(int others) {
    return new Limits(others, streams, head, waits, buffers);
  }

  /**
   * Size of a request's head.
   *
   * @param lineBytes of the request line; more is 414
   * @param bytes of all header fields; more is 431
   * @param fields how many; more is 431
   */
  public record Head(int lineBytes, int bytes, int fields) {
    /** 8 KiB, 32 KiB, 100 fields. */
    public static final Head DEFAULT = new Head(8 * 1024, 32 * 1024, 100);
  }

  /**
   * Patience.
   *
   * @param head from the first byte of a request to the end of its head; then 408
   * @param idle for the next request on a connection
   * @param body for the next byte of a body that is being read
   * @param send for a client that takes no byte of an answer
   * @param buffer for memory from the budget; then 503
   * @param drain for the rest of a body that nobody read
   */
  public record Waits(
      Duration head, Duration idle, Duration body, Duration send, Duration buffer, Duration drain) {
    /** 10 s, 75 s, 30 s, 60 s, 10 s, 2 s. */
    public static final Waits DEFAULT =
        new Waits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2));
  }

  /**
   * Memory, in bytes.
   *
   * @param total the budget of all bodies on their way together
   * @param push taken from it for a request body; shorter bodies take their length, and those of at
   *     most 8 KiB nothing
   * @param stream taken for a request body on HTTP/2, which is also its flow-control window
   * @param pull taken for a response body that passes through memory (TLS, HTTP/2, streams)
   * @param drained read at most of a body that nobody wants, before its connection is closed
   */
  public record Buffers(long total, int push, int stream, int pull, long drained) {
    /** 96 MiB, 256 KiB, 1 MiB, 128 KiB, 1 MiB. */
    public static final Buffers DEFAULT =
        new Buffers(96L << 20, 256 << 10, 1 << 20, 128 << 10, 1L << 20);

    /** The same with another budget. */
    public Buffers withTotal(long other) {
      return new Buffers(other, push, stream, pull, drained);
    }
  }
}
