package dev.berth.testkit.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/** Bytes that arrive piece by piece, as from a connection. */
public final class SampleSource implements ReadableByteChannel {
  private final ByteBuffer bytes;
  private final int piece;
  private final Optional<IOException> end;

  private SampleSource(byte[] bytes, int piece, Optional<IOException> end) {
    this.bytes = ByteBuffer.wrap(bytes);
    this.piece = piece;
    this.end = end;
  }

  /** All that a reader asks for, at once. */
  public static SampleSource of(byte[] bytes) {
    return new SampleSource(bytes, Integer.MAX_VALUE, Optional.empty());
  }

  /** At most so many bytes a read. */
  public static SampleSource inPieces(byte[] bytes, int piece) {
    return new SampleSource(bytes, piece, Optional.empty());
  }

  /** Fails instead of ending. */
  public static SampleSource failingAfter(byte[] bytes, IOException failure) {
    return new SampleSource(bytes, 10_000, Optional.of(failure));
  }

  /** How many bytes nobody has read. */
  public int left() {
    return bytes.remaining();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!bytes.hasRemaining()) {
      if (end.isPresent()) {
        throw end.get();
      }
      return -1;
    }
    int count = Math.min(piece, Math.min(bytes.remaining(), into.remaining()));
    into.put(bytes.slice(bytes.position(), count));
    bytes.position(bytes.position() + count);
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
