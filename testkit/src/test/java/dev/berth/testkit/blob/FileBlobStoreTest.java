package dev.berth.testkit.blob;

import dev.berth.blob.BlobStore;
import dev.berth.blob.file.Capacity;
import dev.berth.blob.file.FileBlobStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The store in a folder keeps the contract. */
final class FileBlobStoreTest extends BlobStoreContract {
  @TempDir private Path folder;

  @Override
  protected BlobStore emptyStore() throws IOException {
    return FileBlobStore.in(folder, Capacity.usual());
  }

  @Override
  protected BlobStore storeAfterRestart() throws IOException {
    return FileBlobStore.in(folder, Capacity.usual());
  }
}
