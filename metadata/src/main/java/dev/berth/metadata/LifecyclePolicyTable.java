package dev.berth.metadata;

import dev.berth.model.RepositoryAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The lifecycle policies of repositories, at most one each (ECR dossier 12). */
public final class LifecyclePolicyTable {
  private static final String FIND =
      """
      select p.*
        from lifecycle_policy p
        join repository r on r.id = p.repository_id
       where r.account = :account
         and r.region = :region
         and r.name = :name
      """;

  private static final String PUT =
      """
      insert into lifecycle_policy (repository_id, policy_id, version, document, due_at, losses)
      values (:repository, :policy, 1, :document, :due, 0)
      on conflict (repository_id) do update
         set version = lifecycle_policy.version + 1,
             document = excluded.document,
             due_at = excluded.due_at
      """;

  private static final String DELETE =
      """
      delete from lifecycle_policy
       where repository_id = :repository
      """;

  private static final String DUE =
      """
      select r.account, r.region, r.name
        from lifecycle_policy p
        join repository r on r.id = p.repository_id
       where p.due_at <= :now
       order by p.due_at, p.repository_id
       limit :limit
      """;

  private static final String EVALUATED =
      """
      update lifecycle_policy
         set evaluated_at = :at,
             due_at = :due
       where repository_id = :repository
         and version = :version
         and policy_id = :policy
      """;

  private static final String POSTPONE =
      """
      update lifecycle_policy
         set due_at = :due
       where repository_id = :repository
      """;

  private final Handle handle;

  LifecyclePolicyTable(Handle handle) {
    this.handle = handle;
  }

  /**
   * A policy as it is kept.
   *
   * @param repositoryId whose it is
   * @param policyId made when the repository got its first policy
   * @param version counts the changes, from 1 on
   * @param document its text
   * @param evaluatedAt when it was last evaluated to the end; empty before the first time
   * @param losses rises whenever an image of the repository is deleted or loses a tag
   */
  public record Stored(
      long repositoryId,
      String policyId,
      int version,
      String document,
      Optional<Instant> evaluatedAt,
      long losses) {

    /** Whether it is the same policy, unchanged. */
    public boolean isSame(Stored other) {
      return policyId.equals(other.policyId) && version == other.version;
    }
  }

  /** The policy of the repository; empty when it has none, or there is no such repository. */
  public Optional<Stored> find(RepositoryAddress address) {
    return RepositoryTable.at(handle.createQuery(FIND), address)
        .map((row, _) -> stored(row))
        .findOne();
  }

  /**
   * Sets the policy, in the place of one that is there.
   *
   * @param newId of the policy when the repository has none
   * @param due when it is to be evaluated
   */
  public void put(long repositoryId, String document, String newId, Instant due) {
    handle
        .createUpdate(PUT)
        .bind("repository", repositoryId)
        .bind("policy", newId)
        .bind("document", document)
        .bind("due", Micros.of(due))
        .execute();
  }

  /** Removes the policy; one that is not there is no mistake. */
  public void delete(long repositoryId) {
    handle.createUpdate(DELETE).bind("repository", repositoryId).execute();
  }

  /** The repositories whose policies are to be evaluated by now, the longest due first. */
  public List<RepositoryAddress> due(Instant now, int limit) {
    return handle
        .createQuery(DUE)
        .bind("now", Micros.of(now))
        .bind("limit", limit)
        .map((row, _) -> RepositoryTable.address(row))
        .list();
  }

  /** Notes that the policy was evaluated to the end, unless it was changed meanwhile. */
  public void evaluated(Stored policy, Instant at, Instant due) {
    handle
        .createUpdate(EVALUATED)
        .bind("repository", policy.repositoryId())
        .bind("version", policy.version())
        .bind("policy", policy.policyId())
        .bind("at", Micros.of(at))
        .bind("due", Micros.of(due))
        .execute();
  }

  /** Lets the policy wait, because it could not be evaluated. */
  public void postpone(long repositoryId, Instant due) {
    handle
        .createUpdate(POSTPONE)
        .bind("repository", repositoryId)
        .bind("due", Micros.of(due))
        .execute();
  }

  private static Stored stored(ResultSet row) throws SQLException {
    long evaluated = row.getLong("evaluated_at");
    Optional<Instant> evaluatedAt =
        row.wasNull() ? Optional.empty() : Optional.of(Micros.at(evaluated));
    return new Stored(
        row.getLong("repository_id"),
        row.getString("policy_id"),
        row.getInt("version"),
        row.getString("document"),
        evaluatedAt,
        row.getLong("losses"));
  }
}
