package dev.berth.metadata;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Until when tokens of issuers must have been made to log in no more: by role, and by the name of
 * the session that a token makes. The empty name stands for all of a role.
 */
public final class LoginEndTable {
  private static final String FIND =
      """
      select made_until
        from login_end
       where role_id = :role
         and session_name in ('', :name)
       order by made_until desc
       limit 1
      """;

  private static final String PUT =
      """
      insert into login_end (role_id, session_name, made_until)
      values (:role, :name, :until)
      on conflict (role_id, session_name) do update
         set made_until = excluded.made_until
      """;

  private static final String DELETE_OF =
      """
      delete from login_end
       where role_id = :role
      """;

  private final Handle handle;

  LoginEndTable(Handle handle) {
    this.handle = handle;
  }

  /** The latest end for a session of that name; empty when none was ever set. */
  public Optional<Instant> find(String roleId, String sessionName) {
    return handle
        .createQuery(FIND)
        .bind("role", roleId)
        .bind("name", sessionName)
        .mapTo(Long.class)
        .findOne()
        .map(Micros::at);
  }

  /**
   * Sets an end, in the place of one that is there.
   *
   * @param sessionName empty for every session of the role
   */
  public void put(String roleId, String sessionName, Instant until) {
    handle
        .createUpdate(PUT)
        .bind("role", roleId)
        .bind("name", sessionName)
        .bind("until", Micros.of(until))
        .execute();
  }

  /** Removes all ends of a role, which is deleted. */
  public void deleteOf(String roleId) {
    handle.createUpdate(DELETE_OF).bind("role", roleId).execute();
  }
}
