package dev.berth.blob;

import dev.berth.model.BlobKey;
import java.io.IOException;

/** The bytes of a key cannot be had now: they are not there, or another writer holds the key. */
public final class BlobUnavailable extends IOException {
  private static final long serialVersionUID = 1L;

  public BlobUnavailable(BlobKey key, String why) {
    super("blob %s is not available: %s".formatted(key, why));
  }
}
