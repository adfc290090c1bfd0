package dev.berth.metadata;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the whole installation remembers by name, such as the check value of its master key. */
public final class SettingTable {
  private static final String FIND =
      """
      select value
        from setting
       where name = :name
      """;

  private static final String PUT =
      """
      insert into setting (name, value)
      values (:name, :value)
      on conflict (name) do update
         set value = excluded.value
      """;

  private final Handle handle;

  SettingTable(Handle handle) {
    this.handle = handle;
  }

  public Optional<byte[]> find(String name) {
    return handle.createQuery(FIND).bind("name", name).map((row, _) -> row.getBytes(1)).findOne();
  }

  /** Sets the value, or replaces it. */
  public void put(String name, byte[] value) {
    handle.createUpdate(PUT).bind("name", name).bind("value", value).execute();
  }
}
