package dev.berth.metadata;

import dev.berth.model.Page;
import dev.berth.model.PullThroughCacheRule;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.model.UpstreamRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Where images come from (ECR dossier 17.2), unique by prefix in their registry. */
public final class PullThroughCacheRuleTable {
  private static final Dialect.Sql FIND_ALL =
      Dialect.sql(
          dialect ->
              """
              select *
                from pull_through_cache_rule
               where account = :account
                 and region = :region
                 and prefix in (%s)
               order by prefix
              """
                  .formatted(dialect.texts("prefixes")));

  private static final String PAGE =
      """
      select *
        from pull_through_cache_rule
       where account = :account
         and region = :region
         and prefix > :after
       order by prefix
       limit :limit
      """;

  private static final String COUNT =
      """
      select count(*)
        from pull_through_cache_rule
       where account = :account
         and region = :region
      """;

  private static final String INSERT =
      """
      insert into pull_through_cache_rule
             (account, region, prefix, written, upstream, upstream_url, upstream_prefix, credential,
              custom_role, created_at, updated_at)
      values (:account, :region, :prefix, :written, :upstream, :url, :upstreamPrefix, :credential,
              :customRole, :createdAt, :updatedAt)
      on conflict do nothing
      """;

  private static final String UPDATE =
      """
      update pull_through_cache_rule
         set credential = :credential,
             custom_role = :customRole,
             updated_at = :updatedAt
       where account = :account
         and region = :region
         and prefix = :prefix
      """;

  private static final String DELETE =
      """
      delete from pull_through_cache_rule
       where account = :account
         and region = :region
         and prefix = :prefix
      """;

  private final Handle handle;
  private final Dialect dialect;

  PullThroughCacheRuleTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /** The rule of that prefix. */
  public Optional<PullThroughCacheRule> find(RegistryId registry, RepositoryPrefix prefix) {
    return findAll(registry, List.of(prefix)).stream().findFirst();
  }

  /** Those of the prefixes that have a rule, by prefix. */
  public List<PullThroughCacheRule> findAll(
      RegistryId registry, Collection<RepositoryPrefix> prefixes) {
    return RepositoryTable.in(handle.createQuery(FIND_ALL.in(dialect)), registry)
        .bind("prefixes", Dialect.list(prefixes.stream().map(RepositoryPrefix::key).toList()))
        .map((row, _) -> rule(row))
        .list();
  }

  /** The registry's rules by prefix, in byte order. */
  public Page<PullThroughCacheRule, String> page(
      RegistryId registry, Page.Request<String> request) {
    List<PullThroughCacheRule> rows =
        RepositoryTable.in(handle.createQuery(PAGE), registry)
            .bind("after", request.after().orElse(""))
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> rule(row))
            .list();
    return Keyset.page(rows, request, rule -> rule.prefix().key());
  }

  public long count(RegistryId registry) {
    return RepositoryTable.in(handle.createQuery(COUNT), registry).mapTo(Long.class).one();
  }

  /** Whether it was inserted: not when its prefix has a rule. */
  public boolean insert(PullThroughCacheRule rule) {
    return bound(handle.createUpdate(INSERT), rule)
            .bind("written", rule.prefix().value())
            .bind("upstream", rule.upstream().wireName())
            .bind("url", rule.upstreamUrl())
            .bind("upstreamPrefix", rule.upstreamPrefix().value())
            .bind("createdAt", Micros.of(rule.createdAt()))
            .execute()
        == 1;
  }

  /** Replaces how it is logged in, and when it was changed. */
  public void update(PullThroughCacheRule rule) {
    bound(handle.createUpdate(UPDATE), rule).execute();
  }

  public void delete(RegistryId registry, RepositoryPrefix prefix) {
    RepositoryTable.in(handle.createUpdate(DELETE), registry)
        .bind("prefix", prefix.key())
        .execute();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, PullThroughCacheRule rule) {
    return RepositoryTable.in(statement, rule.registry())
        .bind("prefix", rule.prefix().key())
        .bind("credential", rule.credential().orElse(null))
        .bind("customRole", rule.customRole().orElse(null))
        .bind("updatedAt", Micros.of(rule.updatedAt()));
  }

  private static PullThroughCacheRule rule(ResultSet row) throws SQLException {
    return new PullThroughCacheRule(
        RepositoryTable.registry(row),
        new RepositoryPrefix(row.getString("written")),
        UpstreamRegistry.named(row.getString("upstream")).orElseThrow(),
        row.getString("upstream_url"),
        new RepositoryPrefix(row.getString("upstream_prefix")),
        Optional.ofNullable(row.getString("credential")),
        Optional.ofNullable(row.getString("custom_role")),
        Micros.at(row.getLong("created_at")),
        Micros.at(row.getLong("updated_at")));
  }
}
