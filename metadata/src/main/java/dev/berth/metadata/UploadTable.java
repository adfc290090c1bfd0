package dev.berth.metadata;

import dev.berth.model.Arn;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Upload;
import dev.berth.model.UploadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Uploads, open and just finished. The row is there before the first byte is written under its key
 * (invariant I2).
 */
public final class UploadTable {
  private static final String INSERT =
      """
      insert into upload
             (id, repository_id, key, started_by, created_at, last_active_at,
              part_count, part_bytes, part_smallest_but_last, part_last, finished_digest, finished_at)
      values (:id, :repository, :key, :startedBy, :createdAt, :lastActiveAt,
              :count, :bytes, :smallest, :last, :digest, :finishedAt)
      """;

  private static final String FIND =
      """
      select *
        from upload
       where id = :id
         and repository_id = :repository
      """;

  private static final String TOUCH_TO_LOCK =
      """
      update upload
         set created_at = created_at
       where id = :id
         and repository_id = :repository
      """;

  private static final String RECORD_PART =
      """
      update upload
         set part_count = :count,
             part_bytes = :bytes,
             part_smallest_but_last = :smallest,
             part_last = :last,
             last_active_at = :at
       where id = :id
      """;

  private static final String TOUCH =
      """
      update upload
         set last_active_at = :at
       where id = :id
      """;

  private static final String FINISH =
      """
      update upload
         set finished_digest = :digest,
             finished_at = :at,
             last_active_at = :at
       where id = :id
      """;

  private static final String DELETE =
      """
      delete from upload
       where id = :id
      """;

  private static final String IDLE_BEFORE =
      """
      select *
        from upload
       where finished_at is null
         and last_active_at < :idle
       order by last_active_at
       limit :limit
      """;

  private static final String FINISHED_BEFORE =
      """
      select *
        from upload
       where finished_at is not null
         and finished_at < :finished
       order by finished_at
       limit :limit
      """;

  private static final String COUNT_OPEN =
      """
      select count(*)
        from upload
       where repository_id = :repository
         and started_by = :startedBy
         and finished_at is null
      """;

  private static final String DELETE_OF_REPOSITORY =
      """
      delete from upload
       where repository_id = :repository
      """;

  private final Handle handle;
  private final Dialect dialect;

  UploadTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  public void insert(Upload upload) {
    handle
        .createUpdate(INSERT)
        .bind("id", upload.id().toString())
        .bind("repository", upload.repositoryId())
        .bind("key", upload.key().toString())
        .bind("startedBy", upload.startedBy().toString())
        .bind("createdAt", Micros.of(upload.createdAt()))
        .bind("lastActiveAt", Micros.of(upload.lastActiveAt()))
        .bind("count", upload.parts().count())
        .bind("bytes", upload.parts().bytes())
        .bind("smallest", upload.parts().smallestButLast())
        .bind("last", upload.parts().last())
        .bind("digest", upload.finished().map(end -> end.digest().toString()).orElse(null))
        .bind("finishedAt", upload.finished().map(end -> Micros.of(end.at())).orElse(null))
        .execute();
  }

  /** The upload, when it is good in that repository; finished ones too. */
  public Optional<Upload> find(long repositoryId, UploadId id) {
    return handle
        .createQuery(FIND)
        .bind("id", id.toString())
        .bind("repository", repositoryId)
        .map(UploadTable::upload)
        .findOne();
  }

  /**
   * The upload as {@link #find} gives it, locked until the transaction ends against others that
   * lock it.
   */
  public Optional<Upload> lock(long repositoryId, UploadId id) {
    if (dialect.writersOverlap()) {
      handle
          .createUpdate(TOUCH_TO_LOCK)
          .bind("id", id.toString())
          .bind("repository", repositoryId)
          .execute();
    }
    return find(repositoryId, id);
  }

  /** Replaces what is known of the parts, and marks the upload active. */
  public void recordPart(UploadId id, Upload.Parts parts, Instant at) {
    handle
        .createUpdate(RECORD_PART)
        .bind("id", id.toString())
        .bind("count", parts.count())
        .bind("bytes", parts.bytes())
        .bind("smallest", parts.smallestButLast())
        .bind("last", parts.last())
        .bind("at", Micros.of(at))
        .execute();
  }

  /** Marks the upload active. */
  public void touch(UploadId id, Instant at) {
    handle.createUpdate(TOUCH).bind("id", id.toString()).bind("at", Micros.of(at)).execute();
  }

  /**
   * Marks the upload closed with that digest. Its key then belongs to the blob, or was condemned by
   * the caller.
   */
  public void finish(UploadId id, Digest digest, Instant at) {
    handle
        .createUpdate(FINISH)
        .bind("id", id.toString())
        .bind("digest", digest.toString())
        .bind("at", Micros.of(at))
        .execute();
  }

  public void delete(UploadId id) {
    handle.createUpdate(DELETE).bind("id", id.toString()).execute();
  }

  /**
   * Open uploads last active before {@code idle}, then those closed before {@code finished}, the
   * oldest first.
   */
  public List<Upload> idleBefore(Instant idle, Instant finished, int limit) {
    List<Upload> found =
        handle
            .createQuery(IDLE_BEFORE)
            .bind("idle", Micros.of(idle))
            .bind("limit", limit)
            .map(UploadTable::upload)
            .list();
    handle
        .createQuery(FINISHED_BEFORE)
        .bind("finished", Micros.of(finished))
        .bind("limit", limit - found.size())
        .map(UploadTable::upload)
        .forEach(found::add);
    return found;
  }

  /** How many uploads the principal has open in the repository. */
  public long countOpen(long repositoryId, Arn startedBy) {
    return handle
        .createQuery(COUNT_OPEN)
        .bind("repository", repositoryId)
        .bind("startedBy", startedBy.toString())
        .mapTo(Long.class)
        .one();
  }

  /**
   * Removes every upload of the repository; the bytes of open ones are condemned, those of finished
   * ones are blobs.
   */
  void deleteOfRepository(long repositoryId) {
    new CondemnedTable(handle).addOpenUploadsOf(repositoryId);
    handle.createUpdate(DELETE_OF_REPOSITORY).bind("repository", repositoryId).execute();
  }

  static Upload upload(ResultSet row, StatementContext context) throws SQLException {
    String digest = row.getString("finished_digest");
    Optional<Upload.Finished> finished =
        digest == null
            ? Optional.empty()
            : Optional.of(
                new Upload.Finished(Digest.parse(digest), Micros.at(row.getLong("finished_at"))));
    return new Upload(
        UploadId.parse(row.getString("id")),
        row.getLong("repository_id"),
        BlobKey.parse(row.getString("key")),
        Arn.parse(row.getString("started_by")),
        Micros.at(row.getLong("created_at")),
        Micros.at(row.getLong("last_active_at")),
        new Upload.Parts(
            row.getInt("part_count"),
            row.getLong("part_bytes"),
            row.getLong("part_smallest_but_last"),
            row.getLong("part_last")),
        finished);
  }
}
