package dev.berth.testkit.blob;

import dev.berth.blob.BlobStore;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What {@link BlobStore} and {@link dev.berth.blob.BlobWriter} promise; the promises themselves are
 * in the interfaces. A store that passes may be used.
 */
public abstract class BlobStoreContract implements StoreRules, WriterRules {
  private BlobStore store;

  /** A store without a blob. */
  protected abstract BlobStore emptyStore() throws IOException;

  /** A store over the same blobs as {@link #emptyStore}'s, which is closed: as after a restart. */
  protected abstract BlobStore storeAfterRestart() throws IOException;

  @BeforeEach
  final void open() throws IOException {
    store = emptyStore();
  }

  @AfterEach
  final void close() {
    store.close();
  }

  @Override
  public final BlobStore store() {
    return store;
  }

  @Override
  public final void restart() throws IOException {
    store.close();
    store = storeAfterRestart();
  }
}
