package dev.berth.metadata;

import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.ImageReference;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashEntry.Cause;
import dev.berth.model.TrashEntry.Content;
import dev.berth.model.TrashId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** What the entries of the trash say. One that has ended is never found. */
public final class TrashQueries {
  private static final int MOST_TAGS = 100;

  private static final String ENTRIES =
      """
      select e.*, i.id as image_id, i.digest, i.image_size,
             (select count(*)
                from trashed_tag t
               where t.image_id = i.id) as tag_count
        from trash_entry e
        left join trashed_image i
          on i.entry_id = e.id
         and e.kind = 'IMAGE'
       where not e.ended
      """;

  private static final String BY_NAME =
      ENTRIES
          + """
               and e.name = :entry
               and e.account = :account
               and e.region = :region
            """;

  private static final Dialect.Sql OF_ROWS =
      Dialect.sql(
          dialect ->
              ENTRIES
                  + """
                       and e.id in (%s)
                     order by e.id
                    """
                      .formatted(dialect.integers("entries")));

  private static final String OF_REGISTRY =
      ENTRIES
          + """
               and e.account = :account
               and e.region = :region
               and e.id < :before
             order by e.id desc
             limit :limit
            """;

  private static final String OF_NAME =
      ENTRIES
          + """
               and e.account = :account
               and e.region = :region
               and e.repository = :name
               and e.id < :before
             order by e.id desc
             limit :limit
            """;

  private static final String OF_REPOSITORIES =
      ENTRIES
          + """
               and e.account = :account
               and e.region = :region
               and e.repository = :name
               and e.kind = 'REPOSITORY'
             order by e.id desc
             limit :limit
            """;

  private static final String OF_DIGEST =
      ENTRIES
          + """
               and e.account = :account
               and e.region = :region
               and e.repository = :name
               and i.digest = :digest
             order by e.id desc
             limit :limit
            """;

  private static final String OF_TAG =
      ENTRIES
          + """
               and e.account = :account
               and e.region = :region
               and e.repository = :name
               and exists (select 1
                             from trashed_tag g
                            where g.image_id = i.id
                              and g.name = :tag)
             order by e.id desc
             limit :limit
            """;

  private static final String OF_REPOSITORY_ROW =
      ENTRIES
          + """
               and e.repository_id = :repository
               and e.kind = 'REPOSITORY'
            """;

  private static final String OF_IMAGE_ROW =
      ENTRIES
          + """
               and i.id = :image
            """;

  private static final String NEWEST_OF_DIGEST =
      ENTRIES
          + """
               and i.digest = :digest
               and i.repository_id = :repository
             order by e.id desc
             limit 1
            """;

  private static final String FOLLOWERS =
      ENTRIES
          + """
               and e.act = :act
               and e.cause = 'SUBJECT'
               and e.caused_by = :subject
               and e.repository_id = :repository
             order by e.id
            """;

  private static final Dialect.Sql TAGS =
      Dialect.sql(
          dialect ->
              """
              select r.image_id, r.name
                from (select image_id, name, row_number() over (partition by image_id order by name) as place
                        from trashed_tag
                       where image_id in (%s)) r
               where r.place <= %d
               order by r.image_id, r.name
              """
                  .formatted(dialect.integers("images"), MOST_TAGS));

  private static final String TOTALS =
      """
      select (select count(*)
                from trash_entry
               where not ended),
             (select count(*)
                from trashed_image),
             (select coalesce(sum(b.size), 0)
                from blob b
               where exists (select 1
                               from trashed_image_blob t
                              where t.blob_id = b.id)
                 and not exists (select 1
                                   from image_blob e
                                  where e.blob_id = b.id))
      """;

  private final Handle handle;
  private final Dialect dialect;

  TrashQueries(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /**
   * An entry with its row.
   *
   * @param row of the entry
   * @param repositoryId the row of the repository, or of the one that the image was in
   * @param entry what it says
   */
  public record Stored(long row, long repositoryId, TrashEntry entry) {}

  /**
   * How much there is in all registries.
   *
   * @param entries that can be brought back
   * @param images those of deleted repositories, and those whose entry has ended, too
   * @param bytes of blobs that only deleted images name
   */
  public record Totals(long entries, long images, long bytes) {}

  /** Before its tags are known. */
  private record Read(Stored stored, Optional<Long> image) {}

  /** The entry, when the registry has it. */
  public Optional<Stored> find(RegistryId registry, TrashId id) {
    return list(RepositoryTable.in(handle.createQuery(BY_NAME), registry).bind("entry", id.value()))
        .stream()
        .findFirst();
  }

  /** Those of the entries that are still there. */
  public List<Stored> of(Collection<Long> rows) {
    return list(handle.createQuery(OF_ROWS.in(dialect)).bind("entries", Dialect.list(rows)));
  }

  /**
   * The entries of a registry, the newest first.
   *
   * @param repository only of this name
   */
  public Page<TrashEntry, TrashEntry.Key> page(
      RegistryId registry,
      Optional<RepositoryName> repository,
      Page.Request<TrashEntry.Key> request) {
    Query query =
        repository
            .map(
                name ->
                    RepositoryTable.at(
                        handle.createQuery(OF_NAME), new RepositoryAddress(registry, name)))
            .orElseGet(() -> RepositoryTable.in(handle.createQuery(OF_REGISTRY), registry))
            .bind("before", request.after().map(TrashEntry.Key::number).orElse(Long.MAX_VALUE))
            .bind("limit", Keyset.limit(request));
    Page<Stored, TrashEntry.Key> page =
        Keyset.page(list(query), request, stored -> new TrashEntry.Key(stored.row()));
    return new Page<>(page.items().stream().map(Stored::entry).toList(), page.next());
  }

  /** The entries of the image, by its digest or a tag that it had, the newest first. */
  public List<Stored> ofImage(RepositoryAddress repository, ImageReference image, int limit) {
    Query query =
        switch (image) {
          case ImageReference.ByDigest(Digest digest) ->
              handle.createQuery(OF_DIGEST).bind("digest", digest.toString());
          case ImageReference.ByTag(Tag tag) -> handle.createQuery(OF_TAG).bind("tag", tag.value());
        };
    return list(RepositoryTable.at(query, repository).bind("limit", limit));
  }

  /** The entries of repositories of that name, the newest first. */
  public List<Stored> ofRepositories(RepositoryAddress repository, int limit) {
    return list(
        RepositoryTable.at(handle.createQuery(OF_REPOSITORIES), repository).bind("limit", limit));
  }

  /** The entry of the deleted repository with that row. */
  public Optional<Stored> ofRepository(long repositoryId) {
    return list(handle.createQuery(OF_REPOSITORY_ROW).bind("repository", repositoryId)).stream()
        .findFirst();
  }

  /** The entry of the image with that row; none when its repository was deleted with it. */
  public Optional<Stored> ofImage(long imageId) {
    return list(handle.createQuery(OF_IMAGE_ROW).bind("image", imageId)).stream().findFirst();
  }

  /** The newest entry of an image of the repository by its digest. */
  public Optional<Stored> newestOf(long repositoryId, Digest digest) {
    return list(
            handle
                .createQuery(NEWEST_OF_DIGEST)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString()))
        .stream()
        .findFirst();
  }

  /** The entries of images that followed that subject in that act. */
  public List<Stored> followers(long repositoryId, TrashId act, Digest subject) {
    return list(
        handle
            .createQuery(FOLLOWERS)
            .bind("repository", repositoryId)
            .bind("act", act.value())
            .bind("subject", subject.toString()));
  }

  /** How much there is. Reads every row. */
  public Totals totals() {
    return handle
        .createQuery(TOTALS)
        .map((row, _) -> new Totals(row.getLong(1), row.getLong(2), row.getLong(3)))
        .one();
  }

  private List<Stored> list(Query query) {
    List<Read> read = query.map((row, _) -> read(row)).list();
    Map<Long, List<Tag>> tags =
        tags(read.stream().map(Read::image).flatMap(Optional::stream).toList());
    return read.stream().map(each -> with(each, tags)).toList();
  }

  private Map<Long, List<Tag>> tags(Collection<Long> images) {
    Map<Long, List<Tag>> found = new HashMap<>();
    if (!images.isEmpty()) {
      handle
          .createQuery(TAGS.in(dialect))
          .bind("images", Dialect.list(images))
          .map((row, _) -> Map.entry(row.getLong(1), new Tag(row.getString(2))))
          .forEach(
              tag ->
                  found.computeIfAbsent(tag.getKey(), _ -> new ArrayList<>()).add(tag.getValue()));
    }
    return found;
  }

  private static Stored with(Read read, Map<Long, List<Tag>> tags) {
    TrashEntry entry = read.stored().entry();
    List<Tag> own = read.image().map(id -> tags.getOrDefault(id, List.of())).orElse(List.of());
    return entry.content() instanceof Content.OfImage image
        ? new Stored(
            read.stored().row(),
            read.stored().repositoryId(),
            new TrashEntry(
                entry.id(),
                entry.act(),
                entry.repository(),
                new Content.OfImage(image.digest(), own, image.tagCount(), image.imageSize()),
                entry.cause(),
                entry.deletedAt(),
                entry.expiresAt()))
        : read.stored();
  }

  private static Read read(ResultSet row) throws SQLException {
    TrashId id = new TrashId(row.getString("name"));
    String act = row.getString("act");
    boolean isImage = TrashTable.Kind.valueOf(row.getString("kind")) == TrashTable.Kind.IMAGE;
    return new Read(
        new Stored(
            row.getLong("id"),
            row.getLong("repository_id"),
            new TrashEntry(
                id,
                act == null ? id : new TrashId(act),
                new RepositoryAddress(
                    RepositoryTable.registry(row), new RepositoryName(row.getString("repository"))),
                isImage
                    ? new Content.OfImage(
                        Digest.parse(row.getString("digest")),
                        List.of(),
                        row.getInt("tag_count"),
                        row.getLong("image_size"))
                    : new Content.OfRepository(row.getLong("images")),
                cause(row),
                Micros.at(row.getLong("deleted_at")),
                Micros.at(row.getLong("expires_at")))),
        isImage ? Optional.of(row.getLong("image_id")) : Optional.empty());
  }

  private static Cause cause(ResultSet row) throws SQLException {
    String by = row.getString("caused_by");
    return switch (TrashTable.Author.valueOf(row.getString("cause"))) {
      case CALLER -> new Cause.ByCaller(Arn.parse(by));
      case LIFECYCLE -> new Cause.ByLifecycle(Integer.parseInt(by));
      case SUBJECT -> new Cause.FollowedSubject(Digest.parse(by));
    };
  }
}
