package dev.berth.metadata;

import dev.berth.model.Identity;
import dev.berth.model.Page;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which users are in which groups. */
public final class MembershipTable {
  private static final String ADD =
      """
      insert into membership (user_id, group_id)
      values (:user, :group)
      on conflict do nothing
      """;

  private static final String REMOVE =
      """
      delete from membership
       where user_id = :user
         and group_id = :group
      """;

  private static final String GROUPS_OF =
      """
      select i.id, i.account, i.kind, i.name, i.path, i.created_at, i.boundary
        from membership m
        join identity i on i.id = m.group_id
       where m.user_id = :user
         and i.folded_name > :after
       order by i.folded_name
       limit :limit
      """;

  private static final String USERS_OF =
      """
      select i.id, i.account, i.kind, i.name, i.path, i.created_at, i.boundary
        from membership m
        join identity i on i.id = m.user_id
       where m.group_id = :group
         and i.folded_name > :after
       order by i.folded_name
       limit :limit
      """;

  private final Handle handle;

  MembershipTable(Handle handle) {
    this.handle = handle;
  }

  /** Puts the user into the group; nothing when it is in it. */
  public void add(String userId, String groupId) {
    handle.createUpdate(ADD).bind("user", userId).bind("group", groupId).execute();
  }

  /** Takes the user out of the group, and says whether it was in it. */
  public boolean remove(String userId, String groupId) {
    return handle.createUpdate(REMOVE).bind("user", userId).bind("group", groupId).execute() > 0;
  }

  /**
   * The user's groups, by name.
   *
   * @param request positions are names in lower case
   */
  public Page<Identity, String> groupsOf(String userId, Page.Request<String> request) {
    return page(GROUPS_OF, "user", userId, request);
  }

  /**
   * The group's users, by name.
   *
   * @param request positions are names in lower case
   */
  public Page<Identity, String> usersOf(String groupId, Page.Request<String> request) {
    return page(USERS_OF, "group", groupId, request);
  }

  private Page<Identity, String> page(
      String sql, String owner, String id, Page.Request<String> request) {
    List<Identity> rows =
        handle
            .createQuery(sql)
            .bind(owner, id)
            .bind("after", request.after().orElse(""))
            .bind("limit", Keyset.limit(request))
            .map((row, _) -> IdentityTable.identity(row))
            .list();
    return Keyset.page(rows, request, identity -> IdentityTable.folded(identity.name()));
  }
}
