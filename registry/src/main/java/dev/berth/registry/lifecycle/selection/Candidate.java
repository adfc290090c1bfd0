package dev.berth.registry.lifecycle.selection;

import dev.berth.model.Digest;
import dev.berth.model.Tag;
import dev.berth.registry.lifecycle.policy.StorageClass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What selection looks at in an image.
 *
 * @param id its row
 * @param digest of its manifest
 * @param tags all of them
 * @param times when what happened to it
 * @param storageClass where it is; empty on its way back from the archive, where no rule sees it
 * @param place what keeps it beside the rules
 */
public record Candidate(
    long id,
    Digest digest,
    List<Tag> tags,
    Times times,
    Optional<StorageClass> storageClass,
    Place place) {
  public Candidate {
    tags = List.copyOf(tags);
  }

  /**
   * When what happened to an image.
   *
   * @param pushed its first push
   * @param pulled its last recorded pull
   * @param archived when it last went into the archive
   * @param activated when it last was back from there
   */
  public record Times(
      Instant pushed,
      Optional<Instant> pulled,
      Optional<Instant> archived,
      Optional<Instant> activated) {

    /** As of an image that was pushed and nothing else. */
    public static Times pushed(Instant at) {
      return new Times(at, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /** What keeps an image from being taken, whatever the rules say. */
  public enum Place {
    /** Nothing. */
    FREE,
    /** It refers to another image, and follows that one (LE15). */
    REFERRER,
    /** Somebody has said that lifecycle shall not touch it. */
    PROTECTED,
    /** An index names it that is not archived (LE10). */
    IN_INDEX,
    /** Only archived indexes name it: it may go into the archive, and not out of it (LC-44). */
    IN_ARCHIVED_INDEX
  }
}
