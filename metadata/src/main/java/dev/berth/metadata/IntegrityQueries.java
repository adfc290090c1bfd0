package dev.berth.metadata;

import dev.berth.model.Blob;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Upload;
import dev.berth.model.UploadId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * What {@code berth fsck} asks of the rows before it looks at the bytes. Every list is read in
 * pages, so memory does not grow with the store.
 */
public final class IntegrityQueries {
  private static final int MOST_PROBLEMS = 100;

  private static final String INTEGRITY_CHECK =
      """
      select integrity_check
        from pragma_integrity_check
       where integrity_check <> 'ok'
      """;

  private static final String FOREIGN_KEY_CHECK =
      """
      select "table", "parent", count(*)
        from pragma_foreign_key_check
       group by 1, 2
      """;

  private static final String COUNTS =
      """
      select (select count(*) from repository),
             (select count(*) from image),
             (select count(*) from tag),
             (select count(*) from blob),
             (select count(*) from blob_link),
             (select count(*) from upload),
             (select count(*) from condemned),
             (select count(*) from trashed_image)
      """;

  private static final String BLOBS =
      """
      select b.*,
             (select count(*)
                from blob_link l
               where l.blob_id = b.id) as links
        from blob b
       where b.id > :after
       order by b.id
       limit :limit
      """;

  private static final String UPLOADS =
      """
      select *
        from upload
       where id > :after
       order by id
       limit :limit
      """;

  private static final String CONDEMNED =
      """
      select key
        from condemned
       where key > :after
       order by key
       limit :limit
      """;

  private static final String CONDEMNED_IN_USE =
      """
      select c.key
        from condemned c
        join blob b on b.key = c.key
       where c.key > :after
       order by c.key
       limit :limit
      """;

  private static final String IMAGES =
      """
      select i.*, m.bytes, r.account, r.region, r.name
        from image i
        join manifest m on m.image_id = i.id
        join repository r on r.id = i.repository_id
       where i.id > :after
       order by i.id
       limit :limit
      """;

  private static final String DELETED_IMAGES =
      """
      select i.*, m.bytes, e.account, e.region, e.repository as name
        from trashed_image i
        join trashed_manifest m on m.image_id = i.id
        join trash_entry e on e.id = i.entry_id
       where i.id > :after
       order by i.id
       limit :limit
      """;

  private static final String DIGESTS_OF_DELETED =
      """
      select b.digest
        from trashed_image_blob e
        join blob b on b.id = e.blob_id
       where e.image_id = :image
      union
      select child_digest
        from trashed_image_child
       where parent_id = :image
      """;

  private static final String MISCOUNTED =
      """
      select r.account, r.region, r.name, coalesce(c.images, 0) as counted, count(i.id) as images
        from repository r
        left join image_count c on c.repository_id = r.id
        left join image i on i.repository_id = r.id
       group by r.id, r.account, r.region, r.name, c.images, c.archived
      having coalesce(c.images, 0) <> count(i.id)
          or coalesce(c.archived, 0) <> sum(case when i.status = 'ARCHIVED' then 1 else 0 end)
       order by r.id
       limit %d
      """
          .formatted(MOST_PROBLEMS);

  private static final String BYTES =
      """
      select coalesce(sum(size), 0)
        from blob
      """;

  private static final String EDGES_TO_BLOBS =
      """
      select blob_id
        from image_blob
       where image_id = :image
      """;

  private static final String EDGES_TO_IMAGES =
      """
      select child_id
        from image_child
       where parent_id = :image
      """;

  private static final Dialect.Sql HELD =
      Dialect.sql(
          dialect ->
              """
              select k.value
                from (%s) k
               where exists (select 1 from blob b where b.key = k.value)
                  or exists (select 1 from upload u where u.key = k.value)
                  or exists (select 1 from condemned c where c.key = k.value)
              """
                  .formatted(dialect.texts("keys")));

  private final Handle handle;
  private final Dialect dialect;

  IntegrityQueries(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /**
   * How much there is.
   *
   * @param links blobs in repositories, each counted where it is linked
   * @param uploads open and finished
   * @param condemned keys whose bytes are still to go
   * @param deletedImages those that can be brought back
   */
  public record Counts(
      long repositories,
      long images,
      long tags,
      long blobs,
      long links,
      long uploads,
      long condemned,
      long deletedImages) {}

  /**
   * A blob and who has it.
   *
   * @param links how many repositories link it; none while it waits for collection
   */
  public record StoredBlob(RegistryId registry, Blob blob, long links) {}

  /**
   * An image with the bytes to hash again.
   *
   * @param manifest the stored bytes; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from the row to one hash, never compared
  public record StoredImage(RepositoryAddress repository, Image image, byte[] manifest) {
    @Override
    public String toString() {
      return "StoredImage[%s, %s]".formatted(repository, image.digest());
    }
  }

  /**
   * Where an image's edges end, by the rows' ids.
   *
   * @param blobIds configs and layers
   * @param childIds the manifests of an index
   */
  public record Edges(Set<Long> blobIds, Set<Long> childIds) {
    public Edges {
      blobIds = Set.copyOf(blobIds);
      childIds = Set.copyOf(childIds);
    }
  }

  /**
   * What the engine finds wrong with its own file, and edges without an end; empty when all is
   * well. PostgreSQL checks itself and has no such statement. Reads the whole file.
   */
  public List<String> problems() {
    if (dialect != Dialect.SQLITE) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    try {
      problems.addAll(handle.createQuery(INTEGRITY_CHECK).mapTo(String.class).list());
    } catch (JdbiException e) { // so broken that the check itself ends
      return List.of(
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
    }
    handle
        .createQuery(FOREIGN_KEY_CHECK)
        .map(
            (row, _) ->
                "%d rows of %s name a missing row of %s"
                    .formatted(row.getLong(3), row.getString(1), row.getString(2)))
        .forEach(problems::add);
    return problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS));
  }

  public Counts counts() {
    return handle
        .createQuery(COUNTS)
        .map(
            (row, _) ->
                new Counts(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8)))
        .one();
  }

  /** Every blob, by the order of its row. */
  public Page<StoredBlob, Long> blobs(Page.Request<Long> request) {
    List<StoredBlob> rows =
        handle
            .createQuery(BLOBS)
            .bind("after", request.after().orElse(0L))
            .bind("limit", Keyset.limit(request))
            .map(
                (row, context) ->
                    new StoredBlob(
                        RepositoryTable.registry(row), BlobTable.blob(row), row.getLong("links")))
            .list();
    return Keyset.page(rows, request, stored -> stored.blob().id());
  }

  /**
   * Every upload: while it is open its key may have bytes, when it is finished a blob may have
   * taken them over.
   */
  public Page<Upload, UploadId> uploads(Page.Request<UploadId> request) {
    List<Upload> rows =
        handle
            .createQuery(UPLOADS)
            .bind("after", request.after().map(UploadId::value).map(UUID::toString).orElse(""))
            .bind("limit", Keyset.limit(request))
            .map(UploadTable::upload)
            .list();
    return Keyset.page(rows, request, Upload::id);
  }

  /** Every condemned key. */
  public Page<BlobKey, BlobKey> condemned(Page.Request<BlobKey> request) {
    return keys(CONDEMNED, request);
  }

  /**
   * Keys that are condemned although a blob has its bytes there: each would be lost. There must be
   * none.
   */
  public Page<BlobKey, BlobKey> condemnedInUse(Page.Request<BlobKey> request) {
    return keys(CONDEMNED_IN_USE, request);
  }

  private Page<BlobKey, BlobKey> keys(String statement, Page.Request<BlobKey> request) {
    List<BlobKey> rows =
        handle
            .createQuery(statement)
            .bind("after", request.after().map(BlobKey::toString).orElse(""))
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> BlobKey.parse(row.getString(1)))
            .list();
    return Keyset.page(rows, request, key -> key);
  }

  /**
   * Every image with its manifest, by the order of its row. Manifests have up to 4 MiB: keep the
   * pages short.
   */
  public Page<StoredImage, Long> images(Page.Request<Long> request) {
    return images(IMAGES, request);
  }

  /** The same of images that were deleted and can be brought back. */
  public Page<StoredImage, Long> deletedImages(Page.Request<Long> request) {
    return images(DELETED_IMAGES, request);
  }

  private Page<StoredImage, Long> images(String statement, Page.Request<Long> request) {
    List<StoredImage> rows =
        handle
            .createQuery(statement)
            .bind("after", request.after().orElse(0L))
            .bind("limit", Keyset.limit(request))
            .map(
                (row, context) ->
                    new StoredImage(
                        RepositoryTable.address(row), ImageTable.image(row), row.getBytes("bytes")))
            .list();
    return Keyset.page(rows, request, stored -> stored.image().id());
  }

  /**
   * A repository that counts its images wrong.
   *
   * @param repository which
   * @param counted what it says
   * @param images how many rows there are
   */
  public record Miscounted(RepositoryAddress repository, long counted, long images) {}

  /** The first repositories that count their images wrong; at most 100. */
  public List<Miscounted> miscounted() {
    return handle
        .createQuery(MISCOUNTED)
        .map(
            (row, _) ->
                new Miscounted(
                    RepositoryTable.address(row), row.getLong("counted"), row.getLong("images")))
        .list();
  }

  /** The sizes of all blobs together, in bytes. */
  public long bytes() {
    return handle.createQuery(BYTES).mapTo(Long.class).one();
  }

  /** The edges that are stored for an image. */
  public Edges edges(long imageId) {
    return new Edges(ends(EDGES_TO_BLOBS, imageId), ends(EDGES_TO_IMAGES, imageId));
  }

  /** What the edges of a deleted image end at. */
  public Set<Digest> namedByDeleted(long imageId) {
    return new HashSet<>(
        handle
            .createQuery(DIGESTS_OF_DELETED)
            .bind("image", imageId)
            .map((row, _) -> Digest.parse(row.getString(1)))
            .list());
  }

  private Set<Long> ends(String statement, long imageId) {
    return new HashSet<>(
        handle.createQuery(statement).bind("image", imageId).mapTo(Long.class).list());
  }

  /** Those of the keys that a blob, an upload or a condemnation holds. */
  public Set<BlobKey> held(Collection<BlobKey> keys) {
    return new HashSet<>(
        handle
            .createQuery(HELD.in(dialect))
            .bind("keys", Dialect.list(keys))
            .map((row, _) -> BlobKey.parse(row.getString(1)))
            .list());
  }
}
