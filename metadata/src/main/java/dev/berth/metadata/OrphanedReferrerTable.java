package dev.berth.metadata;

import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Referrers whose subject was deleted, and since when (ECR dossier 8). An image that names a
 * subject which was never there is none of them.
 */
public final class OrphanedReferrerTable {
  private static final String SUBJECT_GONE =
      """
      insert into orphaned_referrer (image_id, since)
      select id, :since
        from image
       where repository_id = :repository
         and subject = :subject
      on conflict (image_id) do nothing
      """;

  private static final String SUBJECT_IS_BACK =
      """
      delete from orphaned_referrer
       where image_id in (select id
                            from image
                           where repository_id = :repository
                             and subject = :subject)
      """;

  private static final String DUE =
      """
      select i.*, r.account, r.region, r.name
        from orphaned_referrer o
        join image i on i.id = o.image_id
        join repository r on r.id = i.repository_id
       where o.since <= :since
         and i.id > :after
         and not exists (select 1
                           from image_child c
                          where c.child_id = i.id)
       order by i.id
       limit :limit
      """;

  private static final String IS_DUE =
      """
      select count(*)
        from orphaned_referrer
       where image_id = :image
         and since <= :since
      """;

  private static final String DELETE =
      """
      delete from orphaned_referrer
       where image_id = :image
      """;

  private static final String DELETE_OF_REPOSITORY =
      """
      delete from orphaned_referrer
       where image_id in (select id
                            from image
                           where repository_id = :repository)
      """;

  private final Handle handle;

  OrphanedReferrerTable(Handle handle) {
    this.handle = handle;
  }

  /**
   * A referrer and where it is.
   *
   * @param repository its repository
   * @param image the referrer
   */
  public record Orphan(RepositoryAddress repository, Image image) {}

  /** Notes that the subject was deleted; referrers that were noted before keep their time. */
  public void subjectGone(long repositoryId, Digest subject, Instant since) {
    handle
        .createUpdate(SUBJECT_GONE)
        .bind("repository", repositoryId)
        .bind("subject", subject.toString())
        .bind("since", Micros.of(since))
        .execute();
  }

  /** Forgets the subject's referrers, because it was pushed again. */
  public void subjectIsBack(long repositoryId, Digest subject) {
    handle
        .createUpdate(SUBJECT_IS_BACK)
        .bind("repository", repositoryId)
        .bind("subject", subject.toString())
        .execute();
  }

  /**
   * Orphans since {@code since} or before that no index names, in the order of their first push.
   *
   * @param after the id of the last one seen; 0 for the first page
   */
  public List<Orphan> due(Instant since, long after, int limit) {
    return handle
        .createQuery(DUE)
        .bind("since", Micros.of(since))
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> new Orphan(RepositoryTable.address(row), ImageTable.image(row)))
        .list();
  }

  /** Whether the image is an orphan since {@code since} or before. */
  public boolean isDue(long imageId, Instant since) {
    return handle
            .createQuery(IS_DUE)
            .bind("image", imageId)
            .bind("since", Micros.of(since))
            .mapTo(Long.class)
            .one()
        > 0;
  }

  void deleteOfImage(long imageId) {
    handle.createUpdate(DELETE).bind("image", imageId).execute();
  }

  void deleteOfRepository(long repositoryId) {
    handle.createUpdate(DELETE_OF_REPOSITORY).bind("repository", repositoryId).execute();
  }
}
