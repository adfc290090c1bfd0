package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;

/**
 * A piece of an upload does not start where the last one ended. The upload stays as it was (ECR
 * API, InvalidLayerPartException; {@code /v2/}: 416).
 */
public final class UploadOutOfOrder extends Refusal {
  private final RepositoryAddress address;
  private final UploadId upload;
  private final long sent;
  private final long expected;

  /**
   * @param address where
   * @param upload which
   * @param sent the first byte that the piece would have been
   * @param expected the first byte that is missing: the upload's offset
   */
  public UploadOutOfOrder(RepositoryAddress address, UploadId upload, long sent, long expected) {
    super("First byte of the layer part is %d instead of %d".formatted(sent, expected));
    this.address = address;
    this.upload = upload;
    this.sent = sent;
    this.expected = expected;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** Which. */
  public UploadId upload() {
    return upload;
  }

  /** The first byte that the piece would have been. */
  public long sent() {
    return sent;
  }

  /** The first byte that is missing: the upload's offset. */
  public long expected() {
    return expected;
  }

  /**
   * The last byte that the upload has, as InvalidLayerPartException shows it; -1 when it has none.
   */
  public long lastValidByte() {
    return expected - 1;
  }
}
