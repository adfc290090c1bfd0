package dev.berth.registry.gc;

import dev.berth.metadata.CondemnedTable.Former;
import dev.berth.metadata.HoldingQueries.DeletedImage;
import dev.berth.metadata.HoldingQueries.FinishedUpload;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who holds a digest in a registry, since when, and what would free it.
 *
 * @param blobs the layers and configs of that digest: one for each encryption key
 * @param images the images of that digest, one for each repository; at most 100
 * @param deleted the deleted images of that digest that can be brought back; at most 100
 * @param condemned bytes of former blobs of that digest that still wait for their end; at most 100
 * @param uploads that were closed with the digest within the last hour; at most 100
 */
public record DigestExplanation(
    Digest digest,
    List<HeldBlob> blobs,
    List<HeldImage> images,
    List<DeletedImage> deleted,
    List<Former> condemned,
    List<FinishedUpload> uploads) {
  public DigestExplanation {
    blobs = List.copyOf(blobs);
    images = List.copyOf(images);
    deleted = List.copyOf(deleted);
    condemned = List.copyOf(condemned);
    uploads = List.copyOf(uploads);
  }

  /** Whether the registry knows nothing of the digest. */
  public boolean isUnknown() {
    return blobs.isEmpty() && images.isEmpty() && deleted.isEmpty() && condemned.isEmpty();
  }

  /**
   * An image, as far as somebody needs it who looks for it.
   *
   * @param tags the first of them in byte order; at most 10
   * @param tagCount how many there are
   */
  public record NamedImage(Image image, List<Tag> tags, int tagCount) {
    public NamedImage {
      tags = List.copyOf(tags);
    }
  }

  /**
   * A blob.
   *
   * @param size in bytes
   * @param storedOn the UTC day on which its bytes came, {@code YYYY-MM-DD}
   * @param holders the repositories that hold it; at most 100
   * @param holderCount how many there are
   * @param deleted the deleted images that name it and can be brought back; at most 100
   * @param freedBy a sentence for each thing that has to happen before its bytes come free
   */
  public record HeldBlob(
      long size,
      String storedOn,
      List<Holder> holders,
      long holderCount,
      List<DeletedImage> deleted,
      List<String> freedBy) {
    public HeldBlob {
      deleted = List.copyOf(deleted);
      holders = List.copyOf(holders);
      freedBy = List.copyOf(freedBy);
    }
  }

  /**
   * A repository that holds a blob.
   *
   * @param leasedAt when a client was last promised the blob there, or the last image that named it
   *     was deleted
   * @param heldUntil until when it stays without an image; empty while one names it
   * @param images the oldest that name it; at most 10
   * @param imageCount how many there are
   */
  public record Holder(
      RepositoryName repository,
      Instant leasedAt,
      Optional<Instant> heldUntil,
      List<NamedImage> images,
      long imageCount) {
    public Holder {
      images = List.copyOf(images);
    }
  }

  /**
   * An image of the digest.
   *
   * @param parents the indexes that name it; at most 100
   * @param childCount how many images it names
   * @param referrers the images whose subject it is; at most 100
   * @param orphanedSince since when its subject is gone, when that was deleted
   * @param freedBy a sentence for each thing that has to happen before it goes
   */
  public record HeldImage(
      RepositoryName repository,
      NamedImage image,
      List<Digest> parents,
      long childCount,
      List<Digest> referrers,
      Optional<Instant> orphanedSince,
      List<String> freedBy) {
    public HeldImage {
      parents = List.copyOf(parents);
      referrers = List.copyOf(referrers);
      freedBy = List.copyOf(freedBy);
    }
  }
}
