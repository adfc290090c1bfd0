package dev.berth.metadata;

import dev.berth.model.Digest;
import dev.berth.model.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A preview as it is kept.
 *
 * @param repositoryId whose it is
 * @param document the text that was previewed, as sent
 * @param status how far it is
 * @param attempt which results are its own
 * @param finishedAt when it was complete or had failed
 * @param expiring how many images the rules would delete
 * @param transitioning how many images they would archive
 */
public record LifecyclePreview(
    long repositoryId,
    String document,
    Status status,
    long attempt,
    Optional<Instant> finishedAt,
    long expiring,
    long transitioning) {

  /** How far a preview is. */
  public enum Status {
    IN_PROGRESS,
    COMPLETE,
    FAILED
  }

  /**
   * An image that a rule would take.
   *
   * @param position the oldest first, from 1 on
   * @param digest of the image
   * @param tags that it had then, in byte order
   * @param pushedAt its first push
   * @param priority of the rule
   * @param action the rule's, as the API spells it
   * @param storageClass where the image is, as the API spells it
   */
  public record Result(
      long position,
      Digest digest,
      List<Tag> tags,
      Instant pushedAt,
      int priority,
      String action,
      String storageClass) {
    public Result {
      tags = List.copyOf(tags);
    }
  }
}
