package dev.berth.registry.refusal;

import dev.berth.model.Digest;

/** An index cannot come back without an image that it names. */
public final class TrashIncomplete extends Refusal {
  private final Digest missing;

  /**
   * @param index what was to come back
   * @param missing what it names, and what is gone for good
   */
  public TrashIncomplete(Digest index, Digest missing) {
    super(
        "The image '%s' names '%s', which is gone for good; push that again first"
            .formatted(index, missing));
    this.missing = missing;
  }

  /** What is gone for good. */
  public Digest missing() {
    return missing;
  }
}
