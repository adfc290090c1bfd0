package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;

/**
 * The upload is not known in this repository: never begun, finished, cancelled or expired (the text
 * is not known).
 */
public final class UploadNotFound extends Refusal {
  private final RepositoryAddress address;
  private final UploadId upload;

  /**
   * @param address where
   * @param upload what was asked for
   */
  public UploadNotFound(RepositoryAddress address, UploadId upload) {
    super(
        "The upload with id '%s' does not exist in the repository with name '%s' in the registry with id '%s'"
            .formatted(upload, address.name(), address.registry().account()));
    this.address = address;
    this.upload = upload;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** What was asked for. */
  public UploadId upload() {
    return upload;
  }
}
