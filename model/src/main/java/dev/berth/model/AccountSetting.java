package dev.berth.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an account decides about its registry in a Region as a whole (ECR dossier 10). */
public enum AccountSetting {
  /** What scans images; there is one left. */
  BASIC_SCAN_TYPE_VERSION("AWS_NATIVE"),
  /** Which actions the policy of the registry decides about: all ({@code V2}), or three. */
  REGISTRY_POLICY_SCOPE("V2", "V1"),
  /** Whether a layer of one repository may be made a layer of another. */
  BLOB_MOUNTING("ENABLED", "DISABLED");

  private final List<String> values;

  AccountSetting(String... values) {
    this.values = List.of(values);
  }

  /** The setting of that name, as it is spelled on the wire. */
  public static Optional<AccountSetting> of(String name) {
    return Stream.of(values()).filter(setting -> setting.name().equals(name)).findFirst();
  }

  /** What it can be set to; the first is what holds when nobody has set it. */
  public List<String> allowed() {
    return values;
  }

  /** What holds when nobody has set it. */
  public String usual() {
    return values.getFirst();
  }
}
