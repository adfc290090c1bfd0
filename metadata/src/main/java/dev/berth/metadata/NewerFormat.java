package dev.berth.metadata;

/** A store that a newer Berth wrote. It is left as it is. */
public final class NewerFormat extends RuntimeException {
  private final int found;
  private final int known;

  NewerFormat(String store, int found, int known) {
    super(
        "%s has format %d, written by a newer Berth, and this Berth knows formats up to %d: start the newer Berth again, or go back to a copy from before its migration"
            .formatted(store, found, known));
    this.found = found;
    this.known = known;
  }

  /** The format of the store. */
  public int found() {
    return found;
  }

  /** The newest format that this Berth knows. */
  public int known() {
    return known;
  }
}
