package dev.berth.metadata;

import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Which images are in the archive, on their way back, or neither (ECR dossier 13). How many images
 * of a repository are archived is kept with every change, see {@link ImageTable#countUnarchived}.
 * The images of one call are all of one repository, which the transaction has locked.
 */
public final class ImageStorageTable {
  private static final String COUNT =
      """
      update image_count
         set archived = archived + :change
       where repository_id = :repository
      """;

  private static final Dialect.Sql ARCHIVE =
      Dialect.sql(
          dialect ->
              """
              update image
                 set status = 'ARCHIVED',
                     last_archived_at = :at,
                     activates_at = null
               where repository_id = :repository
                 and id in (%s)
                 and status <> 'ARCHIVED'
                 and not exists (select 1
                                   from image_child c
                                   join image p on p.id = c.parent_id
                                  where c.child_id = image.id
                                    and p.status <> 'ARCHIVED')
              returning id
              """
                  .formatted(dialect.integers("images")));

  private static final Dialect.Sql ACTIVATE =
      Dialect.sql(
          dialect ->
              """
              update image
                 set status = 'ACTIVATING',
                     activates_at = :at
               where repository_id = :repository
                 and id in (%s)
                 and status = 'ARCHIVED'
              returning id
              """
                  .formatted(dialect.integers("images")));

  private static final Dialect.Sql ACTIVATED =
      Dialect.sql(
          dialect ->
              """
              update image
                 set status = 'ACTIVE',
                     last_activated_at = :at,
                     activates_at = null
               where repository_id = :repository
                 and id in (%s)
                 and status = 'ACTIVATING'
              returning id
              """
                  .formatted(dialect.integers("images")));

  private static final String DUE =
      """
      select i.*, r.account, r.region, r.name
        from image i
        join repository r on r.id = i.repository_id
       where i.activates_at <= :now
       order by i.activates_at, i.id
       limit :limit
      """;

  private static final Dialect.Sql CHILDREN =
      Dialect.sql(
          dialect ->
              """
              select distinct child_id
                from image_child
               where parent_id in (%s)
               order by child_id
              """
                  .formatted(dialect.integers("images")));

  private static final Dialect.Sql PLACED =
      Dialect.sql(
          dialect ->
              """
              select i.*, r.account, r.region, r.name
                from image i
                join repository r on r.id = i.repository_id
               where i.id in (%s)
               order by i.id
              """
                  .formatted(dialect.integers("images")));

  private final Handle handle;
  private final Dialect dialect;

  ImageStorageTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /**
   * An image and where it is.
   *
   * @param repository its repository
   * @param image the image
   */
  public record Placed(RepositoryAddress repository, Image image) {}

  /**
   * Puts those of the images into the archive that are not there and that no index names which is
   * not there itself.
   *
   * @return the rows that changed
   */
  public List<Long> archive(long repositoryId, Collection<Long> imageIds, Instant at) {
    return counted(repositoryId, change(ARCHIVE, repositoryId, imageIds, at), 1);
  }

  /**
   * Begins to bring those of the images back that are archived, to be active at {@code due}.
   *
   * @return the rows that changed
   */
  public List<Long> activate(long repositoryId, Collection<Long> imageIds, Instant due) {
    return counted(repositoryId, change(ACTIVATE, repositoryId, imageIds, due), -1);
  }

  /**
   * Makes those of the images active that are on their way back.
   *
   * @return the rows that changed
   */
  public List<Long> activated(long repositoryId, Collection<Long> imageIds, Instant at) {
    return change(ACTIVATED, repositoryId, imageIds, at);
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

  /** The images with those rows, in the order of their first push. */
  public List<Placed> placed(Collection<Long> imageIds) {
    return handle
        .createQuery(PLACED.in(dialect))
        .bind("images", Dialect.list(imageIds))
        .map((row, _) -> new Placed(RepositoryTable.address(row), ImageTable.image(row)))
        .list();
  }

  /** The rows of the images that the indexes among these name. */
  public List<Long> children(Collection<Long> imageIds) {
    return handle
        .createQuery(CHILDREN.in(dialect))
        .bind("images", Dialect.list(imageIds))
        .mapTo(Long.class)
        .list();
  }

  private List<Long> change(
      Dialect.Sql statement, long repositoryId, Collection<Long> imageIds, Instant at) {
    return handle
        .createQuery(statement.in(dialect))
        .bind("repository", repositoryId)
        .bind("images", Dialect.list(imageIds))
        .bind("at", Micros.of(at))
        .mapTo(Long.class)
        .list();
  }

  private List<Long> counted(long repositoryId, List<Long> changed, int by) {
    if (!changed.isEmpty()) {
      handle
          .createUpdate(COUNT)
          .bind("repository", repositoryId)
          .bind("change", (long) by * changed.size())
          .execute();
    }
    return changed;
  }
}
