package dev.berth.registry.setting;

import dev.berth.iam.policy.RegistryScope;
import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.AccountSetting;
import dev.berth.model.RegistryId;
import dev.berth.registry.Conformance;
import dev.berth.registry.refusal.AccountSettingInvalid;

/**
 * What accounts have decided about their registries (ECR dossier 10, CHECKLIST RG-05 to RG-07), as
 * every transaction that it concerns reads it: a change holds from the next request on.
 */
public final class AccountSettings {
  private static final String DISABLED = "DISABLED";

  private final Database database;
  private final Conformance conformance;

  /**
   * @param conformance whether mounts are on where nobody has decided
   */
  public AccountSettings(Database database, Conformance conformance) {
    this.database = database;
    this.conformance = conformance;
  }

  /**
   * The setting of that name.
   *
   * @throws AccountSettingInvalid when there is none
   */
  public static AccountSetting named(String name) {
    return AccountSetting.of(name).orElseThrow(() -> AccountSettingInvalid.name(name));
  }

  /** What holds. */
  public String get(RegistryId registry, AccountSetting setting) {
    return database.read(tx -> value(tx, registry, setting, conformance));
  }

  /**
   * Sets what holds from now on.
   *
   * @throws AccountSettingInvalid when the setting has no such value; what held goes on to hold
   */
  public void put(RegistryId registry, AccountSetting setting, String value) {
    if (!setting.allowed().contains(value)) {
      throw AccountSettingInvalid.value(setting, value);
    }
    database.write(
        tx -> {
          tx.accountSettings().put(registry, setting, value);
          return value;
        });
  }

  /**
   * Whether layers may be mounted in the registry (ECR dossier 7.4, CHECKLIST V2-26): on where
   * nobody has decided, off where ECR is followed strictly.
   */
  public static boolean mayMount(Transaction tx, RegistryId registry, Conformance conformance) {
    return !value(tx, registry, AccountSetting.BLOB_MOUNTING, conformance).equals(DISABLED);
  }

  /** Which actions the policy of the registry decides about (RG-06). */
  public static RegistryScope scope(Transaction tx, RegistryId registry) {
    AccountSetting setting = AccountSetting.REGISTRY_POLICY_SCOPE;
    return RegistryScope.valueOf(
        tx.accountSettings().find(registry, setting).orElse(setting.usual()));
  }

  private static String value(
      Transaction tx, RegistryId registry, AccountSetting setting, Conformance conformance) {
    return tx.accountSettings()
        .find(registry, setting)
        .orElseGet(() -> usual(setting, conformance));
  }

  private static String usual(AccountSetting setting, Conformance conformance) {
    return setting == AccountSetting.BLOB_MOUNTING && conformance == Conformance.ECR
        ? DISABLED
        : setting.usual();
  }
}
