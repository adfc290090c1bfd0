package dev.berth.blob.file;

import dev.berth.blob.BlobStoreFull;
import dev.berth.model.BlobKey;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of a blob that is being written. Used by one worker at a time.
 *
 * <p>{@link #length} counts bytes that the file system took, never bytes that it was asked to take.
 * After the first call that fails nothing more is written: what the file holds then is settled, and
 * the length tells it.
 */
final class BlobFile {
  private final BlobKey key;
  private final Path path;
  private final FileChannel channel;
  private final FileCalls calls;
  private volatile long length;
  private volatile @Nullable Throwable failure;

  BlobFile(BlobKey key, Path path, FileChannel channel, FileCalls calls) throws IOException {
    this.key = key;
    this.path = path;
    this.channel = channel;
    this.calls = calls;
    this.length = channel.size();
  }

  long length() {
    return length;
  }

  boolean failed() {
    return failure != null;
  }

  /**
   * @throws BlobStoreFull when an earlier call failed because the disk is full
   * @throws IOException when it failed otherwise
   */
  void requireSound() throws IOException {
    Throwable earlier = failure;
    if (earlier != null) {
      String message = "blob %s could not be written and stands at %d bytes".formatted(key, length);
      throw FullDisk.isCause(earlier, DayFolders.parentOf(path))
          ? new BlobStoreFull(message, earlier)
          : new IOException(message, earlier);
    }
  }

  /** Writes at the end. A failure is kept for {@link #requireSound}. */
  void append(ByteBuffer bytes) {
    if (failed()) {
      return;
    }
    long end = length;
    try {
      while (bytes.hasRemaining()) {
        int written = calls.write(channel, bytes, end);
        if (written < 1) {
          throw new IOException("the file system took no bytes");
        }
        end += written;
        length = end;
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      settle(e);
    }
  }

  /**
   * A write that failed may have left more than it told of, or the file may have lost some: the
   * shorter one counts.
   */
  private void settle(Throwable cause) {
    try {
      calls.truncate(channel, length);
      length = channel.size();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  void truncate(long size) throws IOException {
    try {
      calls.truncate(channel, size);
      length = channel.size();
    } catch (IOException e) {
      failure = e;
      settle(e);
      throw e;
    }
  }

  /** Fills the buffer from a position, as far as the length goes, and turns it for reading. */
  void read(ByteBuffer into, long position) throws IOException {
    into.clear().limit((int) Math.min(into.capacity(), length - position));
    while (into.hasRemaining()) {
      if (channel.read(into, position + into.position()) < 0) {
        throw new EOFException("blob %s ends before its length of %d bytes".formatted(key, length));
      }
    }
    into.flip();
  }

  /**
   * Syncs the bytes, then the name. When either fails the file is removed: nobody can tell which
   * bytes reached the disk, and the kernel takes those that did not for written, so that the next
   * sync of the same file would succeed and lie.
   */
  void sync() throws IOException {
    try {
      calls.sync(channel);
      calls.syncFolder(DayFolders.parentOf(path));
    } catch (IOException e) {
      failure = e;
      remove(e);
      throw FullDisk.named(e, DayFolders.parentOf(path));
    }
  }

  private void remove(IOException cause) {
    try {
      calls.delete(path);
      length = 0;
    } catch (IOException e) {
      cause.addSuppressed(
          e); // as when the kernel has made the file system read-only: nothing more is synced then
    }
  }

  void close() throws IOException {
    channel.close();
  }
}
