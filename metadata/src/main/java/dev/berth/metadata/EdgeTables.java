package dev.berth.metadata;

import dev.berth.model.Digest;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The edges from a manifest to the blobs and to the images that it names. Foreign keys at both ends
 * keep what is named for as long as it is named (invariant I4).
 */
final class EdgeTables {
  private static final Dialect.Sql INSERT_BLOBS =
      Dialect.sql(
          dialect ->
              """
              insert into image_blob (image_id, repository_id, blob_id)
              select distinct i.id, i.repository_id, e.value
                from image i
                join (%s) e on true
               where i.id = :image
              """
                  .formatted(dialect.integers("ends")));

  private static final Dialect.Sql INSERT_CHILDREN =
      Dialect.sql(
          dialect ->
              """
              insert into image_child (parent_id, repository_id, child_id)
              select distinct i.id, i.repository_id, e.value
                from image i
                join (%s) e on true
               where i.id = :image
              """
                  .formatted(dialect.integers("ends")));

  private static final String PARENTS =
      """
      select p.digest
        from image_child e
        join image p on p.id = e.parent_id
       where e.child_id = :image
       order by p.digest
       limit 100
      """;

  private static final String DELETE_BLOBS_OF_IMAGE =
      """
      delete from image_blob
       where image_id = :image
      """;

  private static final String DELETE_CHILDREN_OF_IMAGE =
      """
      delete from image_child
       where parent_id = :image
      """;

  private static final String DELETE_BLOBS_OF_REPOSITORY =
      """
      delete from image_blob
       where image_id in (select id
                            from image
                           where repository_id = :repository)
      """;

  private static final String DELETE_CHILDREN_OF_REPOSITORY =
      """
      delete from image_child
       where parent_id in (select id
                             from image
                            where repository_id = :repository)
      """;

  private final Handle handle;
  private final Dialect dialect;

  EdgeTables(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  void insert(long imageId, Collection<Long> blobIds, Collection<Long> childImageIds) {
    insert(INSERT_BLOBS, imageId, blobIds);
    insert(INSERT_CHILDREN, imageId, childImageIds);
  }

  private void insert(Dialect.Sql statement, long imageId, Collection<Long> ends) {
    if (!ends.isEmpty()) {
      handle
          .createUpdate(statement.in(dialect))
          .bind("image", imageId)
          .bind("ends", Dialect.list(ends))
          .execute();
    }
  }

  List<Digest> parents(long imageId) {
    return handle
        .createQuery(PARENTS)
        .bind("image", imageId)
        .map((row, _) -> Digest.parse(row.getString(1)))
        .list();
  }

  /** Removes the edges that begin at the image; those that end there stay, and keep it. */
  void deleteOfImage(long imageId) {
    handle.createUpdate(DELETE_BLOBS_OF_IMAGE).bind("image", imageId).execute();
    handle.createUpdate(DELETE_CHILDREN_OF_IMAGE).bind("image", imageId).execute();
  }

  void deleteOfRepository(long repositoryId) {
    handle.createUpdate(DELETE_BLOBS_OF_REPOSITORY).bind("repository", repositoryId).execute();
    handle.createUpdate(DELETE_CHILDREN_OF_REPOSITORY).bind("repository", repositoryId).execute();
  }
}
