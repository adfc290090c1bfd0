package dev.berth.metadata;

import dev.berth.model.Arn;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Users and roles whose pulls a registry does not record (ECR dossier 13). */
public final class PullTimeExclusionTable {
  private static final String ADD =
      """
      insert into pull_time_exclusion (account, region, principal, created_at)
      values (:account, :region, :principal, :at)
      on conflict (account, region, principal) do nothing
      """;

  private static final String REMOVE =
      """
      delete from pull_time_exclusion
       where account = :account
         and region = :region
         and principal = :principal
      """;

  private static final String PAGE =
      """
      select principal
        from pull_time_exclusion
       where account = :account
         and region = :region
         and principal > :after
       order by principal
       limit :limit
      """;

  private static final String ALL =
      """
      select principal
        from pull_time_exclusion
       where account = :account
         and region = :region
      """;

  private final Handle handle;

  PullTimeExclusionTable(Handle handle) {
    this.handle = handle;
  }

  /**
   * Adds a user or role.
   *
   * @return whether it was not there
   */
  public boolean add(RegistryId registry, Arn principal, Instant at) {
    return RepositoryTable.in(handle.createUpdate(ADD), registry)
            .bind("principal", principal.toString())
            .bind("at", Micros.of(at))
            .execute()
        > 0;
  }

  /**
   * Removes a user or role.
   *
   * @return whether it was there
   */
  public boolean remove(RegistryId registry, Arn principal) {
    return RepositoryTable.in(handle.createUpdate(REMOVE), registry)
            .bind("principal", principal.toString())
            .execute()
        > 0;
  }

  /** Some of them in byte order. */
  public Page<Arn, Arn> page(RegistryId registry, Page.Request<Arn> request) {
    List<Arn> rows =
        RepositoryTable.in(handle.createQuery(PAGE), registry)
            .bind("after", request.after().map(Arn::toString).orElse(""))
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> Arn.parse(row.getString(1)))
            .list();
    return Keyset.page(rows, request, principal -> principal);
  }

  /** All of them, as text. */
  public Set<String> all(RegistryId registry) {
    return new TreeSet<>(
        RepositoryTable.in(handle.createQuery(ALL), registry).mapTo(String.class).list());
  }
}
