package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;

/**
 * A piece of an upload is not as long as its range says. The upload is back where it was before the
 * piece (ECR API, InvalidLayerPartException; {@code /v2/}: SIZE_INVALID).
 */
public final class UploadLengthMismatch extends Refusal {
  private final RepositoryAddress address;
  private final UploadId upload;
  private final long announced;
  private final long received;
  private final long offset;

  /**
   * @param address where
   * @param upload which
   * @param announced the length of the range
   * @param received how many bytes came; one more than announced when there were too many
   * @param offset the upload's offset, unchanged
   */
  public UploadLengthMismatch(
      RepositoryAddress address, UploadId upload, long announced, long received, long offset) {
    super("The layer part has %d bytes instead of %d".formatted(received, announced));
    this.address = address;
    this.upload = upload;
    this.announced = announced;
    this.received = received;
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

  /** The length of the range. */
  public long announced() {
    return announced;
  }

  /** How many bytes came; one more than announced when there were too many. */
  public long received() {
    return received;
  }

  /** The upload's offset, unchanged. */
  public long offset() {
    return offset;
  }

  /**
   * The last byte that the upload has, as InvalidLayerPartException shows it; -1 when it has none.
   */
  public long lastValidByte() {
    return offset - 1;
  }
}
