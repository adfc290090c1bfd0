package dev.berth.metadata;

import dev.berth.metadata.ImageTable.TagStatus;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.Page;
import dev.berth.model.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The lists of a repository's images, each read by keyset. */
final class ImageLists {
  private static final String PAGE_ANY =
      """
      select *
        from image i
       where repository_id = :repository
         and id > :after
         and status like :status
       order by id
       limit :limit
      """;

  private static final String PAGE_TAGGED =
      """
      select *
        from image i
       where repository_id = :repository
         and id > :after
         and exists (select 1 from tag t where t.image_id = i.id)
         and status like :status
       order by id
       limit :limit
      """;

  private static final String PAGE_UNTAGGED =
      """
      select *
        from image i
       where repository_id = :repository
         and id > :after
         and not exists (select 1 from tag t where t.image_id = i.id)
         and status like :status
       order by id
       limit :limit
      """;

  // From the last line's image on: its remaining tags first, then the images after it.
  private static final String LIST_ANY =
      """
      select i.id, i.digest, t.name
        from image i
        left join tag t
          on t.image_id = i.id
         and t.repository_id = i.repository_id
       where i.repository_id = :repository
         and i.id >= :image
         and (i.id > :image or t.name > :tag)
         and i.status like :status
       order by i.id, t.name
       limit :limit
      """;

  private static final String LIST_TAGGED =
      """
      select i.id, i.digest, t.name
        from image i
        join tag t
          on t.image_id = i.id
         and t.repository_id = i.repository_id
       where i.repository_id = :repository
         and i.id >= :image
         and (i.id > :image or t.name > :tag)
         and i.status like :status
       order by i.id, t.name
       limit :limit
      """;

  private static final String LIST_UNTAGGED =
      """
      select i.id, i.digest, null as name
        from image i
       where i.repository_id = :repository
         and i.id > :image
         and not exists (select 1 from tag t where t.image_id = i.id)
         and i.status like :status
       order by i.id
       limit :limit
      """;

  private static final String REFERRERS =
      """
      select i.*, m.bytes
        from image i
        join manifest m on m.image_id = i.id
       where i.repository_id = :repository
         and i.subject = :subject
         and i.id > :after
         and i.status like :status
       order by i.id
       limit :limit
      """;

  private static final Dialect.Sql REFERRERS_OF_TYPE =
      Dialect.sql(
          dialect ->
              """
              select i.*, m.bytes
                from image i
                join manifest m on m.image_id = i.id
               where i.repository_id = :repository
                 and i.subject = :subject
                 and i.id > :after
                 and i.artifact_type in (%s)
                 and i.status like :status
               order by i.id
               limit :limit
              """
                  .formatted(dialect.texts("types")));

  private final Handle handle;
  private final Dialect dialect;

  ImageLists(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  Page<Image, Long> page(
      long repositoryId, TagStatus tags, StatusFilter status, Page.Request<Long> request) {
    String statement =
        switch (tags) {
          case ANY -> PAGE_ANY;
          case TAGGED -> PAGE_TAGGED;
          case UNTAGGED -> PAGE_UNTAGGED;
        };
    List<Image> rows =
        handle
            .createQuery(statement)
            .bind("repository", repositoryId)
            .bind("after", request.after().orElse(0L))
            .bind("status", status.pattern())
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> ImageTable.image(row))
            .list();
    return Keyset.page(rows, request, Image::id);
  }

  Page<TaggedDigest, TaggedDigest.Key> list(
      long repositoryId,
      TagStatus tags,
      StatusFilter status,
      Page.Request<TaggedDigest.Key> request) {
    String statement =
        switch (tags) {
          case ANY -> LIST_ANY;
          case TAGGED -> LIST_TAGGED;
          case UNTAGGED -> LIST_UNTAGGED;
        };
    Query query =
        handle
            .createQuery(statement)
            .bind("repository", repositoryId)
            .bind("image", request.after().map(TaggedDigest.Key::imageId).orElse(0L))
            .bind("status", status.pattern())
            .bind("limit", Keyset.limit(request));
    if (tags != TagStatus.UNTAGGED) {
      query.bind("tag", request.after().flatMap(TaggedDigest.Key::tag).map(Tag::value).orElse(""));
    }
    List<TaggedDigest> rows =
        query
            .map(
                (row, _) ->
                    new TaggedDigest(
                        new TaggedDigest.Key(
                            row.getLong(1), Optional.ofNullable(row.getString(3)).map(Tag::new)),
                        Digest.parse(row.getString(2))))
            .list();
    return Keyset.page(rows, request, TaggedDigest::key);
  }

  Page<Referrer, Long> referrers(
      long repositoryId,
      Digest subject,
      Set<String> artifactTypes,
      StatusFilter status,
      Page.Request<Long> request) {
    Query query =
        artifactTypes.isEmpty()
            ? handle.createQuery(REFERRERS)
            : handle
                .createQuery(REFERRERS_OF_TYPE.in(dialect))
                .bind("types", Dialect.list(artifactTypes));
    List<Referrer> rows =
        query
            .bind("repository", repositoryId)
            .bind("subject", subject.toString())
            .bind("after", request.after().orElse(0L))
            .bind("status", status.pattern())
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> new Referrer(ImageTable.image(row), row.getBytes("bytes")))
            .list();
    return Keyset.page(rows, request, referrer -> referrer.image().id());
  }
}
