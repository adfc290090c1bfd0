package dev.berth.registry.refusal;

/** A quota is used up (ecr-behaviour 22; ECR API, LimitExceededException). */
public final class LimitExceeded extends Refusal {
  private final Kind kind;
  private final long max;

  /** Which quota. */
  public enum Kind {
    TAGS_PER_IMAGE,
    IMAGES_PER_REPOSITORY,
    REPOSITORIES_PER_REGISTRY,
    PARTS_PER_LAYER,
    LAYER_SIZE,
    /** Uploads in progress of one principal in one repository: ours, ECR has none. */
    OPEN_UPLOADS,
    /** Of one registry: ours, ECR's is not documented. */
    CREATION_TEMPLATES,
    PULL_THROUGH_CACHE_RULES,
    /** The manifests of one BatchGetImage together: ours, so that no answer fills the memory. */
    BATCH_SIZE,
    /** Protections from lifecycle in one repository: ours, as they are. */
    LIFECYCLE_PROTECTIONS,
    PULL_TIME_EXCLUSIONS,
    /** Basic scans of one image, or of all images of one registry, in 24 hours. */
    SCANS
  }

  /**
   * @param kind which quota
   * @param max its value
   * @param message ECR's text where it is known
   */
  public LimitExceeded(Kind kind, long max, String message) {
    super(message);
    this.kind = kind;
    this.max = max;
  }

  /** Which quota. */
  public Kind kind() {
    return kind;
  }

  /** Its value. */
  public long max() {
    return max;
  }
}
