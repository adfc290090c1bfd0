package dev.berth.registry.refusal;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;

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

  /** A repository has all the images that it may have. */
  public static LimitExceeded images(RepositoryAddress repository, long max) {
    return new LimitExceeded(
        Kind.IMAGES_PER_REPOSITORY,
        max,
        "The repository with name '%s' in registry with id '%s' already has the maximum allowed number of images which is '%d'"
            .formatted(repository.name(), repository.registry().account(), max));
  }

  /**
   * An image has all the tags that it may have.
   *
   * @param tag the one that is too many
   */
  public static LimitExceeded tags(RepositoryAddress repository, Tag tag, long max) {
    return new LimitExceeded(
        Kind.TAGS_PER_IMAGE,
        max,
        "Adding tag '%s' to an image in the repository with name '%s' in registry with id '%s' exceeds the maximum allowed number of tags per image which is '%d'"
            .formatted(tag, repository.name(), repository.registry().account(), max));
  }

  /** A registry has all the repositories that it may have. */
  public static LimitExceeded repositories(RegistryId registry, long max) {
    return new LimitExceeded(
        Kind.REPOSITORIES_PER_REGISTRY,
        max,
        "The registry with id '%s' already has the maximum allowed number of repositories which is '%d'"
            .formatted(registry.account(), max));
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
