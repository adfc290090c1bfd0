package dev.berth.registry.upload;

import dev.berth.registry.DiskReserve;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A source that fails with {@link dev.berth.registry.refusal.InsufficientStorage} once its bytes
 * would go into the disk's reserve. One without bytes never does.
 */
final class SourceWithinReserve implements ReadableByteChannel {
  private final ReadableByteChannel source;
  private final DiskReserve reserve;

  SourceWithinReserve(ReadableByteChannel source, DiskReserve reserve) {
    this.source = source;
    this.reserve = reserve;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = source.read(into);
    if (count > 0) {
      reserve.wrote(count);
      reserve.requireRoom();
    }
    return count;
  }

  @Override
  public boolean isOpen() {
    return source.isOpen();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
