package dev.berth.registry.refusal;

/**
 * The disk is full up to its reserve; what is there can be read and deleted. An upload that is
 * refused in its middle stays, and goes on when there is room.
 */
public final class InsufficientStorage extends Refusal {
  private final long reserve;

  /**
   * @param reserve how many bytes of the disk are kept
   */
  public InsufficientStorage(long reserve) {
    super(
        "The registry has no room for new layers and images: the last %d bytes of its disk are kept for deletes. Delete what is not needed, or ask its operator for space"
            .formatted(reserve));
    this.reserve = reserve;
  }

  /** How many bytes of the disk are kept. */
  public long reserve() {
    return reserve;
  }
}
