package dev.berth.metadata;

import dev.berth.model.CreationScenario;
import dev.berth.model.CreationTemplate;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What repositories are made with that nobody creates by a call (ECR dossier 18), unique by prefix
 * in their registry.
 */
public final class CreationTemplateTable {
  private static final Dialect.Sql FIND_ALL =
      Dialect.sql(
          dialect ->
              """
              select *
                from creation_template
               where account = :account
                 and region = :region
                 and prefix in (%s)
               order by prefix
              """
                  .formatted(dialect.texts("prefixes")));

  private static final String PAGE =
      """
      select *
        from creation_template
       where account = :account
         and region = :region
         and prefix > :after
       order by prefix
       limit :limit
      """;

  private static final String COUNT =
      """
      select count(*)
        from creation_template
       where account = :account
         and region = :region
      """;

  private static final String INSERT =
      """
      insert into creation_template
             (account, region, prefix, written, description, encryption, kms_key, resource_tags,
              tag_mutability, tag_exclusions, repository_policy, lifecycle_policy, applied_for,
              custom_role, created_at, updated_at)
      values (:account, :region, :prefix, :written, :description, :encryption, :kmsKey, :tags,
              :mutability, :exclusions, :repositoryPolicy, :lifecyclePolicy, :appliedFor,
              :customRole, :createdAt, :updatedAt)
      on conflict do nothing
      """;

  private static final String UPDATE =
      """
      update creation_template
         set description = :description,
             encryption = :encryption,
             kms_key = :kmsKey,
             resource_tags = :tags,
             tag_mutability = :mutability,
             tag_exclusions = :exclusions,
             repository_policy = :repositoryPolicy,
             lifecycle_policy = :lifecyclePolicy,
             applied_for = :appliedFor,
             custom_role = :customRole,
             updated_at = :updatedAt
       where account = :account
         and region = :region
         and prefix = :prefix
      """;

  private static final String DELETE =
      """
      delete from creation_template
       where account = :account
         and region = :region
         and prefix = :prefix
      """;

  // neither is in the key or value of a resource tag
  private static final String BETWEEN_TAGS = "\n";
  private static final String BEFORE_VALUE = "\t";

  private final Handle handle;
  private final Dialect dialect;

  CreationTemplateTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /** The template of that prefix. */
  public Optional<CreationTemplate> find(RegistryId registry, RepositoryPrefix prefix) {
    return findAll(registry, List.of(prefix)).stream().findFirst();
  }

  /** Those of the prefixes that have a template, by prefix. */
  public List<CreationTemplate> findAll(
      RegistryId registry, Collection<RepositoryPrefix> prefixes) {
    return RepositoryTable.in(handle.createQuery(FIND_ALL.in(dialect)), registry)
        .bind("prefixes", Dialect.list(prefixes.stream().map(RepositoryPrefix::key).toList()))
        .map((row, _) -> template(row))
        .list();
  }

  /** The registry's templates by prefix, in byte order. */
  public Page<CreationTemplate, String> page(RegistryId registry, Page.Request<String> request) {
    List<CreationTemplate> rows =
        RepositoryTable.in(handle.createQuery(PAGE), registry)
            .bind("after", request.after().orElse(""))
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> template(row))
            .list();
    return Keyset.page(rows, request, template -> template.prefix().key());
  }

  public long count(RegistryId registry) {
    return RepositoryTable.in(handle.createQuery(COUNT), registry).mapTo(Long.class).one();
  }

  /** Whether it was inserted: not when its prefix has a template. */
  public boolean insert(CreationTemplate template) {
    return bound(handle.createUpdate(INSERT), template)
            .bind("written", template.prefix().value())
            .bind("createdAt", Micros.of(template.createdAt()))
            .execute()
        == 1;
  }

  /** Replaces all but the prefix and when it was made. */
  public void update(CreationTemplate template) {
    bound(handle.createUpdate(UPDATE), template).execute();
  }

  public void delete(RegistryId registry, RepositoryPrefix prefix) {
    RepositoryTable.in(handle.createUpdate(DELETE), registry)
        .bind("prefix", prefix.key())
        .execute();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, CreationTemplate template) {
    return RepositoryTable.in(statement, template.registry())
        .bind("prefix", template.prefix().key())
        .bind("description", template.description().orElse(null))
        .bind("encryption", template.encryption().type().name())
        .bind("kmsKey", template.encryption().kmsKey().orElse(null))
        .bind("tags", tags(template.resourceTags()))
        .bind("mutability", template.tagMutability().mode().name())
        .bind("exclusions", RepositoryTable.exclusions(template.tagMutability()))
        .bind("repositoryPolicy", template.repositoryPolicy().orElse(null))
        .bind("lifecyclePolicy", template.lifecyclePolicy().orElse(null))
        .bind(
            "appliedFor",
            template.appliedFor().stream().map(Enum::name).collect(Collectors.joining(" ")))
        .bind("customRole", template.customRole().orElse(null))
        .bind("updatedAt", Micros.of(template.updatedAt()));
  }

  private static CreationTemplate template(ResultSet row) throws SQLException {
    return new CreationTemplate(
        RepositoryTable.registry(row),
        new RepositoryPrefix(row.getString("written")),
        Optional.ofNullable(row.getString("description")),
        RepositoryTable.encryption(row),
        tags(row.getString("resource_tags")),
        RepositoryTable.tagMutability(row),
        Optional.ofNullable(row.getString("repository_policy")),
        Optional.ofNullable(row.getString("lifecycle_policy")),
        words(row.getString("applied_for")).map(CreationScenario::valueOf).toList(),
        Optional.ofNullable(row.getString("custom_role")),
        Micros.at(row.getLong("created_at")),
        Micros.at(row.getLong("updated_at")));
  }

  private static Stream<String> words(String text) {
    return text.isEmpty() ? Stream.of() : Stream.of(text.split(" "));
  }

  private static String tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> tag.getKey() + BEFORE_VALUE + tag.getValue())
        .collect(Collectors.joining(BETWEEN_TAGS));
  }

  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      for (String tag : text.split(BETWEEN_TAGS)) {
        int value = tag.indexOf(BEFORE_VALUE);
        tags.put(tag.substring(0, value), tag.substring(value + 1));
      }
    }
    return tags;
  }
}
