package dev.berth.metadata;

import dev.berth.model.SealedSecret;
import dev.berth.model.SealingKey;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The keys that seal tokens and addresses. */
public final class SealingKeyTable {
  private static final String NEWEST_FIRST =
      """
      select id, key, created_at
        from sealing_key
       order by created_at desc, id
      """;

  private static final String INSERT =
      """
      insert into sealing_key (id, key, created_at)
      values (:id, :key, :createdAt)
      """;

  private final Handle handle;

  SealingKeyTable(Handle handle) {
    this.handle = handle;
  }

  /** Every key; the first seals. */
  public List<SealingKey> newestFirst() {
    return handle
        .createQuery(NEWEST_FIRST)
        .map(
            (row, _) ->
                new SealingKey(
                    row.getString(1), new SealedSecret(row.getBytes(2)), Micros.at(row.getLong(3))))
        .list();
  }

  public void insert(SealingKey key) {
    handle
        .createUpdate(INSERT)
        .bind("id", key.id())
        .bind("key", key.key().ciphertext())
        .bind("createdAt", Micros.of(key.createdAt()))
        .execute();
  }
}
