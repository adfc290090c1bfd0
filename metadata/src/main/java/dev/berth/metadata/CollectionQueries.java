package dev.berth.metadata;

import dev.berth.model.Blob;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What collection asks and removes (invariant I4): links that no manifest names and whose lease is
 * over, then blobs that no repository links and no deleted image holds.
 *
 * <p>Reads look at one stretch of a table at a time, so that no snapshot is held for long however
 * large the table is. Removals ask everything again: what came between stays, and a foreign key
 * refuses what an isolation level could miss.
 */
public final class CollectionQueries {
  private static final String END_OF_LINKS =
      """
      select repository_id, blob_id
        from blob_link
       where (repository_id, blob_id) > (:repository, :blob)
       order by repository_id, blob_id
       limit 1
      offset :skip
      """;

  private static final String UNREFERENCED_LINKS =
      """
      select l.repository_id, l.blob_id
        from blob_link l
       where (l.repository_id, l.blob_id) > (:repository, :blob)
         and (l.repository_id, l.blob_id) <= (:lastRepository, :lastBlob)
         and l.leased_at < :leasedBefore
         and not exists (select 1
                           from image_blob e
                          where e.repository_id = l.repository_id
                            and e.blob_id = l.blob_id)
       order by l.repository_id, l.blob_id
      """;

  private static final String UNLINK =
      """
      delete from blob_link
       where repository_id = :repository
         and blob_id = :blob
         and leased_at < :leasedBefore
         and not exists (select 1
                           from image_blob e
                          where e.repository_id = blob_link.repository_id
                            and e.blob_id = blob_link.blob_id)
      """;

  private static final String END_OF_BLOBS =
      """
      select id
        from blob
       where id > :after
       order by id
       limit 1
      offset :skip
      """;

  private static final String UNLINKED_BLOBS =
      """
      select b.id
        from blob b
       where b.id > :after
         and b.id <= :last
         and not exists (select 1
                           from blob_link l
                          where l.blob_id = b.id)
         and not exists (select 1
                           from trashed_image_blob e
                          where e.blob_id = b.id)
       order by b.id
      """;

  private static final String REMOVE_BLOB =
      """
      delete from blob
       where id = :blob
         and not exists (select 1
                           from blob_link l
                          where l.blob_id = blob.id)
         and not exists (select 1
                           from trashed_image_blob e
                          where e.blob_id = blob.id)
      returning *
      """;

  private final Handle handle;

  CollectionQueries(Handle handle) {
    this.handle = handle;
  }

  /**
   * That a repository holds a blob.
   *
   * @param repositoryId the row of the repository
   * @param blobId the row of the blob
   */
  public record Link(long repositoryId, long blobId) {
    private static final Link BEFORE_ALL = new Link(0, 0);
    private static final Link AFTER_ALL = new Link(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  private record Removed(RegistryId registry, Blob blob) {}

  /**
   * Links that no manifest names and that were last leased before an instant.
   *
   * @param request how many links to look at, of which often none is found; the next page starts
   *     after the last one looked at
   */
  public Page<Link, Link> unreferenced(Page.Request<Link> request, Instant leasedBefore) {
    Link after = request.after().orElse(Link.BEFORE_ALL);
    Optional<Link> end =
        link(handle.createQuery(END_OF_LINKS), after)
            .bind("skip", request.limit() - 1L)
            .map((row, _) -> new Link(row.getLong(1), row.getLong(2)))
            .findOne();
    Link last = end.orElse(Link.AFTER_ALL);
    List<Link> found =
        link(handle.createQuery(UNREFERENCED_LINKS), after)
            .bind("lastRepository", last.repositoryId())
            .bind("lastBlob", last.blobId())
            .bind("leasedBefore", Micros.of(leasedBefore))
            .map((row, _) -> new Link(row.getLong(1), row.getLong(2)))
            .list();
    return new Page<>(found, end);
  }

  /** Removes the link if it is still as {@link #unreferenced} found it; else false. */
  public boolean unlink(Link link, Instant leasedBefore) {
    return link(handle.createUpdate(UNLINK), link)
            .bind("leasedBefore", Micros.of(leasedBefore))
            .execute()
        > 0;
  }

  /**
   * Blobs that no repository links and no deleted image holds, by the ids of their rows.
   *
   * @param request how many blobs to look at, as for {@link #unreferenced}
   */
  public Page<Long, Long> unlinked(Page.Request<Long> request) {
    long after = request.after().orElse(0L);
    Optional<Long> end =
        handle
            .createQuery(END_OF_BLOBS)
            .bind("after", after)
            .bind("skip", request.limit() - 1L)
            .mapTo(Long.class)
            .findOne();
    List<Long> found =
        handle
            .createQuery(UNLINKED_BLOBS)
            .bind("after", after)
            .bind("last", end.orElse(Long.MAX_VALUE))
            .mapTo(Long.class)
            .list();
    return new Page<>(found, end);
  }

  /**
   * Removes the row of the blob if no repository links it and no deleted image holds it, and
   * condemns its bytes, together.
   *
   * @param bytesNotBefore when the bytes may go
   * @return the blob as it was; empty when it is held or gone
   */
  public Optional<Blob> remove(long blobId, Instant bytesNotBefore) {
    return handle
        .createQuery(REMOVE_BLOB)
        .bind("blob", blobId)
        .map((row, _) -> new Removed(RepositoryTable.registry(row), BlobTable.blob(row)))
        .findOne()
        .map(
            removed -> {
              new CondemnedTable(handle)
                  .addBlob(removed.registry(), removed.blob(), bytesNotBefore);
              return removed.blob();
            });
  }

  private static <S extends SqlStatement<S>> S link(S statement, Link link) {
    return statement.bind("repository", link.repositoryId()).bind("blob", link.blobId());
  }
}
