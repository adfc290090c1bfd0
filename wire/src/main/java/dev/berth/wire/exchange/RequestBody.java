package dev.berth.wire.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.OptionalLong;

/**
 * The body of a request, read once, as it arrives. Reading blocks until bytes are there, and holds
 * back the client while nobody reads. The first read asks a client that waits for {@code 100
 * Continue} to go on, so nothing is taken before the request was authorized.
 */
public interface RequestBody extends ReadableByteChannel {

  /**
   * The length that the client announced; empty with chunked coding. Zero when there is no body.
   */
  OptionalLong length();

  /**
   * Reads some bytes.
   *
   * @return how many, at least 1; -1 at the end of the body
   * @throws IOException when the client went away or was too slow ({@link BodyInterrupted}), or
   *     sent more than it may
   */
  @Override
  int read(ByteBuffer into) throws IOException;

  /**
   * The client went away, or sent too slowly, before its body was whole. Nobody is left to answer.
   */
  final class BodyInterrupted extends IOException {
    private static final long serialVersionUID = 1L;

    public BodyInterrupted(String what) {
      super(what);
    }
  }
}
