package dev.berth.model;

import java.time.Instant;
import java.util.List;

/**
 * Something that was deleted and can be brought back.
 *
 * @param id its name
 * @param act the first entry of the act that deleted it: what was deleted together has the same
 * @param repository the repository, or the one that the image was in, by its name now, which is the
 *     name at the deletion unless the repository was brought back under another one
 * @param content what was deleted
 * @param cause who or what deleted it
 * @param deletedAt when
 * @param expiresAt from when on it is gone for good
 */
public record TrashEntry(
    TrashId id,
    TrashId act,
    RepositoryAddress repository,
    Content content,
    Cause cause,
    Instant deletedAt,
    Instant expiresAt) {

  /**
   * Where an entry stands in lists.
   *
   * @param number rises with each deletion
   */
  public record Key(long number) {}

  /** What was deleted. */
  public sealed interface Content {

    /**
     * An image.
     *
     * @param digest of its manifest
     * @param tags those that it had, in byte order; at most the first 100
     * @param tagCount how many it had
     * @param imageSize see {@link Image#imageSize()}
     */
    record OfImage(Digest digest, List<Tag> tags, int tagCount, long imageSize) implements Content {
      public OfImage {
        tags = List.copyOf(tags);
      }
    }

    /**
     * A repository with all its images.
     *
     * @param images how many it had
     */
    record OfRepository(long images) implements Content {}
  }

  /** Who or what deleted it. */
  public sealed interface Cause {

    /**
     * A client.
     *
     * @param by the principal
     */
    record ByCaller(Arn by) implements Cause {}

    /**
     * The repository's lifecycle policy.
     *
     * @param rule the priority of the rule
     */
    record ByLifecycle(int rule) implements Cause {}

    /**
     * Its subject was deleted, and it followed.
     *
     * @param subject the digest of that
     */
    record FollowedSubject(Digest subject) implements Cause {}
  }
}
