package dev.berth.registry.upload;

import dev.berth.model.UploadId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which uploads a request of this process is working on: one at a time each. Held from before the
 * row is read until after it is written, so that nobody appends to the bytes of an upload that was
 * just closed. Holds as many ids as there are requests.
 */
final class UploadLocks {
  private final Set<UploadId> held = ConcurrentHashMap.newKeySet();

  /** Takes the upload, or answers false when another request has it. */
  boolean take(UploadId upload) {
    return held.add(upload);
  }

  void release(UploadId upload) {
    held.remove(upload);
  }
}
