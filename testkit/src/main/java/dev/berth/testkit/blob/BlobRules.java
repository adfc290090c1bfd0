package dev.berth.testkit.blob;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobWriter;
import dev.berth.model.BlobKey;
import java.io.IOException;

/** What the rules of stores and of writers have in common. */
interface BlobRules {
  int KIB = 1024;
  int MIB = 1024 * KIB;
  long NO_LIMIT = Long.MAX_VALUE;
  BlobKey KEY = SampleBlob.key("2026-11-21", 7);

  /** The store that is tested, empty when a test begins. */
  BlobStore store();

  /** Closes the store and opens another one over the same blobs. */
  void restart() throws IOException;

  /** Writes a part behind what the key has, with a writer of its own. */
  default void append(BlobKey key, SampleBlob part) throws IOException {
    try (BlobWriter writer = store().write(key)) {
      writer.append(SampleSource.of(part.bytes()), NO_LIMIT);
    }
  }

  /** Those bytes of a blob. */
  default byte[] read(BlobKey key, long position, long length) throws IOException {
    return SampleBlob.read(store().open(key, position, length));
  }
}
