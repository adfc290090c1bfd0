package dev.berth.registry.trash;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryName;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashId;
import java.util.List;

/**
 * What is gone for good.
 *
 * @param entry as it was
 * @param freed blobs that nobody else held, whose bytes are deleted at once; at most the first
 *     1,000
 * @param freedCount how many there are
 * @param freedBytes their bytes together
 * @param held blobs that stay, because others hold them; at most the first 1,000
 * @param heldCount how many there are
 */
public record Purged(
    TrashEntry entry,
    List<FreedBlob> freed,
    long freedCount,
    long freedBytes,
    List<HeldBlob> held,
    long heldCount) {
  public Purged {
    freed = List.copyOf(freed);
    held = List.copyOf(held);
  }

  /**
   * A blob whose bytes go.
   *
   * @param size in bytes
   */
  public record FreedBlob(Digest digest, long size) {}

  /**
   * A blob that stays.
   *
   * @param size in bytes
   * @param holders who holds it; at most 100
   */
  public record HeldBlob(Digest digest, long size, List<Holder> holders) {
    public HeldBlob {
      holders = List.copyOf(holders);
    }
  }

  /** Who holds a blob. */
  public sealed interface Holder {

    /**
     * A repository.
     *
     * @param images those that name the blob, the oldest 10
     * @param imageCount how many there are; 0 while an image that names it is about to be pushed or
     *     was just deleted
     */
    record InRepository(RepositoryName repository, List<Digest> images, long imageCount)
        implements Holder {
      public InRepository {
        images = List.copyOf(images);
      }
    }

    /**
     * Another entry of the trash.
     *
     * @param image the image that names the blob
     */
    record InTrash(TrashId entry, RepositoryName repository, Digest image) implements Holder {}

    /** An upload that was closed in the image's own repository after the image was deleted. */
    record ByUpload(RepositoryName repository) implements Holder {}
  }
}
