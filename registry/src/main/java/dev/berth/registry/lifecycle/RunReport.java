package dev.berth.registry.lifecycle;

/**
 * What came of a run.
 *
 * @param looked how many images were looked at
 * @param expired how many were deleted
 * @param archived how many went into the archive
 * @param inIndex how many stay because an index names them
 * @param kept how many stay because they are protected
 * @param left how many are left to a later run, because they have changed meanwhile or the run was
 *     bounded
 * @param complete whether every image that the rules took was looked at again
 */
public record RunReport(
    long looked,
    long expired,
    long archived,
    long inIndex,
    long kept,
    long left,
    boolean complete) {

  /** How many images went. */
  public long taken() {
    return expired + archived;
  }

  @Override
  public String toString() {
    return "%d expired and %d archived of %d images, %d kept by an index, %d protected, %d left"
        .formatted(expired, archived, looked, inIndex, kept, left);
  }
}
