package dev.berth.metadata;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What lifecycle must not touch in a repository: digests and patterns over tags. */
public final class LifecycleProtectionTable {
  private static final String OF =
      """
      select pattern
        from lifecycle_protection
       where repository_id = :repository
       order by pattern
      """;

  private static final String ADD =
      """
      insert into lifecycle_protection (repository_id, pattern, since)
      values (:repository, :pattern, :since)
      on conflict (repository_id, pattern) do nothing
      """;

  private static final String REMOVE =
      """
      delete from lifecycle_protection
       where repository_id = :repository
         and pattern = :pattern
      """;

  private static final String DELETE_OF_REPOSITORY =
      """
      delete from lifecycle_protection
       where repository_id = :repository
      """;

  private final Handle handle;

  LifecycleProtectionTable(Handle handle) {
    this.handle = handle;
  }

  /** All of the repository, in byte order. */
  public List<String> of(long repositoryId) {
    return handle.createQuery(OF).bind("repository", repositoryId).mapTo(String.class).list();
  }

  /** Adds one; one that is there keeps its time. */
  public void add(long repositoryId, String pattern, Instant since) {
    handle
        .createUpdate(ADD)
        .bind("repository", repositoryId)
        .bind("pattern", pattern)
        .bind("since", Micros.of(since))
        .execute();
  }

  /**
   * Removes one.
   *
   * @return whether it was there
   */
  public boolean remove(long repositoryId, String pattern) {
    return handle
            .createUpdate(REMOVE)
            .bind("repository", repositoryId)
            .bind("pattern", pattern)
            .execute()
        > 0;
  }

  void deleteOfRepository(long repositoryId) {
    handle.createUpdate(DELETE_OF_REPOSITORY).bind("repository", repositoryId).execute();
  }
}
