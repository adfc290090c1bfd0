package dev.berth.registry.refusal;

import dev.berth.model.AccountSetting;
import java.util.Arrays;

/**
 * There is no such account setting, or it has no such value (ECR dossier 10). ECR's words are not
 * known.
 */
public final class AccountSettingInvalid extends Refusal {
  private final String given;

  private AccountSettingInvalid(String given, String message) {
    super(message);
    this.given = given;
  }

  /** No setting has this name. */
  public static AccountSettingInvalid name(String name) {
    return new AccountSettingInvalid(
        name, constraint("name", Arrays.toString(AccountSetting.values())));
  }

  /** The setting cannot be set to this. */
  public static AccountSettingInvalid value(AccountSetting setting, String value) {
    return new AccountSettingInvalid(value, constraint("value", setting.allowed().toString()));
  }

  private static String constraint(String member, String allowed) {
    return "Invalid parameter at '%s' failed to satisfy constraint: 'Member must satisfy enum value set: %s'"
        .formatted(member, allowed);
  }

  /** What was asked for. */
  public String given() {
    return given;
  }
}
