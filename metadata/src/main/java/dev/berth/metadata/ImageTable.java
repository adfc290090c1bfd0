package dev.berth.metadata;

import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.ImageStatus;
import dev.berth.model.ImageStorage;
import dev.berth.model.Manifest;
import dev.berth.model.MediaType;
import dev.berth.model.Page;
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

/** Images, the bytes of their manifests and the edges from a manifest to what it names. */
public final class ImageTable {
  private static final String FIND_BY_DIGEST =
      """
      select *
        from image
       where repository_id = ?
         and digest = ?
      """;

  private static final String FIND_BY_TAG =
      """
      select i.*
        from tag t
        join image i on i.id = t.image_id
       where t.repository_id = ?
         and t.name = ?
      """;

  private static final Dialect.Sql FIND_ALL =
      Dialect.sql(
          dialect ->
              """
              select *
                from image
               where repository_id = :repository
                 and digest in (%s)
              """
                  .formatted(dialect.texts("digests")));

  private static final String INSERT =
      """
      insert into image
             (repository_id, digest, media_type, manifest_size, image_size, artifact_type, subject, pushed_at)
      values (:repository, :digest, :mediaType, :manifestSize, :imageSize, :artifactType, :subject, :pushedAt)
      returning *
      """;

  private static final String INSERT_MANIFEST =
      """
      insert into manifest (image_id, bytes)
      values (:image, :bytes)
      """;

  private static final String MANIFEST =
      """
      select i.digest, i.media_type, m.bytes
        from image i
        join manifest m on m.image_id = i.id
       where i.id = ?
      """;

  private static final String COUNT =
      """
      select images
        from image_count
       where repository_id = :repository
      """;

  private static final String COUNT_UNARCHIVED =
      """
      select images - archived
        from image_count
       where repository_id = :repository
      """;

  private static final String COUNT_IN =
      """
      insert into image_count (repository_id, images)
      values (:repository, 1)
      on conflict (repository_id) do update
         set images = image_count.images + 1
      """;

  private static final String COUNT_OUT =
      """
      update image_count
         set images = images - 1,
             archived = archived - (select count(*)
                                      from image
                                     where id = :image
                                       and status = 'ARCHIVED')
       where repository_id = (select repository_id
                                from image
                               where id = :image)
      """;

  private static final String DELETE_COUNT =
      """
      delete from image_count
       where repository_id = :repository
      """;

  private static final String RECORD_PULL =
      """
      update image
         set last_pulled_at = :at
       where id = :image
         and coalesce(last_pulled_at, 0) < :at
      """;

  private static final String DELETE_MANIFEST =
      """
      delete from manifest
       where image_id = :image
      """;

  private static final String DELETE =
      """
      delete from image
       where id = :image
      """;

  private static final String DELETE_MANIFESTS_OF_REPOSITORY =
      """
      delete from manifest
       where image_id in (select id
                            from image
                           where repository_id = :repository)
      """;

  private static final String DELETE_OF_REPOSITORY =
      """
      delete from image
       where repository_id = :repository
      """;

  private final Handle handle;
  private final Dialect dialect;
  private final EdgeTables edges;
  private final ImageLists lists;

  ImageTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
    this.edges = new EdgeTables(handle, dialect);
    this.lists = new ImageLists(handle, dialect);
  }

  /** Which images a list shows. */
  public enum TagStatus {
    TAGGED,
    UNTAGGED,
    ANY
  }

  /**
   * An image about to be stored.
   *
   * @param repositoryId where
   * @param digest of {@code manifest}
   * @param mediaType of {@code manifest}, as pushed
   * @param manifest the exact bytes; not to be changed
   * @param imageSize see {@link Image#imageSize()}
   * @param artifactType see {@link Image#artifactType()}
   * @param subject see {@link Image#subject()}
   * @param pushedAt now
   */
  @SuppressWarnings(
      "ArrayRecordComponent") // handed from the request to one statement, never compared
  public record NewImage(
      long repositoryId,
      Digest digest,
      MediaType mediaType,
      byte[] manifest,
      long imageSize,
      Optional<String> artifactType,
      Optional<Digest> subject,
      Instant pushedAt) {
    @Override
    public String toString() {
      return "NewImage[%d, %s, %s]".formatted(repositoryId, digest, mediaType);
    }
  }

  public Optional<Image> find(long repositoryId, ImageReference reference) {
    return switch (reference) {
      case ImageReference.ByDigest(Digest digest) ->
          DirectQueries.first(
              handle, FIND_BY_DIGEST, ImageTable::image, repositoryId, digest.toString());
      case ImageReference.ByTag(var tag) ->
          DirectQueries.first(handle, FIND_BY_TAG, ImageTable::image, repositoryId, tag.value());
    };
  }

  /** Those of the images that the repository holds. */
  public Map<Digest, Image> findAll(long repositoryId, Collection<Digest> digests) {
    Map<Digest, Image> found = new HashMap<>();
    handle
        .createQuery(FIND_ALL.in(dialect))
        .bind("repository", repositoryId)
        .bind("digests", Dialect.list(digests))
        .map((row, _) -> image(row))
        .forEach(image -> found.put(image.digest(), image));
    return found;
  }

  /** Stores the image. That the repository does not hold it was asked in the same transaction. */
  public Image insert(NewImage image) {
    Image inserted =
        handle
            .createQuery(INSERT)
            .bind("repository", image.repositoryId())
            .bind("digest", image.digest().toString())
            .bind("mediaType", image.mediaType().value())
            .bind("manifestSize", image.manifest().length)
            .bind("imageSize", image.imageSize())
            .bind("artifactType", image.artifactType().orElse(null))
            .bind("subject", image.subject().map(Digest::toString).orElse(null))
            .bind("pushedAt", Micros.of(image.pushedAt()))
            .map((row, _) -> image(row))
            .one();
    handle
        .createUpdate(INSERT_MANIFEST)
        .bind("image", inserted.id())
        .bind("bytes", image.manifest())
        .execute();
    handle.createUpdate(COUNT_IN).bind("repository", image.repositoryId()).execute();
    return inserted;
  }

  public Optional<Manifest> manifest(long imageId) {
    return DirectQueries.first(
        handle,
        MANIFEST,
        row ->
            new Manifest(
                Digest.parse(row.getString(1)), new MediaType(row.getString(2)), row.getBytes(3)),
        imageId);
  }

  /**
   * Records what the image's manifest names. A blob that the repository does not link and a child
   * that it does not hold are refused by foreign keys: both were looked up in the same transaction.
   * Naming one twice is one edge.
   */
  public void insertEdges(long imageId, Collection<Long> blobIds, Collection<Long> childImageIds) {
    edges.insert(imageId, blobIds, childImageIds);
  }

  /** The indexes that name the image, in byte order of their digests; at most the first 100. */
  public List<Digest> parents(long imageId) {
    return edges.parents(imageId);
  }

  /** The repository's images in the order of their first push. */
  public Page<Image, Long> page(
      long repositoryId, TagStatus tags, StatusFilter status, Page.Request<Long> request) {
    return lists.page(repositoryId, tags, status, request);
  }

  /** One line for each tag, and one for each image without tags (ECR API, ListImages). */
  public Page<TaggedDigest, TaggedDigest.Key> list(
      long repositoryId,
      TagStatus tags,
      StatusFilter status,
      Page.Request<TaggedDigest.Key> request) {
    return lists.list(repositoryId, tags, status, request);
  }

  /**
   * The images that name {@code subject}, of one of the artifact types, or of any when none is
   * given.
   */
  public Page<Referrer, Long> referrers(
      long repositoryId,
      Digest subject,
      Set<String> artifactTypes,
      StatusFilter status,
      Page.Request<Long> request) {
    return lists.referrers(repositoryId, subject, artifactTypes, status, request);
  }

  /** How many images the repository has; 0 when it is not there. */
  public long count(long repositoryId) {
    return handle
        .createQuery(COUNT)
        .bind("repository", repositoryId)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /** How many of them are not archived: those that a repository may only have so many of. */
  public long countUnarchived(long repositoryId) {
    return handle
        .createQuery(COUNT_UNARCHIVED)
        .bind("repository", repositoryId)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /** Records a pull; one earlier than the recorded one changes nothing. */
  public void recordPull(long imageId, Instant at) {
    handle.createUpdate(RECORD_PULL).bind("image", imageId).bind("at", Micros.of(at)).execute();
  }

  /**
   * Removes the image, its tags and its edges. While an index names it, the foreign key refuses:
   * ask {@link #parents}.
   */
  public void delete(long imageId) {
    new TagTable(handle, dialect).deleteOfImage(imageId);
    edges.deleteOfImage(imageId);
    new OrphanedReferrerTable(handle).deleteOfImage(imageId);
    new FollowingReferrersTable(handle, dialect).delete(imageId);
    new ImageScanTable(handle).deleteOfImage(imageId);
    handle.createUpdate(DELETE_MANIFEST).bind("image", imageId).execute();
    handle.createUpdate(COUNT_OUT).bind("image", imageId).execute();
    handle.createUpdate(DELETE).bind("image", imageId).execute();
  }

  /** Removes every image of a repository without tags, and their count. */
  void deleteOfRepository(long repositoryId) {
    edges.deleteOfRepository(repositoryId);
    new OrphanedReferrerTable(handle).deleteOfRepository(repositoryId);
    new FollowingReferrersTable(handle, dialect).deleteOfRepository(repositoryId);
    new ImageScanTable(handle).deleteOfRepository(repositoryId);
    handle.createUpdate(DELETE_MANIFESTS_OF_REPOSITORY).bind("repository", repositoryId).execute();
    handle.createUpdate(DELETE_OF_REPOSITORY).bind("repository", repositoryId).execute();
    handle.createUpdate(DELETE_COUNT).bind("repository", repositoryId).execute();
  }

  static Image image(ResultSet row) throws SQLException {
    String artifactType = row.getString("artifact_type");
    String subject = row.getString("subject");
    return new Image(
        row.getLong("id"),
        row.getLong("repository_id"),
        Digest.parse(row.getString("digest")),
        new MediaType(row.getString("media_type")),
        row.getLong("manifest_size"),
        row.getLong("image_size"),
        Optional.ofNullable(artifactType),
        Optional.ofNullable(subject).map(Digest::parse),
        Micros.at(row.getLong("pushed_at")),
        time(row, "last_pulled_at"),
        storage(row));
  }

  static ImageStorage storage(ResultSet row) throws SQLException {
    return new ImageStorage(
        ImageStatus.valueOf(row.getString("status")),
        time(row, "last_archived_at"),
        time(row, "last_activated_at"));
  }

  static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Micros.at(micros));
  }
}
