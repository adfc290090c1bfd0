package dev.berth.metadata;

import dev.berth.model.Blob;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What the end of an entry frees at once, without a grace and without regard to what was promised
 * in its repository: the steps of one transaction, in this order. A blob stays that a living image
 * names, that another repository links, that another deleted image names, or that was uploaded to
 * the repository again after the deletion.
 */
public final class PurgeQueries {
  private static final String BLOBS_OF_ENTRY =
      """
      select e.blob_id
        from trashed_image t
        join trashed_image_blob e on e.image_id = t.id
       where t.entry_id = :entry
      """;

  private static final String UNLINK =
      """
      delete from blob_link
       where repository_id = :repository
         and blob_id in (%s)
         and not exists (select 1
                           from image_blob e
                          where e.repository_id = blob_link.repository_id
                            and e.blob_id = blob_link.blob_id)
         and not exists (select 1
                           from upload u
                           join blob b on b.digest = u.finished_digest
                          where u.repository_id = blob_link.repository_id
                            and b.id = blob_link.blob_id
                            and u.finished_at > :deletedAt)
      """
          .formatted(BLOBS_OF_ENTRY);

  private static final String CONDEMN =
      """
      insert into condemned (key, not_before, why, size, account, region, digest)
      select b.key, 0, 'PURGED', b.size, b.account, b.region, b.digest
        from blob b
       where b.id in (%s)
         and not exists (select 1
                           from blob_link l
                          where l.blob_id = b.id)
         and not exists (select 1
                           from trashed_image_blob e
                           join trashed_image t on t.id = e.image_id
                          where e.blob_id = b.id
                            and t.entry_id <> :entry)
      on conflict (key) do update
         set not_before = 0,
             why = 'PURGED'
      """
          .formatted(BLOBS_OF_ENTRY);

  /** No blob has the bytes of any other purge: they lost it in the same transaction. */
  private static final String PURGED =
      """
      select key
        from condemned
       where not_before = 0
         and why = 'PURGED'
      """;

  private static final String FREED =
      """
      select *
        from blob
       where key in (%s)
       order by id
       limit :limit
      """
          .formatted(PURGED);

  private static final String SUM_FREED =
      """
      select count(*), coalesce(sum(size), 0)
        from blob
       where key in (%s)
      """
          .formatted(PURGED);

  /** Copies that uploads brought of what was there already, and what the same blob was before. */
  private static final String CONDEMN_COPIES =
      """
      update condemned
         set not_before = 0,
             why = 'PURGED'
       where not_before > 0
         and exists (select 1
                       from condemned p
                      where p.digest = condemned.digest
                        and p.account = condemned.account
                        and p.region = condemned.region
                        and p.not_before = 0
                        and p.why = 'PURGED')
      """;

  private static final String HELD =
      """
      select *
        from blob
       where id in (%s)
         and key not in (%s)
       order by id
       limit :limit
      """
          .formatted(BLOBS_OF_ENTRY, PURGED);

  private static final String COUNT_HELD =
      """
      select count(*)
        from blob
       where id in (%s)
         and key not in (%s)
      """
          .formatted(BLOBS_OF_ENTRY, PURGED);

  private static final String REMOVE =
      """
      delete from blob
       where key in (%s)
      """
          .formatted(PURGED);

  private final Handle handle;

  PurgeQueries(Handle handle) {
    this.handle = handle;
  }

  /**
   * Blobs, and the first of them.
   *
   * @param count how many there are
   * @param bytes of all of them; 0 for those that stay
   * @param first in the order of their rows
   */
  public record Blobs(long count, long bytes, List<Blob> first) {
    public Blobs {
      first = List.copyOf(first);
    }
  }

  /** Takes the blobs of the entry out of its repository, as far as nobody needs them there. */
  public void unlink(long entry, long repositoryId, Instant deletedAt) {
    handle
        .createUpdate(UNLINK)
        .bind("entry", entry)
        .bind("repository", repositoryId)
        .bind("deletedAt", Micros.of(deletedAt))
        .execute();
  }

  /** Condemns the bytes of those that nobody else holds, to go now, with every copy of them. */
  public Blobs condemn(long entry, int limit) {
    handle.createUpdate(CONDEMN).bind("entry", entry).execute();
    handle.createUpdate(CONDEMN_COPIES).execute();
    List<Blob> first = blobs(handle.createQuery(FREED), limit);
    return handle
        .createQuery(SUM_FREED)
        .map((row, _) -> new Blobs(row.getLong(1), row.getLong(2), first))
        .one();
  }

  /** Those of the entry that stay. */
  public Blobs held(long entry, int limit) {
    List<Blob> first = blobs(handle.createQuery(HELD).bind("entry", entry), limit);
    long count = handle.createQuery(COUNT_HELD).bind("entry", entry).mapTo(Long.class).one();
    return new Blobs(count, 0, first);
  }

  /** Removes the rows of those that were condemned, after the entry has lost its images. */
  public void remove() {
    handle.createUpdate(REMOVE).execute();
  }

  private static List<Blob> blobs(Query query, int limit) {
    return query.bind("limit", limit).map((row, _) -> BlobTable.blob(row)).list();
  }
}
