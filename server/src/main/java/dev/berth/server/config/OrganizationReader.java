package dev.berth.server.config;

import dev.berth.iam.policy.PolicyRefused;
import dev.berth.identity.gate.Organization;
import dev.berth.identity.gate.Organization.Source;
import dev.berth.model.AccountId;
import dev.berth.model.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what stands above accounts: the keys of {@code organizations} and the files they name. */
final class OrganizationReader {
  private static final long LONGEST_FILE = 1024 * 1024;

  private final ConfigText text;
  private final List<String> mistakes;

  /**
   * @param mistakes gets a sentence for everything that is wrong
   */
  OrganizationReader(ConfigText text, List<String> mistakes) {
    this.text = text;
    this.mistakes = mistakes;
  }

  Organization read() {
    List<List<Source>> serviceControl = new ArrayList<>();
    for (String file : files(ConfigKey.ORGANIZATIONS_SERVICE_CONTROL)) {
      serviceControl.add(documents(ConfigKey.ORGANIZATIONS_SERVICE_CONTROL, file));
    }
    List<Source> resourceControl = new ArrayList<>();
    for (String file : files(ConfigKey.ORGANIZATIONS_RESOURCE_CONTROL)) {
      resourceControl.addAll(documents(ConfigKey.ORGANIZATIONS_RESOURCE_CONTROL, file));
    }
    Optional<String> id =
        Optional.of(text.value(ConfigKey.ORGANIZATIONS_ID)).filter(value -> !value.isEmpty());
    try {
      return Organization.of(id, management(), serviceControl, resourceControl);
    } catch (PolicyRefused e) {
      mistakes.add("organizations: a policy is refused: %s".formatted(e.fault()));
      return Organization.NONE;
    }
  }

  private Optional<AccountId> management() {
    String account = text.value(ConfigKey.ORGANIZATIONS_MANAGEMENT_ACCOUNT);
    try {
      return account.isEmpty() ? Optional.empty() : Optional.of(new AccountId(account));
    } catch (Malformed e) {
      mistakes.add("organizations.management-account: " + e.getMessage());
      return Optional.empty();
    }
  }

  private List<String> files(ConfigKey key) {
    return Arrays.stream(text.value(key).split(","))
        .map(String::strip)
        .filter(file -> !file.isEmpty())
        .toList();
  }

  private List<Source> documents(ConfigKey key, String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > LONGEST_FILE) {
        mistakes.add("%s: %s has more than 1 MiB".formatted(key.key(), file));
        return List.of();
      }
      JsonNode tree = JsonMapper.builder().build().readTree(Files.readString(path));
      if (!tree.isArray()) {
        return List.of(new Source(file, tree.toString()));
      }
      List<Source> documents = new ArrayList<>();
      for (JsonNode document : tree.values()) {
        documents.add(new Source(file + " #" + (documents.size() + 1), document.toString()));
      }
      return documents;
    } catch (IOException e) {
      mistakes.add("%s: %s cannot be read: %s".formatted(key.key(), file, e));
    } catch (JacksonException e) {
      mistakes.add("%s: %s is not JSON: %s".formatted(key.key(), file, e.getOriginalMessage()));
    }
    return List.of();
  }
}
