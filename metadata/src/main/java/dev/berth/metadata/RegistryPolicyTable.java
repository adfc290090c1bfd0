package dev.berth.metadata;

import dev.berth.model.RegistryId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The policies of registries, at most one each (ECR dossier 10): text in which users and roles
 * stand as their ids.
 */
public final class RegistryPolicyTable {
  private static final String FIND =
      """
      select document
        from registry_policy
       where account = ?
         and region = ?
      """;

  private static final String PUT =
      """
      insert into registry_policy (account, region, document)
      values (:account, :region, :document)
      on conflict (account, region) do update
         set document = excluded.document
      """;

  private static final String DELETE =
      """
      delete from registry_policy
       where account = :account
         and region = :region
      """;

  private final Handle handle;

  RegistryPolicyTable(Handle handle) {
    this.handle = handle;
  }

  /** The policy of the registry, if it has one. */
  public Optional<String> find(RegistryId registry) {
    return DirectQueries.first(
        handle,
        FIND,
        row -> row.getString(1),
        registry.account().value(),
        registry.region().value());
  }

  /** Sets the policy, in the place of one that is there. */
  public void put(RegistryId registry, String document) {
    RepositoryTable.in(handle.createUpdate(PUT), registry).bind("document", document).execute();
  }

  /** Removes the policy; one that is not there is no mistake. */
  public void delete(RegistryId registry) {
    RepositoryTable.in(handle.createUpdate(DELETE), registry).execute();
  }
}
