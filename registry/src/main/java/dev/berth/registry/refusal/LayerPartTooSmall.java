package dev.berth.registry.refusal;

import dev.berth.model.RepositoryAddress;
import dev.berth.model.UploadId;

/** A part other than the last is shorter than parts may be; found when the upload is completed. */
public final class LayerPartTooSmall extends Refusal {
  private static final long MIB = 1024 * 1024;

  private final RepositoryAddress address;
  private final UploadId upload;
  private final long smallest;
  private final long min;

  /**
   * @param address where
   * @param upload which
   * @param smallest the length of the shortest such part
   * @param min the least that is allowed
   */
  public LayerPartTooSmall(RepositoryAddress address, UploadId upload, long smallest, long min) {
    super("All layer parts except the last part should be at least " + words(min));
    this.address = address;
    this.upload = upload;
    this.smallest = smallest;
    this.min = min;
  }

  // ECR says 5MB of 5 MiB
  private static String words(long bytes) {
    return bytes % MIB == 0 ? bytes / MIB + "MB" : bytes + " bytes";
  }

  /** Where. */
  public RepositoryAddress address() {
    return address;
  }

  /** Which. */
  public UploadId upload() {
    return upload;
  }

  /** The length of the shortest such part. */
  public long smallest() {
    return smallest;
  }

  /** The least that is allowed. */
  public long min() {
    return min;
  }
}
