package dev.berth.registry.integrity;

/** Whether a check reads the bytes of blobs. Manifests are always hashed. */
public enum Depth {
  /** Blobs have bytes, as many as their rows say; the bytes are not read. */
  SIZES,
  /** Every byte is read and hashed. */
  BYTES,
  /** {@link #BYTES} when all blobs have fewer than 10 GiB together, else {@link #SIZES}. */
  BYTES_WHEN_FEW;

  private static final long FEW = 10L << 30;

  boolean reads(long bytes) {
    return switch (this) {
      case SIZES -> false;
      case BYTES -> true;
      case BYTES_WHEN_FEW -> bytes < FEW;
    };
  }
}
