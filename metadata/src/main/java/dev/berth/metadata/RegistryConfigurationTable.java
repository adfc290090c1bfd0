package dev.berth.metadata;

import dev.berth.model.RegistryId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * How registries scan, sign and replicate, at most one text of each kind (ECR dossier 14 to 16).
 * What the text says is known where it is obeyed.
 */
public final class RegistryConfigurationTable {
  private static final String FIND =
      """
      select document
        from registry_configuration
       where account = :account
         and region = :region
         and kind = :kind
      """;

  private static final String PUT =
      """
      insert into registry_configuration (account, region, kind, document)
      values (:account, :region, :kind, :document)
      on conflict (account, region, kind) do update
         set document = excluded.document
      """;

  private static final String DELETE =
      """
      delete from registry_configuration
       where account = :account
         and region = :region
         and kind = :kind
      """;

  private final Handle handle;

  /** What is configured. */
  public enum Kind {
    SCANNING,
    SIGNING,
    REPLICATION
  }

  RegistryConfigurationTable(Handle handle) {
    this.handle = handle;
  }

  /** The configuration, if the registry has one. */
  public Optional<String> find(RegistryId registry, Kind kind) {
    return of(handle.createQuery(FIND), registry, kind).mapTo(String.class).findOne();
  }

  /** Sets the configuration, in the place of one that is there. */
  public void put(RegistryId registry, Kind kind, String document) {
    of(handle.createUpdate(PUT), registry, kind).bind("document", document).execute();
  }

  /** Removes the configuration; one that is not there is no mistake. */
  public void delete(RegistryId registry, Kind kind) {
    of(handle.createUpdate(DELETE), registry, kind).execute();
  }

  private static <S extends SqlStatement<S>> S of(S statement, RegistryId registry, Kind kind) {
    return RepositoryTable.in(statement, registry).bind("kind", kind.name());
  }
}
