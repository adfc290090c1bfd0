package dev.berth.metadata;

import dev.berth.model.AccountId;
import dev.berth.model.Region;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Where an account has settings for which a service of ECR acts in it: what keeps the role of that
 * service from being deleted (IAM dossier 10).
 */
public final class ServiceUseQueries {
  private static final String CREATION_TEMPLATES =
      """
      select distinct region
        from creation_template
       where account = :account
       order by region
      """;

  private static final String CACHE_RULES =
      """
      select distinct region
        from pull_through_cache_rule
       where account = :account
       order by region
      """;

  private static final String REPLICATION =
      """
      select region
        from registry_configuration
       where account = :account
         and kind = 'REPLICATION'
         and document <> ''
       order by region
      """;

  private final Handle handle;

  ServiceUseQueries(Handle handle) {
    this.handle = handle;
  }

  /** The Regions with repository creation templates. */
  public List<Region> ofCreationTemplates(AccountId account) {
    return regions(CREATION_TEMPLATES, account);
  }

  /** The Regions with pull-through cache rules. */
  public List<Region> ofCacheRules(AccountId account) {
    return regions(CACHE_RULES, account);
  }

  /** The Regions whose images go elsewhere: those that have rules, and not only had. */
  public List<Region> ofReplication(AccountId account) {
    return regions(REPLICATION, account);
  }

  private List<Region> regions(String query, AccountId account) {
    return handle
        .createQuery(query)
        .bind("account", account.value())
        .map((row, _) -> new Region(row.getString(1)))
        .list();
  }
}
