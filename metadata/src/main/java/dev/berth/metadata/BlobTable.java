package dev.berth.metadata;

import dev.berth.model.Blob;
import dev.berth.model.BlobFormat;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Blobs, one row for each registry, sharing key and digest, and the links by which repositories
 * reach them.
 *
 * <p>A link that no manifest names is a lease: it is kept for a grace after it was last promised to
 * a client (invariant I4).
 */
public final class BlobTable {
  private static final String FIND =
      """
      select *
        from blob
       where account = :account
         and region = :region
         and sharing_key = :sharingKey
         and digest = :digest
      """;

  private static final String INSERT =
      """
      insert into blob (account, region, sharing_key, digest, size, key, format)
      values (:account, :region, :sharingKey, :digest, :size, :key, :format)
      returning *
      """;

  private static final String LINKED_ONE =
      """
      select b.*
        from repository r
        join blob b
          on b.account = r.account
         and b.region = r.region
         and b.sharing_key = coalesce(r.kms_key, '')
         and b.digest = ?
        join blob_link l
          on l.repository_id = r.id
         and l.blob_id = b.id
       where r.id = ?
      """;

  private static final Dialect.Sql LINKED =
      Dialect.sql(
          dialect ->
              """
              select b.*
                from repository r
                join blob b
                  on b.account = r.account
                 and b.region = r.region
                 and b.sharing_key = coalesce(r.kms_key, '')
                 and b.digest in (%s)
                join blob_link l
                  on l.repository_id = r.id
                 and l.blob_id = b.id
               where r.id = :repository
              """
                  .formatted(dialect.texts("digests")));

  private static final String LINK =
      """
      insert into blob_link (repository_id, blob_id, leased_at)
      values (:repository, :blob, :leasedAt)
      on conflict (repository_id, blob_id) do update
         set leased_at = excluded.leased_at
       where blob_link.leased_at < excluded.leased_at
      """;

  private static final String LEASED_AT =
      """
      select leased_at
        from blob_link
       where repository_id = ?
         and blob_id = ?
      """;

  private static final String RENEW_LEASE =
      """
      update blob_link
         set leased_at = :now
       where repository_id = :repository
         and blob_id = :blob
         and leased_at < :onlyIfBefore
      """;

  private static final String RENEW_LEASES_OF =
      """
      update blob_link
         set leased_at = :now
       where leased_at < :now
         and (repository_id, blob_id) in (select repository_id, blob_id
                                            from image_blob
                                           where image_id = :image)
      """;

  private static final String IS_REFERENCED =
      """
      select 1
        from image_blob
       where repository_id = ?
         and blob_id = ?
       limit 1
      """;

  private static final Dialect.Sql ONLY_ARCHIVED =
      Dialect.sql(
          dialect ->
              """
              select image_blob.blob_id
                from image_blob
                join image
                  on image.id = image_blob.image_id
               where image_blob.blob_id in (%s)
                 and image_blob.repository_id = :repository
               group by image_blob.blob_id
              having min(case image.status when 'ARCHIVED' then 1 else 0 end) = 1
              """
                  .formatted(dialect.integers("blobs")));

  private static final String UNLINK =
      """
      delete from blob_link
       where repository_id = :repository
         and blob_id = :blob
         and not exists (select 1
                           from image_blob e
                          where e.repository_id = blob_link.repository_id
                            and e.blob_id = blob_link.blob_id)
      """;

  private static final String UNLINK_OF_REPOSITORY =
      """
      delete from blob_link
       where repository_id = :repository
      """;

  private static final String HOLDERS =
      """
      select r.account, r.region, r.name
        from blob b
        join blob_link l on l.blob_id = b.id
        join repository r on r.id = l.repository_id
       where b.account = :account
         and b.region = :region
         and b.sharing_key = :sharingKey
         and b.digest = :digest
       order by l.repository_id
       limit :limit
      """;

  private static final String HOLDERS_UNDER =
      """
      select r.account, r.region, r.name
        from blob b
        join repository r
          on r.account = b.account
         and r.region = b.region
         and r.name >= :first
         and r.name < :beyond
        join blob_link l
          on l.repository_id = r.id
         and l.blob_id = b.id
       where b.account = :account
         and b.region = :region
         and b.sharing_key = :sharingKey
         and b.digest = :digest
       order by l.repository_id
       limit :limit
      """;

  private final Handle handle;
  private final Dialect dialect;

  BlobTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /** The blob, whether or not a repository links it. */
  public Optional<Blob> find(RegistryId registry, String sharingKey, Digest digest) {
    return named(handle.createQuery(FIND), registry, sharingKey, digest)
        .map((row, _) -> blob(row))
        .findOne();
  }

  /** Makes verified bytes a blob. That it is not there yet was asked in the same transaction. */
  public Blob insert(
      RegistryId registry,
      String sharingKey,
      Digest digest,
      long size,
      BlobKey key,
      BlobFormat format) {
    return named(handle.createQuery(INSERT), registry, sharingKey, digest)
        .bind("size", size)
        .bind("key", key.toString())
        .bind("format", format.name())
        .map((row, _) -> blob(row))
        .one();
  }

  /** The blob, when the repository links it. */
  public Optional<Blob> linked(long repositoryId, Digest digest) {
    return DirectQueries.first(
        handle, LINKED_ONE, BlobTable::blob, digest.toString(), repositoryId);
  }

  /** Those of the blobs that the repository links. */
  public Map<Digest, Blob> linked(long repositoryId, Collection<Digest> digests) {
    Map<Digest, Blob> found = new HashMap<>();
    handle
        .createQuery(LINKED.in(dialect))
        .bind("repository", repositoryId)
        .bind("digests", Dialect.list(digests))
        .map((row, _) -> blob(row))
        .forEach(blob -> found.put(blob.digest(), blob));
    return found;
  }

  /** Links the blob to the repository; a link that is there has its lease renewed. */
  public void link(long repositoryId, long blobId, Instant leasedAt) {
    link(handle.createUpdate(LINK), repositoryId, blobId)
        .bind("leasedAt", Micros.of(leasedAt))
        .execute();
  }

  /** When the link was last promised to a client; empty when there is no link. */
  public Optional<Instant> leasedAt(long repositoryId, long blobId) {
    return DirectQueries.first(
        handle, LEASED_AT, row -> Micros.at(row.getLong(1)), repositoryId, blobId);
  }

  /**
   * Renews the lease to {@code now} when it is older than {@code onlyIfBefore}. True when the link
   * is there, renewed or fresh; false when it is not, and the client must be told that the blob is
   * absent. Ask {@link #leasedAt} in a read first: a fresh lease needs no write.
   */
  public boolean renewLease(long repositoryId, long blobId, Instant now, Instant onlyIfBefore) {
    int renewed =
        link(handle.createUpdate(RENEW_LEASE), repositoryId, blobId)
            .bind("now", Micros.of(now))
            .bind("onlyIfBefore", Micros.of(onlyIfBefore))
            .execute();
    return renewed > 0 || leasedAt(repositoryId, blobId).isPresent();
  }

  /**
   * Renews the lease of every blob that the image's manifest names, because it is about to be
   * deleted: a blob is kept for the grace after the loss of its last reference (invariant I4).
   */
  public void renewLeasesOf(long imageId, Instant now) {
    handle
        .createUpdate(RENEW_LEASES_OF)
        .bind("image", imageId)
        .bind("now", Micros.of(now))
        .execute();
  }

  /** Whether a manifest of the repository names the blob. */
  public boolean isReferenced(long repositoryId, long blobId) {
    return DirectQueries.first(handle, IS_REFERENCED, row -> row.getLong(1), repositoryId, blobId)
        .isPresent();
  }

  /** Those of the blobs that images of the repository name, all of which are archived. */
  public Set<Long> onlyArchived(long repositoryId, Collection<Long> blobIds) {
    return handle
        .createQuery(ONLY_ARCHIVED.in(dialect))
        .bind("repository", repositoryId)
        .bind("blobs", Dialect.list(blobIds))
        .mapTo(Long.class)
        .set();
  }

  /**
   * Removes the link. False when a manifest of the repository names the blob, or there was no link.
   */
  public boolean unlink(long repositoryId, long blobId) {
    return link(handle.createUpdate(UNLINK), repositoryId, blobId).execute() > 0;
  }

  /** Removes every link of a repository that holds no image any more. */
  void unlinkOfRepository(long repositoryId) {
    handle.createUpdate(UNLINK_OF_REPOSITORY).bind("repository", repositoryId).execute();
  }

  /** Repositories that link the blob, the oldest first. */
  public List<RepositoryAddress> holders(
      RegistryId registry, String sharingKey, Digest digest, int limit) {
    return named(handle.createQuery(HOLDERS), registry, sharingKey, digest)
        .bind("limit", limit)
        .map((row, _) -> RepositoryTable.address(row))
        .list();
  }

  /**
   * Those under a namespace, the oldest first.
   *
   * @param namespace with its closing slash, as {@link RepositoryName#namespaces} gives it
   */
  public List<RepositoryAddress> holdersUnder(
      String namespace, RegistryId registry, String sharingKey, Digest digest, int limit) {
    // in byte order, '0' is what follows '/'
    String beyond = namespace.substring(0, namespace.length() - 1) + '0';
    return named(handle.createQuery(HOLDERS_UNDER), registry, sharingKey, digest)
        .bind("first", namespace)
        .bind("beyond", beyond)
        .bind("limit", limit)
        .map((row, _) -> RepositoryTable.address(row))
        .list();
  }

  private static <S extends SqlStatement<S>> S named(
      S statement, RegistryId registry, String sharingKey, Digest digest) {
    return RepositoryTable.in(statement, registry)
        .bind("sharingKey", sharingKey)
        .bind("digest", digest.toString());
  }

  private static <S extends SqlStatement<S>> S link(S statement, long repositoryId, long blobId) {
    return statement.bind("repository", repositoryId).bind("blob", blobId);
  }

  static Blob blob(ResultSet row) throws SQLException {
    return new Blob(
        row.getLong("id"),
        Digest.parse(row.getString("digest")),
        row.getLong("size"),
        BlobKey.parse(row.getString("key")),
        BlobFormat.valueOf(row.getString("format")));
  }
}
