package dev.berth.registry.upload;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobWriter;
import dev.berth.blob.Stored;
import dev.berth.model.BlobKey;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store whose first writer is opened only when the test says so. */
final class HeldStore implements BlobStore {
  private final BlobStore store;
  private final AtomicBoolean first = new AtomicBoolean(true);
  private final CountDownLatch opening = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  HeldStore(BlobStore store) {
    this.store = store;
  }

  void awaitOpening() throws InterruptedException {
    opening.await();
  }

  void letGo() {
    released.countDown();
  }

  @Override
  public BlobWriter write(BlobKey key) throws IOException {
    if (first.getAndSet(false)) {
      opening.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    return store.write(key);
  }

  @Override
  public OptionalLong size(BlobKey key) throws IOException {
    return store.size(key);
  }

  @Override
  public Stored open(BlobKey key, long position, long length) throws IOException {
    return store.open(key, position, length);
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    store.delete(key);
  }

  @Override
  public List<String> days() throws IOException {
    return store.days();
  }

  @Override
  public List<StoredKey> keys(String day) throws IOException {
    return store.keys(day);
  }

  /** Lets go, so that a test that fails does not wait for ever; the store itself stays open. */
  @Override
  public void close() {
    letGo();
  }
}
