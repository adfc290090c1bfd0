package dev.berth.server.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The lines of a file from its end to its beginning. What follows the last line end is being
 * written, or was torn, and is left out. Used by one thread.
 */
final class BackwardLines implements AutoCloseable {
  private static final int USUAL = 64 * 1024;
  private static final int LONGEST = 1024 * 1024;

  private final FileChannel channel;
  private byte[] block = new byte[0];
  private long blockStart;
  private long end;

  /**
   * One line.
   *
   * @param text without its end
   * @param end the place behind it, where a reader begins that wants it again
   */
  record Line(String text, long end) {}

  private BackwardLines(FileChannel channel, long end) {
    this.channel = channel;
    this.end = end;
    this.blockStart = end;
  }

  /**
   * Begins at a place, which is behind a line.
   *
   * @param from the place; the end of the file when it is beyond
   */
  static BackwardLines of(Path file, long from) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    BackwardLines lines = new BackwardLines(channel, Math.min(from, channel.size()));
    lines.end = lines.lineEndBefore(lines.end) + 1;
    return lines;
  }

  /** The next line towards the beginning; empty when there is none. */
  Optional<Line> next() throws IOException {
    if (end <= 0) {
      return Optional.empty();
    }
    long lineEnd = end;
    long before = lineEndBefore(lineEnd - 1);
    int start = (int) (before + 1 - blockStart);
    int length = (int) (lineEnd - 1 - (before + 1));
    end = before + 1;
    return Optional.of(
        new Line(new String(block, start, length, StandardCharsets.US_ASCII), lineEnd));
  }

  /** The place of the last line end below a place, which is in the block then; -1 for none. */
  private long lineEndBefore(long place) throws IOException {
    int size = USUAL;
    while (true) {
      if (blockStart > place || blockStart + block.length < place || block.length == 0) {
        load(place, size);
      }
      for (int i = (int) (place - blockStart) - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return blockStart + i;
        }
      }
      if (blockStart == 0) {
        return -1;
      }
      if (size >= LONGEST) {
        throw new IOException("a line has more than %d bytes".formatted(LONGEST));
      }
      size *= 2;
      load(place, size);
    }
  }

  private void load(long until, int size) throws IOException {
    blockStart = Math.max(0, until - size);
    ByteBuffer bytes = ByteBuffer.allocate((int) (until - blockStart));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, blockStart + bytes.position()) < 0) {
        throw new IOException("the file has become shorter");
      }
    }
    block = bytes.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
