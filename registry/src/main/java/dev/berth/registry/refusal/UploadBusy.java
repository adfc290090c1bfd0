package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;

/**
 * Another request is writing to the upload, or just did (invariant I7; {@code /v2/}: 416 with the
 * true range).
 */
public final class UploadBusy extends Refusal {
  private final RepositoryAddress address;
  private final UploadId upload;
  private final long offset;

  /**
   * @param address where
   * @param upload which
   * @param offset how many bytes it has now
   */
  public UploadBusy(RepositoryAddress address, UploadId upload, long offset) {
    super(
        "The upload with id '%s' is being written by another request and has %d bytes"
            .formatted(upload, offset));
    this.address = address;
    this.upload = upload;
    this.offset = offset;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** Which. */
  public UploadId upload() {
    return upload;
  }

  /** How many bytes it has now. */
  public long offset() {
    return offset;
  }

  /** The last byte that the upload has; -1 when it has none. */
  public long lastValidByte() {
    return offset - 1;
  }
}
