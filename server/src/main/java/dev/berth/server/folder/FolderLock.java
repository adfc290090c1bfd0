package dev.berth.server.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The lock of a data folder: one process may write, or several may read while nobody writes. The
 * kernel lets it go when the process dies. The file holds the writer's process id, so that a
 * refusal can name it.
 */
final class FolderLock implements AutoCloseable {
  private static final int MAX_PID = 32;

  private final FileChannel file;

  private FolderLock(FileChannel file) {
    this.file = file;
  }

  static FolderLock forWriting(Path folder, Path lock) throws IOException {
    FileChannel file =
        FileChannel.open(
            lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FolderLock held = take(folder, lock, file, false);
    file.truncate(0);
    file.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
        0);
    return held;
  }

  static FolderLock forReading(Path folder, Path lock) throws IOException {
    return take(folder, lock, FileChannel.open(lock, StandardOpenOption.READ), true);
  }

  private static FolderLock take(Path folder, Path lock, FileChannel file, boolean shared)
      throws IOException {
    if (tryLock(file, shared).isPresent()) {
      return new FolderLock(file);
    }
    file.close();
    throw new FolderRefused(
        "The data folder %s is in use by process %s; stop that one first, or name another folder with --data."
            .formatted(folder, holder(lock)));
  }

  private static Optional<FileLock> tryLock(FileChannel file, boolean shared) throws IOException {
    try {
      return Optional.ofNullable(file.tryLock(0, Long.MAX_VALUE, shared));
    } catch (OverlappingFileLockException _) {
      return Optional.empty();
    }
  }

  private static String holder(Path lock) throws IOException {
    String pid = Files.readString(lock, StandardCharsets.US_ASCII);
    return pid.isEmpty() || pid.length() > MAX_PID ? "unknown" : pid;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
