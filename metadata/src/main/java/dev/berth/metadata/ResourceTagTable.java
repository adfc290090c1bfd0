package dev.berth.metadata;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The AWS resource tags of repositories: keys with values, not to be taken for the tags of images.
 */
public final class ResourceTagTable {
  private static final String OF =
      """
      select key, value
        from resource_tag
       where repository_id = :repository
      """;

  private static final String PUT =
      """
      insert into resource_tag (repository_id, key, value)
      values (:repository, :key, :value)
      on conflict (repository_id, key) do update
         set value = excluded.value
      """;

  private static final String REMOVE =
      """
      delete from resource_tag
       where repository_id = :repository
         and key = :key
      """;

  private static final String DELETE_OF_REPOSITORY =
      """
      delete from resource_tag
       where repository_id = :repository
      """;

  private final Handle handle;

  ResourceTagTable(Handle handle) {
    this.handle = handle;
  }

  public SortedMap<String, String> of(long repositoryId) {
    SortedMap<String, String> tags = new TreeMap<>();
    handle
        .createQuery(OF)
        .bind("repository", repositoryId)
        .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  /** Adds the tags; a key that is there gets the new value. */
  public void put(long repositoryId, Map<String, String> tags) {
    PreparedBatch batch = handle.prepareBatch(PUT);
    tags.forEach(
        (key, value) ->
            batch.bind("repository", repositoryId).bind("key", key).bind("value", value).add());
    batch.execute();
  }

  /** Removes the keys; one that is not there is no mistake. */
  public void remove(long repositoryId, Collection<String> keys) {
    PreparedBatch batch = handle.prepareBatch(REMOVE);
    keys.forEach(key -> batch.bind("repository", repositoryId).bind("key", key).add());
    batch.execute();
  }

  void deleteOfRepository(long repositoryId) {
    handle.createUpdate(DELETE_OF_REPOSITORY).bind("repository", repositoryId).execute();
  }
}
