package dev.berth.metadata;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The tags of users, roles, managed policies and OIDC providers. Their keys are unique whatever
 * their case (IAM dossier 9.3).
 */
public final class IdentityTagTable {
  private static final String OF =
      """
      select key, value
        from identity_tag
       where owner_id = :owner
      """;

  private static final String PUT =
      """
      insert into identity_tag (owner_id, folded_key, key, value)
      values (:owner, :folded, :key, :value)
      on conflict (owner_id, folded_key) do update
         set key = excluded.key,
             value = excluded.value
      """;

  private static final String REMOVE =
      """
      delete from identity_tag
       where owner_id = :owner
         and folded_key = :folded
      """;

  private static final String DELETE_OF =
      """
      delete from identity_tag
       where owner_id = :owner
      """;

  private final Handle handle;

  IdentityTagTable(Handle handle) {
    this.handle = handle;
  }

  public SortedMap<String, String> of(String ownerId) {
    SortedMap<String, String> tags = new TreeMap<>();
    handle
        .createQuery(OF)
        .bind("owner", ownerId)
        .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  /** Adds the tags; a key that is there gets the new value and spelling. */
  public void put(String ownerId, Map<String, String> tags) {
    PreparedBatch batch = handle.prepareBatch(PUT);
    tags.forEach(
        (key, value) ->
            batch
                .bind("owner", ownerId)
                .bind("folded", IdentityTable.folded(key))
                .bind("key", key)
                .bind("value", value)
                .add());
    batch.execute();
  }

  /** Removes the keys; one that is not there is no mistake. */
  public void remove(String ownerId, Collection<String> keys) {
    PreparedBatch batch = handle.prepareBatch(REMOVE);
    keys.forEach(
        key -> batch.bind("owner", ownerId).bind("folded", IdentityTable.folded(key)).add());
    batch.execute();
  }

  public void deleteOf(String ownerId) {
    handle.createUpdate(DELETE_OF).bind("owner", ownerId).execute();
  }
}
