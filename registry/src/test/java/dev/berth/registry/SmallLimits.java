package dev.berth.registry;

/** Limits that a test can reach. */
public final class SmallLimits {
  public static final int REPOSITORIES = 2;
  public static final int IMAGES = 3;
  public static final int TAGS = 3;
  public static final int BATCH_BYTES = 1500;
  public static final int LAYER_BYTES = 100;
  public static final int PARTS = 3;
  public static final int PART_BYTES = 40;
  public static final int SMALLEST_PART_BYTES = 10;
  public static final int OPEN_UPLOADS = 2;

  private SmallLimits() {}

  public static Rules rules(Conformance conformance) {
    Limits usual = Limits.DEFAULT;
    return new Rules(
        new Limits(
            REPOSITORIES,
            IMAGES,
            TAGS,
            usual.resourceTags(),
            usual.layers(),
            usual.manifestBytes(),
            BATCH_BYTES,
            LAYER_BYTES,
            PARTS,
            PART_BYTES,
            SMALLEST_PART_BYTES,
            OPEN_UPLOADS,
            usual.settings()),
        Retention.DEFAULT,
        conformance);
  }
}
