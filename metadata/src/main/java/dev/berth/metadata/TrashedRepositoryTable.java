package dev.berth.metadata;

import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Deleted repositories: their settings, resource tags, policies and protections. */
public final class TrashedRepositoryTable {
  private static final String TAKE =
      """
      insert into trashed_repository
             (id, entry_id, created_at, tag_mutability, tag_exclusions, scan_on_push, encryption, kms_key)
      select id, :entry, created_at, tag_mutability, tag_exclusions, scan_on_push, encryption, kms_key
        from repository
       where id = :repository
      """;

  private static final List<String> TAKE_REST =
      List.of(
          """
          insert into trashed_resource_tag (repository_id, key, value)
          select repository_id, key, value
            from resource_tag
           where repository_id = :repository
          """,
          """
          insert into trashed_repository_policy (repository_id, document)
          select repository_id, document
            from repository_policy
           where repository_id = :repository
          """,
          """
          insert into trashed_lifecycle_policy
                 (repository_id, policy_id, version, document, evaluated_at, losses)
          select repository_id, policy_id, version, document, evaluated_at, losses
            from lifecycle_policy
           where repository_id = :repository
          """,
          """
          insert into trashed_lifecycle_protection (repository_id, pattern, since)
          select repository_id, pattern, since
            from lifecycle_protection
           where repository_id = :repository
          """);

  private static final Dialect.Sql RESTORE =
      new Dialect.Sql(restore(""), restore("overriding system value"));

  private static final List<String> RESTORE_REST =
      List.of(
          """
          insert into resource_tag (repository_id, key, value)
          select repository_id, key, value
            from trashed_resource_tag
           where repository_id = :repository
          """,
          """
          insert into repository_policy (repository_id, document)
          select repository_id, document
            from trashed_repository_policy
           where repository_id = :repository
          """,
          """
          insert into lifecycle_protection (repository_id, pattern, since)
          select repository_id, pattern, since
            from trashed_lifecycle_protection
           where repository_id = :repository
          """);

  private static final String RESTORE_LIFECYCLE_POLICY =
      """
      insert into lifecycle_policy
             (repository_id, policy_id, version, document, due_at, evaluated_at, losses)
      select repository_id, policy_id, version, document, :due, evaluated_at, losses
        from trashed_lifecycle_policy
       where repository_id = :repository
      """;

  private static final List<String> DELETE =
      List.of(
          of("trashed_resource_tag"),
          of("trashed_repository_policy"),
          of("trashed_lifecycle_policy"),
          of("trashed_lifecycle_protection"),
          """
          delete from trashed_repository
           where entry_id = :entry
          """);

  private final Handle handle;
  private final Dialect dialect;

  TrashedRepositoryTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  private static String restore(String overriding) {
    return """
        insert into repository
               (id, account, region, name, created_at, tag_mutability, tag_exclusions, scan_on_push, encryption, kms_key)
               %s
        select id, :account, :region, :name, created_at, tag_mutability, tag_exclusions, scan_on_push, encryption, kms_key
          from trashed_repository
         where id = :repository
        on conflict do nothing
        returning id
        """
        .formatted(overriding);
  }

  private static String of(String table) {
    return """
        delete from %s
         where repository_id in (select id
                                   from trashed_repository
                                  where entry_id = :entry)
        """
        .formatted(table);
  }

  /** Copies the repository and what hangs on it, but for its images. */
  void take(long entry, long repositoryId) {
    handle.createUpdate(TAKE).bind("entry", entry).bind("repository", repositoryId).execute();
    for (String statement : TAKE_REST) {
      handle.createUpdate(statement).bind("repository", repositoryId).execute();
    }
  }

  /**
   * Brings the repository back, without its images.
   *
   * @param address where it is from now on
   * @param due when its lifecycle policy is to be evaluated
   * @return empty when the name is taken
   */
  public Optional<Repository> restore(long repositoryId, RepositoryAddress address, Instant due) {
    boolean back =
        RepositoryTable.at(handle.createQuery(RESTORE.in(dialect)), address)
            .bind("repository", repositoryId)
            .mapTo(Long.class)
            .findOne()
            .isPresent();
    if (!back) {
      return Optional.empty();
    }
    for (String statement : RESTORE_REST) {
      handle.createUpdate(statement).bind("repository", repositoryId).execute();
    }
    handle
        .createUpdate(RESTORE_LIFECYCLE_POLICY)
        .bind("repository", repositoryId)
        .bind("due", Micros.of(due))
        .execute();
    return new RepositoryTable(handle, dialect).find(address);
  }

  /** Removes what the entry has of a repository; nothing for an image's. */
  void delete(long entry) {
    for (String statement : DELETE) {
      handle.createUpdate(statement).bind("entry", entry).execute();
    }
  }
}
