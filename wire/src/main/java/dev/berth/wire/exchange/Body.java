package dev.berth.wire.exchange;

import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** The body of a response. */
public sealed interface Body {

  /** None, and {@code Content-Length: 0} unless the status forbids one. */
  Body NONE = new Bytes(new byte[0]);

  /** How many bytes it has. */
  long length();

  /** UTF-8 text. */
  static Body text(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes in memory; the array is not copied and must not be changed. */
  @SuppressWarnings("ArrayRecordComponent") // handed to the socket once
  record Bytes(byte[] bytes) implements Body {
    @Override
    public long length() {
      return bytes.length;
    }
  }

  /**
   * Part of a file, sent by the kernel where it can be.
   *
   * @param file closed by the server when the answer is out or the client is gone
   * @param position the first byte
   * @param length how many
   */
  record FileRegion(FileChannel file, long position, long length) implements Body {}

  /**
   * Bytes from a stream.
   *
   * @param stream closed by the server when the answer is out or the client is gone
   * @param length how many it gives
   */
  record Stream(InputStream stream, long length) implements Body {}

  /**
   * The length that the answer of a {@code GET} would have; nothing is sent. For {@code HEAD}, and
   * for {@code 304}.
   */
  record Absent(long length) implements Body {}
}
