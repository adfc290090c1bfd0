package dev.berth.blob.file;

import dev.berth.blob.BlobTooLarge;
import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.SourceFailed;
import dev.berth.model.BlobKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Moves bytes from a source into a file and its digests. The caller's thread fills a buffer and
 * hashes it, while a worker writes the ones before; a buffer that was written comes back and is
 * filled again. When the disk is slower than the source at most {@link #AHEAD} buffers are on their
 * way; when it is faster, the spare ones go back.
 *
 * <p>Hashing is done here, although a third thread would get on with it beside us: what was just
 * filled is still in this processor's cache, and fetching it into another one, twice, took more
 * processor time than the hash (docs/performance.md).
 *
 * <p>Used by one thread at a time; only {@code returned} is touched by workers.
 */
final class Intake {
  private static final int AHEAD = 4;

  private final BlobKey key;
  private final BlobFile file;
  private final RunningDigests digests;
  private final Buffers buffers;
  private final Lane writing;
  private final BlockingQueue<ByteBuffer> returned = new LinkedBlockingQueue<>();
  private int underway;

  Intake(BlobKey key, BlobFile file, RunningDigests digests, Buffers buffers, Workers workers) {
    this.key = key;
    this.file = file;
    this.digests = digests;
    this.buffers = buffers;
    this.writing = new Lane(workers);
  }

  /**
   * Takes everything; when it returns, also by an exception, no worker is busy and every buffer is
   * back.
   */
  void takeFrom(ReadableByteChannel source, long limit) throws IOException {
    long end = file.length();
    boolean more = true;
    try {
      while (more) {
        file.requireSound();
        ByteBuffer buffer = emptyBuffer();
        try {
          more = fill(buffer, source, limit, Math.max(0, limit - end));
        } finally {
          end += buffer.position();
          send(buffer.flip()); // what came before a failure of the source stays
        }
      }
    } finally {
      while (underway > 0) {
        buffers.release(awaitReturned());
      }
    }
  }

  private ByteBuffer emptyBuffer() throws IOException {
    ByteBuffer back = returned.poll();
    if (back != null) {
      underway--;
      giveBackSpares();
      return back.clear();
    }
    if (underway == 0) {
      return buffers
          .await()
          .orElseThrow(() -> new BlobUnavailable(key, "too many blobs are being written"));
    }
    Optional<ByteBuffer> another = underway < AHEAD ? buffers.poll() : Optional.empty();
    return another.isPresent() ? another.get() : awaitReturned().clear();
  }

  private void giveBackSpares() {
    for (ByteBuffer spare = returned.poll(); spare != null; spare = returned.poll()) {
      underway--;
      buffers.release(spare);
    }
  }

  /** Waits also when interrupted: a worker has the buffer. */
  private ByteBuffer awaitReturned() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          ByteBuffer back = returned.take();
          underway--;
          return back;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Fills a buffer and says whether there may be more. */
  private static boolean fill(ByteBuffer buffer, ReadableByteChannel source, long limit, long room)
      throws IOException {
    buffer.limit((int) Math.min(buffer.capacity(), room));
    while (buffer.hasRemaining()) {
      if (read(source, buffer) < 0) {
        return false;
      }
    }
    if (buffer.position() < room) {
      return true;
    }
    ByteBuffer beyond = ByteBuffer.allocate(1);
    while (beyond.hasRemaining()) {
      if (read(source, beyond) < 0) {
        return false;
      }
    }
    throw new BlobTooLarge(limit);
  }

  private static int read(ReadableByteChannel source, ByteBuffer into) throws SourceFailed {
    try {
      return source.read(into);
    } catch (IOException e) {
      throw new SourceFailed(e);
    }
  }

  private void send(ByteBuffer full) {
    if (!full.hasRemaining()) {
      buffers.release(full);
      return;
    }
    digests.update(full);
    underway++;
    writing.add(
        () -> {
          file.append(full);
          returned.add(full);
        });
  }
}
