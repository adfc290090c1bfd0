package dev.berth.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Where an image is kept, and when that changed last (ECR dossier 13).
 *
 * @param status where it is
 * @param lastArchivedAt when it last went into the archive; empty when it never did
 * @param lastActivatedAt when it last was back from the archive; empty when it never was
 */
public record ImageStorage(
    ImageStatus status, Optional<Instant> lastArchivedAt, Optional<Instant> lastActivatedAt) {

  /** As of an image that was never archived. */
  public static final ImageStorage NEVER_ARCHIVED =
      new ImageStorage(ImageStatus.ACTIVE, Optional.empty(), Optional.empty());

  /** Whether it can be pulled. */
  public boolean isActive() {
    return status == ImageStatus.ACTIVE;
  }
}
