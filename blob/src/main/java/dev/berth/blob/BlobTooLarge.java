package dev.berth.blob;

import java.io.IOException;

/** A source had more bytes than a blob may have. */
public final class BlobTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  private final long limit;

  /**
   * @param limit the most bytes that were allowed
   */
  public BlobTooLarge(long limit) {
    super("more than %d bytes".formatted(limit));
    this.limit = limit;
  }

  /** The most bytes that were allowed. */
  public long limit() {
    return limit;
  }
}
