package dev.berth.blob.file;

import dev.berth.model.BlobKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The digests of blobs whose writer is closed and whose upload may go on, so that an upload in many
 * requests is still hashed in one pass. The latest 1,000; who falls out is read again. Safe for
 * many threads.
 */
final class ResumableDigests {
  private static final int MOST = 1_000;

  /** Guards the map. */
  private final Object lock = new Object();

  private final Map<BlobKey, Standing> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobKey, Standing> eldest) {
          return size() > MOST;
        }
      };

  private record Standing(long size, RunningDigests digests) {}

  void keep(BlobKey key, long size, RunningDigests digests) {
    synchronized (lock) {
      latest.put(key, new Standing(size, digests));
    }
  }

  /**
   * Takes out the digests of a key; empty when there are none, or when they are not of so many
   * bytes.
   */
  Optional<RunningDigests> take(BlobKey key, long size) {
    synchronized (lock) {
      return Optional.ofNullable(latest.remove(key))
          .filter(s -> s.size() == size)
          .map(Standing::digests);
    }
  }

  void forget(BlobKey key) {
    synchronized (lock) {
      latest.remove(key);
    }
  }
}
