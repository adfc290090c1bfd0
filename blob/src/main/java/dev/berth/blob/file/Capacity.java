package dev.berth.blob.file;

import java.time.Duration;

/**
 * How much of the machine a {@link FileBlobStore} may take, whatever the number of its callers
 * (invariant I7).
 *
 * @param threads platform threads for file calls and hashing, 1 or more
 * @param buffers buffers of 256 KiB each for bytes being written or read again, 1 or more; a writer
 *     that receives bytes holds at least one, so this is also how many uploads are received at the
 *     same time
 * @param patience how long a writer waits for its first buffer before it is refused
 */
public record Capacity(int threads, int buffers, Duration patience) {

  public Capacity {
    if (threads < 1 || buffers < 1 || patience.isNegative()) {
      throw new IllegalArgumentException(
          "a blob store needs threads and buffers: %d threads, %d buffers, patience of %s"
              .formatted(threads, buffers, patience));
    }
  }

  /**
   * Four threads a processor but at least 16, as most of them wait for the disk; 32 MiB of buffers;
   * half a minute.
   */
  public static Capacity usual() {
    int threads = Math.max(16, 4 * Runtime.getRuntime().availableProcessors());
    return new Capacity(threads, 128, Duration.ofSeconds(30));
  }
}
