package dev.berth.blob.file;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.BlobWriter;
import dev.berth.blob.Stored;
import dev.berth.model.BlobKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Blobs as files in a folder that this process has for itself.
 *
 * <pre>
 * FOLDER/                                    0700
 *   2026-11-21/                              0700  the day on which the keys in it were made (UTC)
 *     5f0c…32 hexadecimal digits…e1          0600  the bytes of one blob, nothing else
 *     9a47…
 *   2026-11-22/
 * </pre>
 *
 * <p>A day's folder is made, and its name synced, before the first file in it; {@link
 * BlobWriter#sync} syncs a file and then its day's folder. So a blob that was synced is found after
 * a loss of power, and one that was not is found by its day. There is no level between day and
 * file: file systems find a name among a million, and sweeps want a whole day.
 *
 * <p>File calls run on {@link Capacity#threads} platform threads, whatever the number of callers.
 * Digests of an upload that goes on in another request of this process are kept between its
 * writers.
 */
public final class FileBlobStore implements BlobStore {
  private final DayFolders days;
  private final FileCalls calls;
  private final boolean mayBeWritten;
  private final Workers workers;
  private final Buffers buffers;
  private final ResumableDigests resumable = new ResumableDigests();

  /** Keys that a writer has open or that are being deleted. */
  private final Set<BlobKey> taken = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  private FileBlobStore(DayFolders days, Capacity capacity, FileCalls calls, boolean mayBeWritten) {
    this.days = days;
    this.calls = calls;
    this.mayBeWritten = mayBeWritten;
    this.workers = new Workers(capacity.threads());
    this.buffers = new Buffers(capacity.buffers(), capacity.patience());
  }

  /**
   * The store in a folder, which is made when it is not there, and rid of days that are empty.
   *
   * @param folder which no other process uses: the caller sees to that
   */
  public static FileBlobStore in(Path folder, Capacity capacity) throws IOException {
    return in(folder, capacity, FileCalls.SYSTEM);
  }

  /**
   * The store in a folder as it lies there, for a check. Nothing is made or removed, neither now
   * nor later: to write or delete a key is an {@link IllegalStateException}. A folder that is not
   * there holds nothing.
   *
   * @param folder in which no other process writes: the caller sees to that
   */
  public static FileBlobStore readOnly(Path folder, Capacity capacity) {
    return new FileBlobStore(
        DayFolders.untouched(folder, FileCalls.SYSTEM), capacity, FileCalls.SYSTEM, false);
  }

  static FileBlobStore in(Path folder, Capacity capacity, FileCalls calls) throws IOException {
    return new FileBlobStore(DayFolders.in(folder, calls), capacity, calls, true);
  }

  /**
   * What it does now.
   *
   * @param running file calls that run
   * @param waiting file calls that wait for a thread
   * @param freeBuffers buffers for bytes being written that nobody holds
   */
  public record Load(int running, int waiting, int freeBuffers) {}

  /** What it does now. */
  public Load load() {
    return new Load(workers.running(), workers.waiting(), buffers.free());
  }

  @Override
  public BlobWriter write(BlobKey key) throws IOException {
    take(key);
    boolean open = false;
    try {
      BlobWriter writer = workers.call(() -> openWriter(key));
      open = true;
      return writer;
    } catch (IOException e) {
      throw days.named(e);
    } finally {
      if (!open) {
        taken.remove(key);
      }
    }
  }

  private BlobWriter openWriter(BlobKey key) throws IOException {
    Path path = days.madeFor(key);
    FileChannel channel = calls.create(path);
    BlobFile file = new BlobFile(key, path, channel, calls);
    RunningDigests digests =
        resumable
            .take(key, file.length())
            .orElseGet(
                () -> file.length() == 0 ? RunningDigests.ofNothing() : RunningDigests.none());
    return new FileBlobWriter(this, key, file, digests, workers, buffers);
  }

  /** A writer has closed its file. */
  void release(BlobKey key, long size, RunningDigests digests) {
    if (!digests.isEmpty()) {
      resumable.keep(key, size, digests);
    }
    taken.remove(key);
  }

  @Override
  public OptionalLong size(BlobKey key) throws IOException {
    requireOpen();
    return workers.call(() -> DayFolders.size(days.path(key)));
  }

  @Override
  public Stored open(BlobKey key, long position, long length) throws IOException {
    requireOpen();
    if (position < 0 || length < 0) {
      throw new IllegalArgumentException(
          "%d bytes from %d are no part of a blob".formatted(length, position));
    }
    return workers.call(() -> openRegion(key, position, length));
  }

  private Stored openRegion(BlobKey key, long position, long length) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(days.path(key), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new BlobUnavailable(key, "it is not there");
    }
    boolean whole = false;
    try {
      long size = channel.size();
      if (length > size - position) {
        throw new BlobUnavailable(
            key, "it has %d bytes, not %d from %d".formatted(size, length, position));
      }
      whole = true;
      return new Stored.Region(channel, position, length);
    } finally {
      if (!whole) {
        channel.close();
      }
    }
  }

  /**
   * Deletes a file. The folder is not synced: a file that a loss of power brings back has no row,
   * and the sweep of its day finds it (invariant I2).
   */
  @Override
  public void delete(BlobKey key) throws IOException {
    take(key);
    try {
      resumable.forget(key);
      workers.run(() -> calls.delete(days.path(key)));
    } finally {
      taken.remove(key);
    }
  }

  private void take(BlobKey key) throws IOException {
    requireOpen();
    if (!mayBeWritten) {
      throw new IllegalStateException("the blob store is open for reading only");
    }
    if (!taken.add(key)) {
      throw new BlobUnavailable(key, "a writer has it open");
    }
  }

  @Override
  public List<String> days() throws IOException {
    requireOpen();
    return workers.call(days::used);
  }

  @Override
  public List<StoredKey> keys(String day) throws IOException {
    requireOpen();
    return workers.call(() -> days.keys(day));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the blob store is closed");
    }
  }

  /**
   * Takes no more calls, and waits for those that run. Writers that are open may still be brought
   * to their end.
   */
  @Override
  public void close() {
    closed = true;
    workers.close();
  }
}
