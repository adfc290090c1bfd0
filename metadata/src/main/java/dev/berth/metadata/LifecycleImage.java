package dev.berth.metadata;

import dev.berth.model.Digest;
import dev.berth.model.ImageStorage;
import dev.berth.model.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What lifecycle looks at in an image.
 *
 * @param id its row
 * @param digest of its manifest
 * @param tags all of them
 * @param pushedAt its first push
 * @param lastPulledAt its last recorded pull
 * @param storage active or archived, and since when
 * @param isReferrer whether it names a subject
 * @param parents which indexes name it
 */
public record LifecycleImage(
    long id,
    Digest digest,
    List<Tag> tags,
    Instant pushedAt,
    Optional<Instant> lastPulledAt,
    ImageStorage storage,
    boolean isReferrer,
    Parents parents) {
  public LifecycleImage {
    tags = List.copyOf(tags);
  }

  /** Which indexes name an image. */
  public enum Parents {
    NONE,
    /** All of them are in the archive. */
    ARCHIVED,
    /** At least one is not in the archive. */
    UNARCHIVED
  }
}
