package dev.berth.metadata;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Policies that live and die with one user, group or role. */
public final class InlinePolicyTable {
  private static final String PUT =
      """
      insert into inline_policy (identity_id, name, document)
      values (:identity, :name, :document)
      on conflict (identity_id, name) do update
         set document = excluded.document
      """;

  private static final String FIND =
      """
      select document
        from inline_policy
       where identity_id = :identity
         and name = :name
      """;

  private static final String OF =
      """
      select name, document
        from inline_policy
       where identity_id = :identity
      """;

  private static final String DELETE =
      """
      delete from inline_policy
       where identity_id = :identity
         and name = :name
      """;

  private final Handle handle;

  InlinePolicyTable(Handle handle) {
    this.handle = handle;
  }

  /** Adds the policy, or replaces the one of that name. */
  public void put(String identityId, String name, String document) {
    handle
        .createUpdate(PUT)
        .bind("identity", identityId)
        .bind("name", name)
        .bind("document", document)
        .execute();
  }

  public Optional<String> find(String identityId, String name) {
    return handle
        .createQuery(FIND)
        .bind("identity", identityId)
        .bind("name", name)
        .mapTo(String.class)
        .findOne();
  }

  /** All documents by name; their size together is limited when they are put. */
  public SortedMap<String, String> of(String identityId) {
    SortedMap<String, String> documents = new TreeMap<>();
    handle
        .createQuery(OF)
        .bind("identity", identityId)
        .map((row, _) -> new String[] {row.getString(1), row.getString(2)})
        .forEach(policy -> documents.put(policy[0], policy[1]));
    return documents;
  }

  /** Removes the policy, and says whether it was there. */
  public boolean delete(String identityId, String name) {
    return handle.createUpdate(DELETE).bind("identity", identityId).bind("name", name).execute()
        > 0;
  }
}
