package dev.berth.metadata;

import dev.berth.model.Blob;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Reclaimed;
import dev.berth.model.RegistryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The keys of bytes that no row needs any more, and when they may be removed (invariant I4). */
public final class CondemnedTable {
  private static final String ADD =
      """
      insert into condemned (key, not_before, why, size, account, region, digest)
      values (:key, :notBefore, :why, :size, :account, :region, :digest)
      on conflict (key) do update
         set not_before = excluded.not_before
       where condemned.not_before < excluded.not_before
      """;

  private static final String ADD_OPEN_UPLOADS =
      """
      insert into condemned (key, not_before, why)
      select key, 0, 'UPLOAD_OF_DELETED_REPOSITORY'
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

  private static final String PURGED =
      """
      select c.key
        from condemned c
       where c.not_before = 0
         and c.why = 'PURGED'
         and c.key > :after
         and not exists (select 1
                           from blob b
                          where b.key = c.key)
       order by c.key
       limit :limit
      """;

  private static final String REMOVE =
      """
      delete from condemned
       where key = :key
      returning why
      """;

  private static final String WAITING =
      """
      select why,
             count(*) as items,
             coalesce(sum(size), 0) as bytes,
             sum(case when size is null then 1 else 0 end) as unmeasured,
             min(not_before) as first_due,
             max(not_before) as last_due
        from condemned
       group by why
       order by why
      """;

  private static final String OF_DIGEST =
      """
      select why, size, not_before
        from condemned
       where digest = :digest
         and account = :account
         and region = :region
       order by not_before, key
       limit :limit
      """;

  private final Handle handle;

  CondemnedTable(Handle handle) {
    this.handle = handle;
  }

  /**
   * Bytes that wait for their end.
   *
   * @param why they go
   * @param items how many keys
   * @param bytes of those whose size is known
   * @param unmeasured how many keys have a size that nobody has noted
   * @param firstDue when the first of them may go
   * @param lastDue when the last of them may go
   */
  public record Waiting(
      Reclaimed why, long items, long bytes, long unmeasured, Instant firstDue, Instant lastDue) {}

  /**
   * Bytes that were a blob.
   *
   * @param why they go
   * @param size in bytes, when it is known
   * @param due when they may go
   */
  public record Former(Reclaimed why, OptionalLong size, Instant due) {}

  /**
   * Condemns bytes whose size nobody has noted; of two times for one key the later holds.
   *
   * @param why they go
   */
  public void add(BlobKey key, Instant notBefore, Reclaimed why) {
    add(key, notBefore).bind("why", why.name()).bind("size", (Long) null).execute();
  }

  /** The same of bytes whose size is known. */
  public void add(BlobKey key, Instant notBefore, Reclaimed why, long size) {
    add(key, notBefore).bind("why", why.name()).bind("size", size).execute();
  }

  /** Condemns what a blob was that no repository holds. */
  void addBlob(RegistryId registry, Blob blob, Instant notBefore) {
    addCopy(registry, blob, blob.key(), notBefore, Reclaimed.UNLINKED_BLOB);
  }

  /**
   * Condemns bytes that are those of a blob.
   *
   * @param blob that has the same bytes, under this key or another
   */
  public void addCopy(
      RegistryId registry, Blob blob, BlobKey key, Instant notBefore, Reclaimed why) {
    update(key, notBefore)
        .bind("why", why.name())
        .bind("size", blob.size())
        .bind("account", registry.account().value())
        .bind("region", registry.region().value())
        .bind("digest", blob.digest().toString())
        .execute();
  }

  private Update add(BlobKey key, Instant notBefore) {
    return update(key, notBefore)
        .bind("account", (String) null)
        .bind("region", (String) null)
        .bind("digest", (String) null);
  }

  private Update update(BlobKey key, Instant notBefore) {
    return handle
        .createUpdate(ADD)
        .bind("key", key.toString())
        .bind("notBefore", Micros.of(notBefore));
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

  /**
   * The keys of what was purged, which may go whatever time it is, in their order.
   *
   * @param after the last one seen
   */
  public List<BlobKey> purged(Optional<BlobKey> after, int limit) {
    return handle
        .createQuery(PURGED)
        .bind("after", after.map(BlobKey::toString).orElse(""))
        .bind("limit", limit)
        .map((row, _) -> BlobKey.parse(row.getString(1)))
        .list();
  }

  /**
   * Forgets the key, after its bytes are gone.
   *
   * @return why they went; empty when it was not condemned
   */
  public Optional<Reclaimed> remove(BlobKey key) {
    return handle
        .createQuery(REMOVE)
        .bind("key", key.toString())
        .map((row, _) -> why(row))
        .findOne();
  }

  /** How much waits, in one line for each reason. Reads the whole table. */
  public List<Waiting> waiting() {
    return handle
        .createQuery(WAITING)
        .map(
            (row, _) ->
                new Waiting(
                    why(row),
                    row.getLong("items"),
                    row.getLong("bytes"),
                    row.getLong("unmeasured"),
                    Micros.at(row.getLong("first_due")),
                    Micros.at(row.getLong("last_due"))))
        .list();
  }

  /** What blobs of that digest left behind, the first due first. */
  public List<Former> of(RegistryId registry, Digest digest, int limit) {
    return handle
        .createQuery(OF_DIGEST)
        .bind("digest", digest.toString())
        .bind("account", registry.account().value())
        .bind("region", registry.region().value())
        .bind("limit", limit)
        .map((row, _) -> new Former(why(row), size(row), Micros.at(row.getLong("not_before"))))
        .list();
  }

  private static OptionalLong size(ResultSet row) throws SQLException {
    long size = row.getLong("size");
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(size);
  }

  private static Reclaimed why(ResultSet row) throws SQLException {
    String why = row.getString("why");
    return why == null ? Reclaimed.UNKNOWN : Reclaimed.valueOf(why);
  }
}
