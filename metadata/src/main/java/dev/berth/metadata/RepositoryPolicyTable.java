package dev.berth.metadata;

import dev.berth.model.RepositoryAddress;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The policies of repositories, at most one each (ECR dossier 9): text in which users and roles
 * stand as their ids.
 */
public final class RepositoryPolicyTable {
  private static final String FIND =
      """
      select p.document
        from repository_policy p
        join repository r on r.id = p.repository_id
       where r.account = ?
         and r.region = ?
         and r.name = ?
      """;

  private static final String PUT =
      """
      insert into repository_policy (repository_id, document)
      values (:repository, :document)
      on conflict (repository_id) do update
         set document = excluded.document
      """;

  private static final String DELETE =
      """
      delete from repository_policy
       where repository_id = :repository
      """;

  private final Handle handle;

  RepositoryPolicyTable(Handle handle) {
    this.handle = handle;
  }

  /** The policy of the repository; empty when it has none, or there is no such repository. */
  public Optional<String> find(RepositoryAddress address) {
    return DirectQueries.first(
        handle,
        FIND,
        row -> row.getString(1),
        address.registry().account().value(),
        address.registry().region().value(),
        address.name().value());
  }

  /** Sets the policy, in the place of one that is there. */
  public void put(long repositoryId, String document) {
    handle.createUpdate(PUT).bind("repository", repositoryId).bind("document", document).execute();
  }

  /** Removes the policy; one that is not there is no mistake. */
  public void delete(long repositoryId) {
    handle.createUpdate(DELETE).bind("repository", repositoryId).execute();
  }
}
