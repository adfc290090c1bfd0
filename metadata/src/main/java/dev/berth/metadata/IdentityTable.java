package dev.berth.metadata;

import dev.berth.model.AccountId;
import dev.berth.model.Arn;
import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.model.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Users, groups and roles. Their names are found whatever their case, as IAM has it. */
public final class IdentityTable {
  private static final String COLUMNS = "id, account, kind, name, path, created_at, boundary";

  private static final String INSERT =
      """
      insert into identity (id, account, kind, name, folded_name, path, created_at, boundary)
      values (:id, :account, :kind, :name, :folded, :path, :createdAt, :boundary)
      """;

  private static final String FIND =
      """
      select %s
        from identity
       where account = :account
         and kind = :kind
         and folded_name = :folded
      """
          .formatted(COLUMNS);

  private static final String BY_ID =
      """
      select %s
        from identity
       where id = :id
      """
          .formatted(COLUMNS);

  private static final String PAGE =
      """
      select %s
        from identity
       where account = :account
         and kind = :kind
         and folded_name > :after
         and substr(path, 1, length(:prefix)) = :prefix
       order by folded_name
       limit :limit
      """
          .formatted(COLUMNS);

  private static final String COUNT =
      """
      select count(*)
        from identity
       where account = :account
         and kind = :kind
      """;

  private static final String RENAME =
      """
      update identity
         set name = :name,
             folded_name = :folded,
             path = :path
       where id = :id
      """;

  private static final String SET_BOUNDARY =
      """
      update identity
         set boundary = :boundary
       where id = :id
      """;

  private static final String BOUNDED_BY =
      """
      select %s
        from identity
       where account = :account
         and boundary = :boundary
       order by kind, folded_name
      """
          .formatted(COLUMNS);

  private static final String DELETE =
      """
      delete from identity
       where id = :id
      """;

  private final Handle handle;

  IdentityTable(Handle handle) {
    this.handle = handle;
  }

  public void insert(Identity identity) {
    handle
        .createUpdate(INSERT)
        .bind("id", identity.id())
        .bind("account", identity.account().value())
        .bind("kind", identity.kind().name())
        .bind("name", identity.name())
        .bind("folded", folded(identity.name()))
        .bind("path", identity.path())
        .bind("createdAt", Micros.of(identity.createdAt()))
        .bind("boundary", identity.boundary().map(Arn::toString).orElse(null))
        .execute();
  }

  /** The one of that name, whatever the case. */
  public Optional<Identity> find(AccountId account, IdentityKind kind, String name) {
    return handle
        .createQuery(FIND)
        .bind("account", account.value())
        .bind("kind", kind.name())
        .bind("folded", folded(name))
        .map((row, _) -> identity(row))
        .findOne();
  }

  public Optional<Identity> find(String id) {
    return handle.createQuery(BY_ID).bind("id", id).map((row, _) -> identity(row)).findOne();
  }

  /**
   * Those of a kind whose path begins so, by name.
   *
   * @param request positions are names in lower case
   */
  public Page<Identity, String> page(
      AccountId account, IdentityKind kind, String pathPrefix, Page.Request<String> request) {
    List<Identity> rows =
        handle
            .createQuery(PAGE)
            .bind("account", account.value())
            .bind("kind", kind.name())
            .bind("after", request.after().orElse(""))
            .bind("prefix", pathPrefix)
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> identity(row))
            .list();
    return Keyset.page(rows, request, identity -> folded(identity.name()));
  }

  public long count(AccountId account, IdentityKind kind) {
    return handle
        .createQuery(COUNT)
        .bind("account", account.value())
        .bind("kind", kind.name())
        .mapTo(Long.class)
        .one();
  }

  /** Gives it another name and path. */
  public void rename(String id, String name, String path) {
    handle
        .createUpdate(RENAME)
        .bind("id", id)
        .bind("name", name)
        .bind("folded", folded(name))
        .bind("path", path)
        .execute();
  }

  public void setBoundary(String id, Optional<Arn> boundary) {
    handle
        .createUpdate(SET_BOUNDARY)
        .bind("id", id)
        .bind("boundary", boundary.map(Arn::toString).orElse(null))
        .execute();
  }

  /** Those of the account that the managed policy limits, by kind and name. */
  public List<Identity> boundedBy(AccountId account, Arn boundary) {
    return handle
        .createQuery(BOUNDED_BY)
        .bind("account", account.value())
        .bind("boundary", boundary.toString())
        .map((row, _) -> identity(row))
        .list();
  }

  /** Removes it; what hangs on it must be gone. */
  public void delete(String id) {
    handle.createUpdate(DELETE).bind("id", id).execute();
  }

  /** A name as it is compared. */
  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  static Identity identity(ResultSet row) throws SQLException {
    return new Identity(
        row.getString("id"),
        new AccountId(row.getString("account")),
        IdentityKind.valueOf(row.getString("kind")),
        row.getString("name"),
        row.getString("path"),
        Micros.at(row.getLong("created_at")),
        Optional.ofNullable(row.getString("boundary")).map(Arn::parse));
  }
}
