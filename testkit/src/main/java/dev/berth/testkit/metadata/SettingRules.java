package dev.berth.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.AccountSetting;
import dev.berth.model.RegistryId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What accounts decide about their registries. */
interface SettingRules extends MetadataRules {

  @Test
  default void an_account_setting_is_what_it_was_set_to_last() {
    RegistryId here = GivenRows.registry();
    RegistryId there = GivenRows.registry();
    assertThat(setting(here, AccountSetting.BLOB_MOUNTING)).isEmpty();

    given().change(t -> t.accountSettings().put(here, AccountSetting.BLOB_MOUNTING, "DISABLED"));
    given().change(t -> t.accountSettings().put(here, AccountSetting.BLOB_MOUNTING, "ENABLED"));

    assertThat(setting(here, AccountSetting.BLOB_MOUNTING)).contains("ENABLED");
    assertThat(setting(here, AccountSetting.REGISTRY_POLICY_SCOPE)).isEmpty();
    assertThat(setting(there, AccountSetting.BLOB_MOUNTING)).isEmpty();
  }

  private Optional<String> setting(RegistryId registry, AccountSetting setting) {
    return database().read(t -> t.accountSettings().find(registry, setting));
  }
}
