package dev.berth.metadata;

import dev.berth.model.AccountSetting;
import dev.berth.model.RegistryId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What accounts have decided about their registries, a row a setting (ECR dossier 10). */
public final class AccountSettingTable {
  private static final String FIND =
      """
      select value
        from account_setting
       where account = ?
         and region = ?
         and name = ?
      """;

  private static final String PUT =
      """
      insert into account_setting (account, region, name, value)
      values (:account, :region, :name, :value)
      on conflict (account, region, name) do update
         set value = excluded.value
      """;

  private final Handle handle;

  AccountSettingTable(Handle handle) {
    this.handle = handle;
  }

  /** What the setting was set to last; empty when nobody ever did. */
  public Optional<String> find(RegistryId registry, AccountSetting setting) {
    return DirectQueries.first(
        handle,
        FIND,
        row -> row.getString(1),
        registry.account().value(),
        registry.region().value(),
        setting.name());
  }

  /** Sets it, whatever it was. */
  public void put(RegistryId registry, AccountSetting setting, String value) {
    handle
        .createUpdate(PUT)
        .bind("account", registry.account().value())
        .bind("region", registry.region().value())
        .bind("name", setting.name())
        .bind("value", value)
        .execute();
  }
}
