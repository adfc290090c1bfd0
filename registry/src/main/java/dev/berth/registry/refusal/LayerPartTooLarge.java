package dev.berth.registry.refusal;

/** A part of the layer API is longer than parts may be. */
public final class LayerPartTooLarge extends Refusal {
  private final long length;
  private final long max;

  /**
   * @param length as announced
   * @param max the most that is allowed
   */
  public LayerPartTooLarge(long length, long max) {
    super("The layer part has %d bytes, more than the %d that are allowed".formatted(length, max));
    this.length = length;
    this.max = max;
  }

  /** As announced. */
  public long length() {
    return length;
  }

  /** The most that is allowed. */
  public long max() {
    return max;
  }
}
