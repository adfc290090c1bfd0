package dev.berth.metadata;

import dev.berth.model.BlobKey;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The keys of bytes that no row needs any more, and when they may be removed (invariant I4). */
public final class CondemnedTable {
  private static final String ADD =
      """
      insert into condemned (key, not_before)
      values (:key, :notBefore)
      on conflict (key) do update
         set not_before = excluded.not_before
       where condemned.not_before < excluded.not_before
      """;

  private static final String ADD_OPEN_UPLOADS =
      """
      insert into condemned (key, not_before)
      select key, 0
        from upload
       where repository_id = :repository
         and finished_at is null
      on conflict do nothing
      """;

  private static final String DUE =
      """
      select c.key
        from condemned c
       where c.not_before <= :now
         and not exists (select 1
                           from blob b
                          where b.key = c.key)
       order by c.not_before, c.key
       limit :limit
      """;

  private static final String REMOVE =
      """
      delete from condemned
       where key = :key
      """;

  private final Handle handle;

  CondemnedTable(Handle handle) {
    this.handle = handle;
  }

  /** Condemns the bytes; of two times for one key the later holds. */
  public void add(BlobKey key, Instant notBefore) {
    handle
        .createUpdate(ADD)
        .bind("key", key.toString())
        .bind("notBefore", Micros.of(notBefore))
        .execute();
  }

  /**
   * Condemns at once what the repository's open uploads received: nobody was ever sent to those
   * bytes.
   */
  void addOpenUploadsOf(long repositoryId) {
    handle.createUpdate(ADD_OPEN_UPLOADS).bind("repository", repositoryId).execute();
  }

  /**
   * The keys whose bytes may go now, the longest due first. One that a blob has is never due,
   * whatever mistake condemned it: {@code berth fsck} tells of it.
   */
  public List<BlobKey> due(Instant now, int limit) {
    return handle
        .createQuery(DUE)
        .bind("now", Micros.of(now))
        .bind("limit", limit)
        .map((row, _) -> BlobKey.parse(row.getString(1)))
        .list();
  }

  /** Forgets the key, after its bytes are gone. */
  public void remove(BlobKey key) {
    handle.createUpdate(REMOVE).bind("key", key.toString()).execute();
  }
}
