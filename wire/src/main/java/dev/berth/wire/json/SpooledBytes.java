package dev.berth.wire.json;

import dev.berth.registry.DiskReserve;
import dev.berth.wire.door.BodyBudget;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes of a request in a temporary file, which is gone once they are closed. */
public final class SpooledBytes implements AutoCloseable {
  private final FileChannel file;
  private final long most;
  private final BodyBudget.Share share;
  private final DiskReserve reserve;
  private boolean whole = true;
  private long length;

  SpooledBytes(Path path, long most, BodyBudget.Share share, DiskReserve reserve)
      throws IOException {
    this.reserve = reserve;
    this.file =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    this.most = most;
    this.share = share;
  }

  /** How many bytes came; more than {@link Spool#create} allowed are counted, but not kept. */
  public long length() {
    return length;
  }

  /**
   * The bytes from their beginning, to be read once.
   *
   * @throws dev.berth.registry.refusal.InsufficientStorage when there was no room to keep them: it
   *     comes so late because clients listen only when they have sent everything
   */
  public ReadableByteChannel open() {
    if (!whole) {
      throw reserve.refusal();
    }
    try {
      file.position(0);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Appends; failures of the disk are unchecked, so that they do not look like failures of the
   * client.
   */
  OutputStream sink() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int count) {
        length += count;
        if (length <= most) {
          append(ByteBuffer.wrap(bytes, offset, count));
        }
      }
    };
  }

  private void append(ByteBuffer bytes) {
    reserve.wrote(bytes.remaining());
    whole = whole && reserve.hasRoom();
    if (!whole) {
      return;
    }
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      share.close();
    }
  }
}
