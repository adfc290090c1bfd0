package dev.berth.metadata;

import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Which images are in the archive, on their way back, or neither (ECR dossier 13). How many images
 * of a repository are archived is kept with every change, see {@link ImageTable#countUnarchived}.
 */
public final class ImageStorageTable {
  private static final String COUNT =
      """
      update image_count
         set archived = archived + :change
       where repository_id = (select repository_id
                                from image
                               where id = :image)
      """;

  private static final String ARCHIVE =
      """
      update image
         set status = 'ARCHIVED',
             last_archived_at = :at,
             activates_at = null
       where id = :image
         and status <> 'ARCHIVED'
      """;

  private static final String UNARCHIVE =
      """
      update image
         set status = 'ACTIVATING'
       where id = :image
         and status = 'ARCHIVED'
      """;

  private static final String ACTIVATES =
      """
      update image
         set activates_at = :at
       where id = :image
      """;

  private static final String ACTIVATED =
      """
      update image
         set status = 'ACTIVE',
             last_activated_at = :at,
             activates_at = null
       where id = :image
         and status = 'ACTIVATING'
      """;

  private static final String DUE =
      """
      select i.*, r.account, r.region, r.name
        from image i
        join repository r on r.id = i.repository_id
       where i.activates_at <= :now
       order by i.activates_at, i.id
       limit :limit
      """;

  private static final String UNARCHIVED_PARENTS =
      """
      select count(*)
        from image_child c
        join image p on p.id = c.parent_id
       where c.child_id = :image
         and p.status <> 'ARCHIVED'
      """;

  private static final String CHILDREN =
      """
      select i.*
        from image_child c
        join image i on i.id = c.child_id
       where c.parent_id = :image
       order by i.id
      """;

  private final Handle handle;

  ImageStorageTable(Handle handle) {
    this.handle = handle;
  }

  /**
   * An image and where it is.
   *
   * @param repository its repository
   * @param image the image
   */
  public record Placed(RepositoryAddress repository, Image image) {}

  /**
   * Puts the image into the archive.
   *
   * @return whether it was not there before
   */
  public boolean archive(long imageId, Instant at) {
    boolean changed =
        handle.createUpdate(ARCHIVE).bind("image", imageId).bind("at", Micros.of(at)).execute() > 0;
    if (changed) {
      count(imageId, 1);
    }
    return changed;
  }

  /** Begins to bring an archived image back, to be active at {@code due}. */
  public void activate(long imageId, Instant due) {
    if (unarchive(imageId)) {
      handle.createUpdate(ACTIVATES).bind("image", imageId).bind("at", Micros.of(due)).execute();
    }
  }

  /**
   * Makes an archived or activating image active.
   *
   * @return whether it was not active before
   */
  public boolean activated(long imageId, Instant at) {
    unarchive(imageId);
    return handle.createUpdate(ACTIVATED).bind("image", imageId).bind("at", Micros.of(at)).execute()
        > 0;
  }

  /** The images that are to be active by {@code now}, the longest due first. */
  public List<Placed> due(Instant now, int limit) {
    return handle
        .createQuery(DUE)
        .bind("now", Micros.of(now))
        .bind("limit", limit)
        .map((row, _) -> new Placed(RepositoryTable.address(row), ImageTable.image(row)))
        .list();
  }

  /** Whether an index that is not archived names the image. */
  public boolean hasUnarchivedParent(long imageId) {
    return handle.createQuery(UNARCHIVED_PARENTS).bind("image", imageId).mapTo(Long.class).one()
        > 0;
  }

  /** The images that an index names. */
  public List<Image> children(long imageId) {
    return handle
        .createQuery(CHILDREN)
        .bind("image", imageId)
        .map((row, _) -> ImageTable.image(row))
        .list();
  }

  private boolean unarchive(long imageId) {
    boolean changed = handle.createUpdate(UNARCHIVE).bind("image", imageId).execute() > 0;
    if (changed) {
      count(imageId, -1);
    }
    return changed;
  }

  private void count(long imageId, int change) {
    handle.createUpdate(COUNT).bind("image", imageId).bind("change", change).execute();
  }
}
