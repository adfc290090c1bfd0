package dev.berth.metadata;

import dev.berth.model.Identity;
import dev.berth.model.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What only roles have; the rest of a role is in {@link IdentityTable}. */
public final class RoleTable {
  private static final String INSERT =
      """
      insert into role_detail (role_id, trust, description, session_seconds)
      values (:id, :trust, :description, :seconds)
      """;

  private static final Dialect.Sql OF =
      Dialect.sql(
          dialect ->
              """
              select i.id, i.account, i.kind, i.name, i.path, i.created_at, i.boundary,
                     d.trust, d.description, d.session_seconds,
                     d.last_used_at, d.last_used_region
                from identity i
                join role_detail d on d.role_id = i.id
               where i.id in (%s)
              """
                  .formatted(dialect.texts("ids")));

  private static final String SET_TRUST =
      """
      update role_detail
         set trust = :trust
       where role_id = :id
      """;

  private static final String SET_DESCRIPTION =
      """
      update role_detail
         set description = :description
       where role_id = :id
      """;

  private static final String SET_LONGEST_SESSION =
      """
      update role_detail
         set session_seconds = :seconds
       where role_id = :id
      """;

  private static final String USED =
      """
      update role_detail
         set last_used_at = :at,
             last_used_region = :region
       where role_id = :id
      """;

  private static final String DELETE =
      """
      delete from role_detail
       where role_id = :id
      """;

  private final Handle handle;
  private final Dialect dialect;

  RoleTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /** Adds the details of a role whose identity is there. */
  public void insert(Role role) {
    handle
        .createUpdate(INSERT)
        .bind("id", role.identity().id())
        .bind("trust", role.trust())
        .bind("description", role.description().orElse(null))
        .bind("seconds", role.longestSession().toSeconds())
        .execute();
  }

  /** The role whose identity that is. */
  public Role of(Identity identity) {
    return of(List.of(identity)).getFirst();
  }

  /** The roles whose identities these are, in the same order. */
  public List<Role> of(Collection<Identity> identities) {
    Map<String, Role> found = new LinkedHashMap<>();
    handle
        .createQuery(OF.in(dialect))
        .bind("ids", Dialect.list(identities.stream().map(Identity::id).toList()))
        .map((row, _) -> role(row))
        .forEach(role -> found.put(role.identity().id(), role));
    return identities.stream()
        .map(identity -> Optional.ofNullable(found.get(identity.id())).orElseThrow())
        .toList();
  }

  public void setTrust(String id, String trust) {
    handle.createUpdate(SET_TRUST).bind("id", id).bind("trust", trust).execute();
  }

  public void setDescription(String id, Optional<String> description) {
    handle
        .createUpdate(SET_DESCRIPTION)
        .bind("id", id)
        .bind("description", description.orElse(null))
        .execute();
  }

  public void setLongestSession(String id, Duration longest) {
    handle
        .createUpdate(SET_LONGEST_SESSION)
        .bind("id", id)
        .bind("seconds", longest.toSeconds())
        .execute();
  }

  /** Records that a session of it was asked for. */
  public void used(String id, Role.LastUse use) {
    handle
        .createUpdate(USED)
        .bind("id", id)
        .bind("at", Micros.of(use.at()))
        .bind("region", use.region())
        .execute();
  }

  public void delete(String id) {
    handle.createUpdate(DELETE).bind("id", id).execute();
  }

  private static Role role(ResultSet row) throws SQLException {
    String usedIn = row.getString("last_used_region");
    return new Role(
        IdentityTable.identity(row),
        row.getString("trust"),
        Optional.ofNullable(row.getString("description")),
        Duration.ofSeconds(row.getLong("session_seconds")),
        lastUse(row.getLong("last_used_at"), usedIn));
  }

  private static Optional<Role.LastUse> lastUse(long at, @Nullable String region) {
    return Optional.ofNullable(region).map(there -> new Role.LastUse(Micros.at(at), there));
  }
}
