package dev.berth.metadata;

import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.Tag;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/**
 * Deleted images with their manifests, tags, edges and scans. They hold blobs, so that the bytes
 * stay, but no links: nobody reaches a blob through them.
 *
 * <p>Rows are copied from table to table and never read here: a repository of 100,000 images is one
 * transaction of some seconds.
 */
public final class TrashedImageTable {
  private static final String COLUMNS =
      """
      repository_id, digest, media_type, manifest_size, image_size, artifact_type, subject, pushed_at,
      last_pulled_at, status, last_archived_at, last_activated_at, activates_at\
      """;

  private static final String TAKE =
      """
      insert into trashed_image
             (entry_id, id, %s, orphaned)
      select ?, id, %s,
             exists (select 1
                       from orphaned_referrer o
                      where o.image_id = image.id)
        from image
      """
          .formatted(COLUMNS, COLUMNS);

  private static final String TAKE_ONE = TAKE + " where id = ?\n";

  private static final String TAKE_ALL = TAKE + " where repository_id = ?\n";

  private static final List<String> TAKE_REST =
      List.of(
          """
          insert into trashed_manifest (image_id, bytes)
          select m.image_id, m.bytes
            from trashed_image t
            join manifest m on m.image_id = t.id
           where t.entry_id = ?
          """,
          """
          insert into trashed_tag (image_id, name, tagged_at)
          select g.image_id, g.name, g.tagged_at
            from trashed_image t
            join tag g on g.image_id = t.id
           where t.entry_id = ?
          """,
          """
          insert into trashed_image_blob (image_id, blob_id)
          select e.image_id, e.blob_id
            from trashed_image t
            join image_blob e on e.image_id = t.id
           where t.entry_id = ?
          """,
          """
          insert into trashed_image_child (parent_id, child_id, child_digest)
          select e.parent_id, e.child_id, c.digest
            from trashed_image t
            join image_child e on e.parent_id = t.id
            join image c on c.id = e.child_id
           where t.entry_id = ?
          """,
          """
          insert into trashed_image_scan (image_id, account, region, started_at)
          select s.image_id, s.account, s.region, s.started_at
            from trashed_image t
            join image_scan s on s.image_id = t.id
           where t.entry_id = ?
          """);

  private static final Dialect.Sql RESTORE =
      new Dialect.Sql(restore(""), restore("overriding system value"));

  private static final List<String> RESTORE_REST =
      List.of(
          """
          insert into manifest (image_id, bytes)
          select m.image_id, m.bytes
            from trashed_image t
            join trashed_manifest m on m.image_id = t.id
           where t.entry_id = :entry
          """,
          """
          insert into image_blob (image_id, repository_id, blob_id)
          select t.id, t.repository_id, e.blob_id
            from trashed_image t
            join trashed_image_blob e on e.image_id = t.id
           where t.entry_id = :entry
          """,
          """
          insert into image_child (parent_id, child_id, repository_id)
          select distinct t.id, c.id, t.repository_id
            from trashed_image t
            join trashed_image_child e on e.parent_id = t.id
            join image c
              on c.repository_id = t.repository_id
             and c.digest = e.child_digest
           where t.entry_id = :entry
          """,
          """
          insert into image_scan (image_id, account, region, started_at)
          select s.image_id, s.account, s.region, s.started_at
            from trashed_image t
            join trashed_image_scan s on s.image_id = t.id
           where t.entry_id = :entry
          """,
          """
          insert into image_count (repository_id, images, archived)
          select repository_id, count(*), sum(case when status = 'ARCHIVED' then 1 else 0 end)
            from trashed_image
           where entry_id = :entry
           group by repository_id
          on conflict (repository_id) do update
             set images = image_count.images + excluded.images,
                 archived = image_count.archived + excluded.archived
          """);

  private static final String RESTORE_LINKS =
      """
      insert into blob_link (repository_id, blob_id, leased_at)
      select distinct t.repository_id, e.blob_id, cast(:now as bigint)
        from trashed_image t
        join trashed_image_blob e on e.image_id = t.id
       where t.entry_id = :entry
      on conflict (repository_id, blob_id) do update
         set leased_at = excluded.leased_at
       where blob_link.leased_at < excluded.leased_at
      """;

  private static final String RESTORE_TAGS =
      """
      insert into tag (repository_id, name, image_id, tagged_at)
      select t.repository_id, g.name, t.id, g.tagged_at
        from trashed_image t
        join trashed_tag g on g.image_id = t.id
       where t.entry_id = :entry
      """;

  private static final String ADD_TAG =
      """
      insert into trashed_tag (image_id, name, tagged_at)
      values (:image, :name, :now)
      on conflict do nothing
      """;

  private static final String RESTORE_ORPHANS =
      """
      insert into orphaned_referrer (image_id, since)
      select id, :now
        from trashed_image
       where entry_id = :entry
         and orphaned
      """;

  private static final String GIVE_TAGS =
      """
      insert into tag (repository_id, name, image_id, tagged_at)
      select t.repository_id, g.name, :image, g.tagged_at
        from trashed_image t
        join trashed_tag g on g.image_id = t.id
       where t.entry_id = :entry
         and not exists (select 1
                           from tag l
                          where l.repository_id = t.repository_id
                            and l.name = g.name)
      returning name
      """;

  private static final String TAKEN_TAGS =
      """
      select g.name, i.digest
        from trashed_image t
        join trashed_tag g on g.image_id = t.id
        join tag l
          on l.repository_id = t.repository_id
         and l.name = g.name
        join image i on i.id = l.image_id
       where t.entry_id = :entry
         and i.digest <> t.digest
       order by g.name
      """;

  private static final String FIND =
      """
      select *
        from trashed_image
       where entry_id = :entry
       order by id
       limit :limit
      """;

  private static final String TAGS =
      """
      select g.name
        from trashed_image t
        join trashed_tag g on g.image_id = t.id
       where t.entry_id = :entry
       order by g.name
       limit :limit
      """;

  private static final String COUNT_UNARCHIVED =
      """
      select count(*)
        from trashed_image
       where entry_id = :entry
         and status <> 'ARCHIVED'
      """;

  private static final String ABSENT_CHILDREN =
      """
      select e.child_id, e.child_digest
        from trashed_image t
        join trashed_image_child e on e.parent_id = t.id
       where t.entry_id = :entry
         and not exists (select 1
                           from image c
                          where c.repository_id = t.repository_id
                            and c.digest = e.child_digest)
       order by e.child_id
      """;

  private static final List<String> DELETE =
      Stream.of(
              "trashed_manifest where image_id",
              "trashed_tag where image_id",
              "trashed_image_blob where image_id",
              "trashed_image_child where parent_id",
              "trashed_image_scan where image_id",
              "trashed_image where id")
          .map(
              rows ->
                  """
                  delete from %s in (select id
                                       from trashed_image
                                      where entry_id = :entry
                                      order by id
                                      limit :limit)
                  """
                      .formatted(rows))
          .toList();

  private final Handle handle;
  private final Dialect dialect;

  TrashedImageTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  private static String restore(String overriding) {
    return """
        insert into image
               (id, %s)
               %s
        select id, %s
          from trashed_image
         where entry_id = :entry
        """
        .formatted(COLUMNS, overriding, COLUMNS);
  }

  /**
   * An image that an index names.
   *
   * @param imageId its row at the deletion of the index
   */
  public record Child(long imageId, Digest digest) {}

  /**
   * A tag that another image has by now.
   *
   * @param by the digest of that
   */
  public record Taken(Tag tag, Digest by) {}

  /** Copies the image and what hangs on it to the entry. */
  void take(long entry, long imageId) {
    take(TAKE_ONE, entry, imageId);
  }

  /** Copies every image of the repository. */
  void takeAll(long entry, long repositoryId) {
    take(TAKE_ALL, entry, repositoryId);
  }

  private void take(String statement, long entry, long id) {
    DirectQueries.execute(handle, statement, entry, id);
    for (String rest : TAKE_REST) {
      DirectQueries.execute(handle, rest, entry);
    }
  }

  /** Images of the entry, in the order of their first push. */
  public List<Image> of(long entry, int limit) {
    return query(FIND, entry).bind("limit", limit).map((row, _) -> ImageTable.image(row)).list();
  }

  /** Tags of the entry's images, in byte order. */
  public List<Tag> tags(long entry, int limit) {
    return query(TAGS, entry)
        .bind("limit", limit)
        .map((row, _) -> new Tag(row.getString(1)))
        .list();
  }

  /** Adds tags that a deleted image had before the deletion began. */
  public void addTags(long imageId, Collection<Tag> tags, Instant now) {
    for (Tag tag : tags) {
      handle
          .createUpdate(ADD_TAG)
          .bind("image", imageId)
          .bind("name", tag.value())
          .bind("now", Micros.of(now))
          .execute();
    }
  }

  /** How many images of the entry are not archived. */
  public long countUnarchived(long entry) {
    return query(COUNT_UNARCHIVED, entry).mapTo(Long.class).one();
  }

  /** What the entry's indexes name that their repository does not hold now. */
  public List<Child> absentChildren(long entry) {
    return query(ABSENT_CHILDREN, entry)
        .map((row, _) -> new Child(row.getLong(1), Digest.parse(row.getString(2))))
        .list();
  }

  /** Those of the image's tags that another image has by now, in byte order. */
  public List<Taken> taken(long entry) {
    return query(TAKEN_TAGS, entry)
        .map((row, _) -> new Taken(new Tag(row.getString(1)), Digest.parse(row.getString(2))))
        .list();
  }

  /**
   * Brings the images of the entry back, with links to their blobs and edges to what they name,
   * without tags. Their repository lives, and {@link #absentChildren} are none but images of the
   * entry itself.
   */
  public void restore(long entry, Instant now) {
    handle.createUpdate(RESTORE.in(dialect)).bind("entry", entry).execute();
    at(RESTORE_LINKS, entry, now).execute();
    for (String rest : RESTORE_REST) {
      handle.createUpdate(rest).bind("entry", entry).execute();
    }
  }

  /**
   * Brings the tags of all images of a repository back, and notes again since when subjects are
   * gone.
   */
  public void restoreTags(long entry, Instant now) {
    handle.createUpdate(RESTORE_TAGS).bind("entry", entry).execute();
    at(RESTORE_ORPHANS, entry, now).execute();
  }

  /**
   * Gives those of the entry's tags that are free to a living image of its repository.
   *
   * @return which
   */
  public List<Tag> giveTags(long entry, long imageId) {
    return query(GIVE_TAGS, entry)
        .bind("image", imageId)
        .map((row, _) -> new Tag(row.getString(1)))
        .list();
  }

  /**
   * Removes the first images of the entry.
   *
   * @param limit how many at most
   * @return how many
   */
  public int delete(long entry, int limit) {
    int images = 0;
    for (String statement : DELETE) {
      images = handle.createUpdate(statement).bind("entry", entry).bind("limit", limit).execute();
    }
    return images;
  }

  /** Removes every image of the entry. */
  public void deleteAll(long entry) {
    delete(entry, Integer.MAX_VALUE);
  }

  /** The image of an entry that is no repository's. */
  public Optional<Image> of(long entry) {
    return of(entry, 1).stream().findFirst();
  }

  private Query query(String statement, long entry) {
    return handle.createQuery(statement).bind("entry", entry);
  }

  private Update at(String statement, long entry, Instant now) {
    return handle.createUpdate(statement).bind("entry", entry).bind("now", Micros.of(now));
  }
}
