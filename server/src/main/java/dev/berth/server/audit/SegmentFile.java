package dev.berth.server.audit;

import dev.berth.server.audit.AuditFolder.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;

/**
 * The file that is being written. What could not be written whole is cut off again, so that a line
 * is torn by nothing but the death of the process. Used by one thread.
 */
final class SegmentFile implements AutoCloseable {
  private static final int LINE_END = '\n';

  private final Segment segment;
  private final FileChannel channel;
  private final boolean torn;
  private long size;

  private SegmentFile(Segment segment, FileChannel channel) throws IOException {
    this.segment = segment;
    this.channel = channel;
    this.size = channel.size();
    this.torn = size > 0 && lastByte(channel) != LINE_END;
  }

  /** Opens or makes it; its name is durable. */
  static SegmentFile open(AuditFolder folder, Segment segment) throws IOException {
    Path file = folder.file(segment);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel names =
          FileChannel.open(Objects.requireNonNull(file.getParent()), StandardOpenOption.READ)) {
        names.force(true);
      }
      return new SegmentFile(segment, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static int lastByte(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, channel.size() - 1);
    return last.get(0);
  }

  /** Whether its last line was not written whole: the process died in the middle of it. */
  boolean isTorn() {
    return torn;
  }

  LocalDate day() {
    return segment.day();
  }

  long size() {
    return size;
  }

  /** Appends all of it or nothing. */
  void append(byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    long position = size;
    try {
      while (left.hasRemaining()) {
        position += channel.write(left, position);
      }
    } catch (IOException e) {
      cut(e);
      throw e;
    }
    size = position;
  }

  private void cut(IOException failure) {
    try {
      channel.truncate(size);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Makes it durable. */
  void sync() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
