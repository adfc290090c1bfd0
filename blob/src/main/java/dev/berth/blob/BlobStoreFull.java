package dev.berth.blob;

import java.io.IOException;

/**
 * There is no room for more bytes: the disk, or what this user may have of it, is full. What was
 * stored before is whole; when there is room again the store goes on as if nothing had been.
 */
public final class BlobStoreFull extends IOException {
  private static final long serialVersionUID = 1L;

  public BlobStoreFull(String message, Throwable cause) {
    super(message, cause);
  }
}
