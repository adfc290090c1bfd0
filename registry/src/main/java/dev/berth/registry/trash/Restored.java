package dev.berth.registry.trash;

import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry;
import java.util.List;

/**
 * What came back.
 *
 * @param entry as it was
 * @param repository the repository, or the one that the image is in
 * @param images those that came back: the image, children of an index that were deleted too, and
 *     referrers that had followed it; of a repository at most the first 100
 * @param imageCount how many there are
 * @param tags those that came back, in byte order; of a repository at most the first 100
 * @param taken those that did not
 * @param existed whether the image was pushed again since: that one stayed, and got the tags that
 *     were free
 */
public record Restored(
    TrashEntry entry,
    RepositoryAddress repository,
    List<Digest> images,
    long imageCount,
    List<Tag> tags,
    List<TakenTag> taken,
    boolean existed) {
  public Restored {
    images = List.copyOf(images);
    tags = List.copyOf(tags);
    taken = List.copyOf(taken);
  }
}
