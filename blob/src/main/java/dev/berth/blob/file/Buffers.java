package dev.berth.blob.file;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of buffers outside the heap, from which the kernel copies without a detour. Their
 * number bounds what blobs on their way take of the memory. Whoever waits for one holds none, so
 * those who hold some always get on and give them back.
 */
final class Buffers {
  /** Measured: smaller ones cost more hand-overs between threads, larger ones gain nothing. */
  static final int SIZE = 256 * 1024;

  private final Semaphore permits;
  private final Duration patience;

  /** Last in, first out: the one that was used last is still in the processor's cache. */
  private final Deque<ByteBuffer> free = new ConcurrentLinkedDeque<>();

  Buffers(int count, Duration patience) {
    this.permits = new Semaphore(count, true);
    this.patience = patience;
  }

  /**
   * An empty buffer, waiting for one; empty when none became free in time or the thread was
   * interrupted.
   */
  Optional<ByteBuffer> await() {
    try {
      return permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)
          ? Optional.of(take())
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** An empty buffer, if one is free now. */
  Optional<ByteBuffer> poll() {
    return permits.tryAcquire() ? Optional.of(take()) : Optional.empty();
  }

  /** Gives a buffer back; its holder does not touch it again. */
  void release(ByteBuffer buffer) {
    free.addFirst(buffer.clear());
    permits.release();
  }

  /** How many nobody holds. */
  int free() {
    return permits.availablePermits();
  }

  private ByteBuffer take() {
    ByteBuffer used = free.pollFirst();
    return used != null ? used : ByteBuffer.allocateDirect(SIZE);
  }
}
