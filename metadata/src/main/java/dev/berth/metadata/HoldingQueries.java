package dev.berth.metadata;

import dev.berth.model.Arn;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryName;
import dev.berth.model.TrashId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Who holds a digest in a registry, for {@code berth explain}. Nothing on the way of a request. */
public final class HoldingQueries {
  private static final String BLOBS =
      """
      select *
        from blob
       where account = :account
         and region = :region
         and digest = :digest
       order by sharing_key
      """;

  private static final String LINKS =
      """
      select r.id, r.name, l.leased_at,
             (select count(*)
                from image_blob e
               where e.repository_id = l.repository_id
                 and e.blob_id = l.blob_id) as images
        from blob_link l
        join repository r on r.id = l.repository_id
       where l.blob_id = :blob
       order by r.name
       limit :limit
      """;

  private static final String COUNT_LINKS =
      """
      select count(*)
        from blob_link
       where blob_id = :blob
      """;

  private static final String NAMING =
      """
      select i.*
        from image_blob e
        join image i on i.id = e.image_id
       where e.repository_id = :repository
         and e.blob_id = :blob
       order by i.id
       limit :limit
      """;

  private static final String IMAGES =
      """
      select i.*, r.name as repository_name, o.since as orphaned_since,
             (select count(*)
                from image_child c
               where c.parent_id = i.id) as children
        from repository r
        join image i
          on i.repository_id = r.id
         and i.digest = :digest
        left join orphaned_referrer o on o.image_id = i.id
       where r.account = :account
         and r.region = :region
       order by r.name
       limit :limit
      """;

  private static final String REFERRERS =
      """
      select digest
        from image
       where repository_id = :repository
         and subject = :subject
       order by id
       limit :limit
      """;

  private static final String UPLOADS =
      """
      select r.name, u.started_by, u.finished_at
        from upload u
        join repository r on r.id = u.repository_id
       where u.finished_at is not null
         and u.finished_digest = :digest
         and r.account = :account
         and r.region = :region
       order by u.finished_at
       limit :limit
      """;

  private static final String DELETED_NAMING =
      """
      select n.name, n.repository, t.digest, n.deleted_at, n.expires_at
        from trashed_image_blob e
        join trashed_image t on t.id = e.image_id
        join trash_entry n on n.id = t.entry_id
       where e.blob_id = :blob
         and not n.ended
       order by n.id, t.id
       limit :limit
      """;

  private static final String DELETED_IMAGES =
      """
      select n.name, n.repository, t.digest, n.deleted_at, n.expires_at
        from trashed_image t
        join trash_entry n on n.id = t.entry_id
       where t.digest = :digest
         and n.account = :account
         and n.region = :region
         and not n.ended
       order by n.id, t.id
       limit :limit
      """;

  private final Handle handle;

  HoldingQueries(Handle handle) {
    this.handle = handle;
  }

  /**
   * A repository that holds a blob.
   *
   * @param repositoryId its row
   * @param repository its name
   * @param leasedAt when a client was last promised the blob there, or the last image that named it
   *     was deleted
   * @param images how many of its images name the blob
   */
  public record Holder(
      long repositoryId, RepositoryName repository, Instant leasedAt, long images) {}

  /**
   * An image under the digest.
   *
   * @param repository its repository
   * @param image itself
   * @param children how many images it names
   * @param orphanedSince since when its subject is gone, when that was deleted
   */
  public record HeldImage(
      RepositoryName repository, Image image, long children, Optional<Instant> orphanedSince) {}

  /**
   * An upload that was closed with the digest within the last hour.
   *
   * @param repository where
   * @param startedBy who
   * @param finishedAt when
   */
  public record FinishedUpload(RepositoryName repository, Arn startedBy, Instant finishedAt) {}

  /**
   * An image that can be brought back.
   *
   * @param entry with which
   * @param repository where it was
   * @param image its digest
   * @param deletedAt when it was deleted
   * @param until when it is gone for good
   */
  public record DeletedImage(
      TrashId entry, RepositoryName repository, Digest image, Instant deletedAt, Instant until) {}

  /** The blobs of that digest: one for each encryption key of the registry. */
  public List<Blob> blobs(RegistryId registry, Digest digest) {
    return in(handle.createQuery(BLOBS), registry, digest)
        .map((row, _) -> BlobTable.blob(row))
        .list();
  }

  /** The repositories that hold the blob, by name. */
  public List<Holder> holders(long blobId, int limit) {
    return handle
        .createQuery(LINKS)
        .bind("blob", blobId)
        .bind("limit", limit)
        .map(
            (row, _) ->
                new Holder(
                    row.getLong(1),
                    new RepositoryName(row.getString(2)),
                    Micros.at(row.getLong(3)),
                    row.getLong(4)))
        .list();
  }

  /** How many repositories hold the blob. */
  public long countHolders(long blobId) {
    return handle.createQuery(COUNT_LINKS).bind("blob", blobId).mapTo(Long.class).one();
  }

  /** The images of the repository that name the blob, the oldest first. */
  public List<Image> naming(long repositoryId, long blobId, int limit) {
    return handle
        .createQuery(NAMING)
        .bind("repository", repositoryId)
        .bind("blob", blobId)
        .bind("limit", limit)
        .map((row, _) -> ImageTable.image(row))
        .list();
  }

  /** The images under that digest, by repository. */
  public List<HeldImage> images(RegistryId registry, Digest digest, int limit) {
    return in(handle.createQuery(IMAGES), registry, digest)
        .bind("limit", limit)
        .map(
            (row, _) -> {
              long orphaned = row.getLong("orphaned_since");
              Optional<Instant> since =
                  row.wasNull() ? Optional.empty() : Optional.of(Micros.at(orphaned));
              return new HeldImage(
                  new RepositoryName(row.getString("repository_name")),
                  ImageTable.image(row),
                  row.getLong("children"),
                  since);
            })
        .list();
  }

  /** The deleted images that name the blob, the first deleted first. */
  public List<DeletedImage> deletedNaming(long blobId, int limit) {
    return handle
        .createQuery(DELETED_NAMING)
        .bind("blob", blobId)
        .bind("limit", limit)
        .map((row, _) -> deleted(row))
        .list();
  }

  /** The deleted images under that digest, the first deleted first. */
  public List<DeletedImage> deletedImages(RegistryId registry, Digest digest, int limit) {
    return in(handle.createQuery(DELETED_IMAGES), registry, digest)
        .bind("limit", limit)
        .map((row, _) -> deleted(row))
        .list();
  }

  private static DeletedImage deleted(ResultSet row) throws SQLException {
    return new DeletedImage(
        new TrashId(row.getString(1)),
        new RepositoryName(row.getString(2)),
        Digest.parse(row.getString(3)),
        Micros.at(row.getLong(4)),
        Micros.at(row.getLong(5)));
  }

  /** The images whose subject is that digest, the oldest first. */
  public List<Digest> referrers(long repositoryId, Digest subject, int limit) {
    return handle
        .createQuery(REFERRERS)
        .bind("repository", repositoryId)
        .bind("subject", subject.toString())
        .bind("limit", limit)
        .map((row, _) -> Digest.parse(row.getString(1)))
        .list();
  }

  /** Uploads that were closed with that digest and are not forgotten yet, the oldest first. */
  public List<FinishedUpload> uploads(RegistryId registry, Digest digest, int limit) {
    return in(handle.createQuery(UPLOADS), registry, digest)
        .bind("limit", limit)
        .map(
            (row, _) ->
                new FinishedUpload(
                    new RepositoryName(row.getString(1)),
                    Arn.parse(row.getString(2)),
                    Micros.at(row.getLong(3))))
        .list();
  }

  private static <S extends SqlStatement<S>> S in(S statement, RegistryId registry, Digest digest) {
    return RepositoryTable.in(statement, registry).bind("digest", digest.toString());
  }
}
