package dev.berth.server.http;

import java.time.Duration;

/**
 * What clients may take of a listener (invariant I7, threats T33 and T34).
 *
 * @param connections open at once; more are closed as they come. Also how many requests run at
 *     once, over HTTP/2 too; more are answered with 503
 * @param perAddress connections of one address, or of one network of IPv6 (the first 64 bits),
 *     which is what one machine can have all of; more are closed as they come
 * @param head of one request
 * @param waits how long anybody is waited for
 * @param buffers memory for bodies on their way
 * @param http2 what only HTTP/2 has
 */
public record Limits(
    int connections, int perAddress, Head head, Waits waits, Buffers buffers, Http2 http2) {

  /**
   * 10,000 connections, half of them from one address, which may be that of a proxy; and the
   * defaults named at each part.
   */
  public static final Limits DEFAULT =
      new Limits(10_000, 5_000, Head.DEFAULT, Waits.DEFAULT, Buffers.DEFAULT, Http2.DEFAULT);

  /** The same with other waits. */
  public Limits with(Waits others) {
    return new Limits(connections, perAddress, head, others, buffers, http2);
  }

  /** The same with other buffers. */
  public Limits with(Buffers others) {
    return new Limits(connections, perAddress, head, waits, others, http2);
  }

  /** The same with other numbers of connections, in all and from one address. */
  public Limits withConnections(int all, int fromOneAddress) {
    return new Limits(all, fromOneAddress, head, waits, buffers, http2);
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

    /** The same with another patience for connections that ask nothing. */
    public Waits withIdle(Duration other) {
      return new Waits(head, other, body, send, buffer, drain);
    }
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

  /**
   * How many so often.
   *
   * @param most how many
   * @param within in which time
   */
  public record Rate(int most, Duration within) {}

  /**
   * What a client may do with one HTTP/2 connection (RFC 9113 section 10.5). Whoever goes beyond is
   * told {@code ENHANCE_YOUR_CALM} and loses the connection; streams beyond their number are
   * refused one by one.
   *
   * @param streams open at once
   * @param resets streams that the client resets, and as many that it makes the server reset: each
   *     has cost a request (CVE-2023-44487, CVE-2025-8671)
   * @param quiet frames that move nothing: SETTINGS, PING, PRIORITY, unknown ones, and window
   *     updates of less than {@link #smallUpdate}. Answering or reading them costs, and no window
   *     counts them (CVE-2019-9512, CVE-2019-9513, CVE-2019-9515, CVE-2019-9511)
   * @param smallUpdate bytes by which a client that reads opens its window at the least
   * @param emptyData DATA frames without a byte, one after the other (CVE-2019-9518)
   * @param smallData DATA frames of less than {@link #smallFrame} more than others: each that waits
   *     costs a hundred times what it carries
   * @param smallFrame bytes
   * @param smallContinuations CONTINUATION frames in one head that are not full; a head of the
   *     allowed size needs two full ones (CVE-2024-27316)
   * @param queuedAnswers to PING, SETTINGS and resets that wait for a client that does not read
   */
  public record Http2(
      int streams,
      Rate resets,
      Rate quiet,
      int smallUpdate,
      int emptyData,
      int smallData,
      int smallFrame,
      int smallContinuations,
      int queuedAnswers) {
    /**
     * 100 streams, 200 resets in 30 s, 1000 quiet frames in 10 s, updates of 1 KiB, 2 empty frames,
     * 2000 frames of less than 256 bytes, 16 small continuations, 1000 answers.
     */
    public static final Http2 DEFAULT =
        new Http2(
            100,
            new Rate(200, Duration.ofSeconds(30)),
            new Rate(1000, Duration.ofSeconds(10)),
            1024,
            2,
            2000,
            256,
            16,
            1000);
  }
}
