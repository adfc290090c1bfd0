package dev.berth.registry.refusal;

import dev.berth.model.Digest;

/** A manifest does not have the digest that it was announced with (the text is not known). */
public final class ImageDigestDoesNotMatch extends Refusal {
  private final Digest expected;
  private final Digest actual;

  /**
   * @param expected as announced
   * @param actual of the bytes
   */
  public ImageDigestDoesNotMatch(Digest expected, Digest actual) {
    super("The manifest has the digest '%s' instead of '%s'".formatted(actual, expected));
    this.expected = expected;
    this.actual = actual;
  }

  /** As announced. */
  public Digest expected() {
    return expected;
  }

  /** Of the bytes. */
  public Digest actual() {
    return actual;
  }
}
