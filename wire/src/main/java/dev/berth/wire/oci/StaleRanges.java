package dev.berth.wire.oci;

import dev.berth.model.UploadId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ECR's {@code Range} after a chunk, for those who must live with it: it stays at the end of the
 * first chunk however many follow (ECR dossier 7.3, checklist V2-18). Remembers the last ten
 * thousand uploads.
 *
 * <p>The lock guards the map; nothing else happens under it.
 */
final class StaleRanges {
  private static final int REMEMBERED = 10_000;

  private final Map<UploadId, Long> firstSizes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UploadId, Long> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final Object lock = new Object();

  /** The size to report of an upload that has this size now. */
  long reported(UploadId id, long size) {
    synchronized (lock) {
      return firstSizes.computeIfAbsent(id, _ -> size);
    }
  }
}
