package dev.berth.blob.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The calls of the system, of which the Nth, whatever it is, goes wrong. It keeps account of what
 * would not survive a loss of power.
 */
final class UnreliableFileCalls implements FileCalls {
  private final Manner manner;
  private final int nth;
  private final Map<FileChannel, Path> paths = new HashMap<>();
  private final Set<Path> unsynced = new TreeSet<>();
  private int made;
  private boolean repaired;

  /** How a call goes wrong. */
  enum Manner {
    /** It fails and does nothing. */
    FAILS,
    /** It does what it should and says that it failed. */
    FAILS_LATE,
    /** A write takes half of its bytes, then fails without saying how many; others fail. */
    TEARS,
    /** A write takes half of its bytes and says so; others are done. */
    SHORTENS,
    /** It and all after it fail, until the disk is repaired. */
    STAYS_BROKEN
  }

  UnreliableFileCalls(Manner manner, int nth) {
    this.manner = manner;
    this.nth = nth;
  }

  /** How many calls were made. */
  synchronized int made() {
    return made;
  }

  /** Nothing goes wrong any more. */
  synchronized void repair() {
    repaired = true;
  }

  /** Files and folders that changed and were not synced since. */
  synchronized Set<Path> unsynced() {
    return Set.copyOf(unsynced);
  }

  @Override
  public synchronized FileChannel create(Path file) throws IOException {
    boolean isNew = !Files.exists(file);
    FileChannel channel =
        call(
            () -> SYSTEM.create(file),
            opened -> {
              opened.close();
              return opened;
            });
    paths.put(channel, file);
    if (isNew) {
      unsynced.add(folderOf(file));
    }
    return channel;
  }

  @Override
  public synchronized void makeFolder(Path folder) throws IOException {
    unsynced.add(folderOf(folder));
    run(() -> SYSTEM.makeFolder(folder));
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    run(() -> SYSTEM.delete(path));
    unsynced.remove(path);
  }

  @Override
  public synchronized void truncate(FileChannel file, long size) throws IOException {
    unsynced.add(Objects.requireNonNull(paths.get(file)));
    run(() -> SYSTEM.truncate(file, size));
  }

  @Override
  public synchronized int write(FileChannel file, ByteBuffer bytes, long position)
      throws IOException {
    unsynced.add(Objects.requireNonNull(paths.get(file)));
    boolean meant = isMeant(made + 1);
    if (meant && (manner == Manner.TEARS || manner == Manner.SHORTENS) && bytes.remaining() > 1) {
      made++;
      int half = bytes.remaining() / 2;
      int written = SYSTEM.write(file, bytes.slice(bytes.position(), half), position);
      if (manner == Manner.TEARS) {
        throw failure();
      }
      bytes.position(bytes.position() + written);
      return written;
    }
    return call(() -> SYSTEM.write(file, bytes, position), written -> written);
  }

  @Override
  public synchronized void sync(FileChannel file) throws IOException {
    run(() -> SYSTEM.sync(file));
    unsynced.remove(Objects.requireNonNull(paths.get(file)));
  }

  @Override
  public synchronized void syncFolder(Path folder) throws IOException {
    run(() -> SYSTEM.syncFolder(folder));
    unsynced.remove(folder);
  }

  @FunctionalInterface
  private interface Call<T> {
    T make() throws IOException;
  }

  @FunctionalInterface
  private interface Chore {
    void run() throws IOException;
  }

  @FunctionalInterface
  private interface Undone<T> {
    T of(T result) throws IOException;
  }

  private void run(Chore chore) throws IOException {
    call(
        () -> {
          chore.run();
          return true;
        },
        done -> done);
  }

  private <T> T call(Call<T> call, Undone<T> late) throws IOException {
    made++;
    if (!isMeant(made) || manner == Manner.SHORTENS) {
      return call.make();
    }
    if (manner == Manner.FAILS_LATE) {
      late.of(call.make());
    }
    throw failure();
  }

  private boolean isMeant(int number) {
    return !repaired && (manner == Manner.STAYS_BROKEN ? number >= nth : number == nth);
  }

  private static IOException failure() {
    return new IOException("Input/output error");
  }

  private static Path folderOf(Path path) {
    return Objects.requireNonNull(path.getParent());
  }
}
