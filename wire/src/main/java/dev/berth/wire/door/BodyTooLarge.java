package dev.berth.wire.door;

/** A body that is longer than its row takes: 413, or the protocol's own code. */
public final class BodyTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long limit;

  /**
   * @param limit the most bytes that the row takes
   */
  public BodyTooLarge(long limit) {
    super(
        "The body of the request is longer than the %d bytes that are taken here.".formatted(limit),
        null,
        false,
        false);
    this.limit = limit;
  }

  /** The most bytes that the row takes. */
  public long limit() {
    return limit;
  }

  /** What to tell the client. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
