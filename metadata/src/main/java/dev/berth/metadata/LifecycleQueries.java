package dev.berth.metadata;

import dev.berth.metadata.LifecycleImage.Parents;
import dev.berth.model.Digest;
import dev.berth.model.ImageStatus;
import dev.berth.model.ImageStorage;
import dev.berth.model.Page;
import dev.berth.model.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Images as lifecycle looks at them: one short row each, with its tags in one text. */
public final class LifecycleQueries {
  private static final String COLUMNS =
      """
      select i.id, i.digest, i.pushed_at, i.last_pulled_at, i.status, i.last_archived_at, i.last_activated_at,
             case when i.subject is null then 0 else 1 end as referrer,
             (select max(case when p.status = 'ARCHIVED' then 1 else 2 end)
                from image_child c
                join image p on p.id = c.parent_id
               where c.child_id = i.id) as parents,
             (select string_agg(t.name, ' ')
                from tag t
               where t.image_id = i.id
                 and t.repository_id = i.repository_id) as tags
        from image i
      """;

  private static final String PAGE =
      COLUMNS
          + """
             where i.repository_id = :repository
               and i.id > :after
             order by i.id
             limit :limit
            """;

  private static final Dialect.Sql ALL =
      Dialect.sql(
          dialect ->
              COLUMNS
                  + """
                     where i.repository_id = :repository
                       and i.id in (%s)
                     order by i.id
                    """
                      .formatted(dialect.integers("images")));

  private final Handle handle;
  private final Dialect dialect;

  LifecycleQueries(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /** The repository's images in the order of their first push. */
  public Page<LifecycleImage, Long> page(long repositoryId, Page.Request<Long> request) {
    List<LifecycleImage> rows =
        handle
            .createQuery(PAGE)
            .bind("repository", repositoryId)
            .bind("after", request.after().orElse(0L))
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> image(row))
            .list();
    return Keyset.page(rows, request, LifecycleImage::id);
  }

  /** Those of the images that the repository still holds. */
  public List<LifecycleImage> all(long repositoryId, Collection<Long> ids) {
    return handle
        .createQuery(ALL.in(dialect))
        .bind("repository", repositoryId)
        .bind("images", Dialect.list(ids))
        .map((row, _) -> image(row))
        .list();
  }

  // By number, in the order of COLUMNS: to look up names takes a fifth of the time of a row.
  private static LifecycleImage image(ResultSet row) throws SQLException {
    String tags = row.getString(10);
    return new LifecycleImage(
        row.getLong(1),
        Digest.parse(row.getString(2)),
        tags == null ? List.of() : tags(tags),
        Micros.at(row.getLong(3)),
        time(row, 4),
        new ImageStorage(ImageStatus.valueOf(row.getString(5)), time(row, 6), time(row, 7)),
        row.getInt(8) > 0,
        parents(row.getInt(9)));
  }

  private static List<Tag> tags(String names) {
    return names.indexOf(' ') < 0
        ? List.of(new Tag(names))
        : List.of(Stream.of(names.split(" ")).map(Tag::new).toArray(Tag[]::new));
  }

  // Null reads as zero, which no image has: to ask whether it was null costs as much as to read it.
  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    long micros = row.getLong(column);
    return micros == 0 ? Optional.empty() : Optional.of(Micros.at(micros));
  }

  private static Parents parents(int most) {
    return switch (most) {
      case 0 -> Parents.NONE;
      case 1 -> Parents.ARCHIVED;
      default -> Parents.UNARCHIVED;
    };
  }
}
