package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;

/** The upload has nothing to complete. {@code /v2/} meets it only when ECR is followed strictly. */
public final class EmptyUpload extends Refusal {
  private final RepositoryAddress address;
  private final UploadId upload;

  /**
   * @param address where
   * @param upload which
   */
  public EmptyUpload(RepositoryAddress address, UploadId upload) {
    super(
        "The upload with id '%s' in the repository with name '%s' in registry with id '%s' cannot be completed because it does not have any parts"
            .formatted(upload, address.name(), address.registry().account()));
    this.address = address;
    this.upload = upload;
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** Which. */
  public UploadId upload() {
    return upload;
  }
}
