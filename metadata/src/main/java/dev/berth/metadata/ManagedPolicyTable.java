package dev.berth.metadata;

import dev.berth.model.AccountId;
import dev.berth.model.ManagedPolicy;
import dev.berth.model.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The managed policies that accounts made, with their versions. */
public final class ManagedPolicyTable {
  private static final String COLUMNS =
      "id, account, name, path, description, created_at, updated_at, default_version, last_version";

  private static final String INSERT =
      """
      insert into managed_policy (id, account, name, folded_name, path, description,
                                  created_at, updated_at, default_version, last_version)
      values (:id, :account, :name, :folded, :path, :description, :createdAt, :updatedAt,
              :defaultVersion, :lastVersion)
      """;

  private static final String FIND =
      """
      select %s
        from managed_policy
       where account = :account
         and folded_name = :folded
      """
          .formatted(COLUMNS);

  private static final String PAGE =
      """
      select %s
        from managed_policy
       where account = :account
         and folded_name > :after
         and substr(path, 1, length(:prefix)) = :prefix
       order by folded_name
       limit :limit
      """
          .formatted(COLUMNS);

  private static final String COUNT =
      """
      select count(*)
        from managed_policy
       where account = :account
      """;

  private static final String UPDATE =
      """
      update managed_policy
         set updated_at = :updatedAt,
             default_version = :defaultVersion,
             last_version = :lastVersion
       where id = :id
      """;

  private static final String DELETE =
      """
      delete from managed_policy
       where id = :id
      """;

  private static final String ADD_VERSION =
      """
      insert into managed_policy_version (policy_id, version, document, created_at)
      values (:policy, :version, :document, :createdAt)
      """;

  private static final String VERSIONS =
      """
      select version, document, created_at
        from managed_policy_version
       where policy_id = :policy
       order by version desc
      """;

  private static final String VERSION =
      """
      select version, document, created_at
        from managed_policy_version
       where policy_id = :policy
         and version = :version
      """;

  private static final String DELETE_VERSION =
      """
      delete from managed_policy_version
       where policy_id = :policy
         and version = :version
      """;

  private static final String DELETE_VERSIONS =
      """
      delete from managed_policy_version
       where policy_id = :policy
      """;

  private final Handle handle;

  ManagedPolicyTable(Handle handle) {
    this.handle = handle;
  }

  /** Adds a policy without versions. */
  public void insert(AccountId account, ManagedPolicy policy) {
    handle
        .createUpdate(INSERT)
        .bind("id", policy.id())
        .bind("account", account.value())
        .bind("name", policy.name())
        .bind("folded", IdentityTable.folded(policy.name()))
        .bind("path", policy.path())
        .bind("description", policy.description().orElse(null))
        .bind("createdAt", Micros.of(policy.createdAt()))
        .bind("updatedAt", Micros.of(policy.updatedAt()))
        .bind("defaultVersion", policy.defaultVersion())
        .bind("lastVersion", policy.lastVersion())
        .execute();
  }

  /** The one of that name, whatever the case. */
  public Optional<ManagedPolicy> find(AccountId account, String name) {
    return handle
        .createQuery(FIND)
        .bind("account", account.value())
        .bind("folded", IdentityTable.folded(name))
        .map((row, _) -> policy(row))
        .findOne();
  }

  /**
   * Those whose path begins so, by name.
   *
   * @param request positions are names in lower case
   */
  public Page<ManagedPolicy, String> page(
      AccountId account, String pathPrefix, Page.Request<String> request) {
    List<ManagedPolicy> rows =
        handle
            .createQuery(PAGE)
            .bind("account", account.value())
            .bind("after", request.after().orElse(""))
            .bind("prefix", pathPrefix)
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> policy(row))
            .list();
    return Keyset.page(rows, request, policy -> IdentityTable.folded(policy.name()));
  }

  public long count(AccountId account) {
    return handle.createQuery(COUNT).bind("account", account.value()).mapTo(Long.class).one();
  }

  /** Says which version counts, and which number was given last. */
  public void update(String id, int defaultVersion, int lastVersion, Instant at) {
    handle
        .createUpdate(UPDATE)
        .bind("id", id)
        .bind("defaultVersion", defaultVersion)
        .bind("lastVersion", lastVersion)
        .bind("updatedAt", Micros.of(at))
        .execute();
  }

  /** Removes the policy with all its versions. */
  public void delete(String id) {
    handle.createUpdate(DELETE_VERSIONS).bind("policy", id).execute();
    handle.createUpdate(DELETE).bind("id", id).execute();
  }

  public void addVersion(String id, ManagedPolicy.Version version) {
    handle
        .createUpdate(ADD_VERSION)
        .bind("policy", id)
        .bind("version", version.number())
        .bind("document", version.document())
        .bind("createdAt", Micros.of(version.createdAt()))
        .execute();
  }

  /** All versions, the newest first; there are five at most. */
  public List<ManagedPolicy.Version> versions(String id) {
    return handle.createQuery(VERSIONS).bind("policy", id).map((row, _) -> version(row)).list();
  }

  public Optional<ManagedPolicy.Version> version(String id, int number) {
    return handle
        .createQuery(VERSION)
        .bind("policy", id)
        .bind("version", number)
        .map((row, _) -> version(row))
        .findOne();
  }

  public void deleteVersion(String id, int number) {
    handle.createUpdate(DELETE_VERSION).bind("policy", id).bind("version", number).execute();
  }

  private static ManagedPolicy policy(ResultSet row) throws SQLException {
    AccountId account = new AccountId(row.getString("account"));
    String name = row.getString("name");
    String path = row.getString("path");
    return new ManagedPolicy(
        row.getString("id"),
        ManagedPolicy.arn(account, path, name),
        name,
        path,
        Optional.ofNullable(row.getString("description")),
        Micros.at(row.getLong("created_at")),
        Micros.at(row.getLong("updated_at")),
        row.getInt("default_version"),
        row.getInt("last_version"));
  }

  private static ManagedPolicy.Version version(ResultSet row) throws SQLException {
    return new ManagedPolicy.Version(
        row.getInt("version"), row.getString("document"), Micros.at(row.getLong("created_at")));
  }
}
