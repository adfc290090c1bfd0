package dev.berth.metadata;

import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Images that went into the archive or came back, whose referrers have yet to follow (ECR dossier
 * 8).
 */
public final class FollowingReferrersTable {
  private static final Dialect.Sql ADD =
      Dialect.sql(
          dialect ->
              """
              insert into referrers_to_follow (image_id, since)
              select s.id, :since
                from image s
               where s.id in (%s)
                 and exists (select 1
                               from image i
                              where i.repository_id = s.repository_id
                                and i.subject = s.digest)
              on conflict (image_id) do nothing
              """
                  .formatted(dialect.integers("images")));

  private static final String NEXT =
      """
      select i.*, r.account, r.region, r.name
        from referrers_to_follow f
        join image i on i.id = f.image_id
        join repository r on r.id = i.repository_id
       where f.image_id > :after
       order by f.image_id
       limit :limit
      """;

  private static final String BEHIND =
      """
      select i.*
        from image i
       where i.repository_id = :repository
         and i.subject = :subject
         and (i.status = 'ARCHIVED') <> :archived
         and (i.status = 'ARCHIVED'
              or not exists (select 1
                               from image_child c
                               join image p on p.id = c.parent_id
                              where c.child_id = i.id
                                and p.status <> 'ARCHIVED'))
       order by i.id
       limit :limit
      """;

  private static final String DELETE =
      """
      delete from referrers_to_follow
       where image_id = :image
      """;

  private static final String DELETE_OF_REPOSITORY =
      """
      delete from referrers_to_follow
       where image_id in (select id
                            from image
                           where repository_id = :repository)
      """;

  private final Handle handle;
  private final Dialect dialect;

  FollowingReferrersTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /**
   * A subject and where it is.
   *
   * @param repository its repository
   * @param image the subject
   */
  public record Subject(RepositoryAddress repository, Image image) {}

  /** Notes that the images' referrers are to follow them; one that has none is not noted. */
  public void add(Collection<Long> imageIds, Instant since) {
    handle
        .createUpdate(ADD.in(dialect))
        .bind("images", Dialect.list(imageIds))
        .bind("since", Micros.of(since))
        .execute();
  }

  /**
   * Those that are noted, by id.
   *
   * @param after the id of the last one seen; 0 for the first page
   */
  public List<Subject> next(long after, int limit) {
    return handle
        .createQuery(NEXT)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> new Subject(RepositoryTable.address(row), ImageTable.image(row)))
        .list();
  }

  /**
   * Referrers of the subject that are archived and should not be, or the other way round; those
   * that an index outside the archive names stay where they are.
   */
  public List<Image> behind(Image subject, boolean archived, int limit) {
    return handle
        .createQuery(BEHIND)
        .bind("repository", subject.repositoryId())
        .bind("subject", subject.digest().toString())
        .bind("archived", archived)
        .bind("limit", limit)
        .map((row, _) -> ImageTable.image(row))
        .list();
  }

  /** Forgets the image: its referrers have followed. */
  public void delete(long imageId) {
    handle.createUpdate(DELETE).bind("image", imageId).execute();
  }

  void deleteOfRepository(long repositoryId) {
    handle.createUpdate(DELETE_OF_REPOSITORY).bind("repository", repositoryId).execute();
  }
}
