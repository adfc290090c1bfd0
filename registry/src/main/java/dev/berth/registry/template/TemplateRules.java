package dev.berth.registry.template;

import dev.berth.model.Arn;
import dev.berth.model.Malformed;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.registry.Limits;
import dev.berth.registry.refusal.InvalidResourceTag;
import dev.berth.registry.refusal.SettingInvalid;
import dev.berth.registry.refusal.TooManyResourceTags;
import dev.berth.registry.repository.NewRepository;
import dev.berth.registry.repository.RepositorySettings;
import java.util.Map;

/** What holds of every template beside the shapes of its members (ECR dossier 18). */
final class TemplateRules {
  private static final String ROLE = "role/";

  private TemplateRules() {}

  static void check(RegistryId registry, TemplateChange said, Limits limits) {
    said.appliedFor()
        .filter(scenarios -> scenarios.isEmpty())
        .ifPresent(
            _ -> {
              throw new SettingInvalid("appliedFor", "Member must name at least one scenario");
            });
    said.resourceTags().ifPresent(tags -> checkTags(registry, tags, limits));
    said.customRole().filter(role -> !role.isEmpty()).ifPresent(role -> checkRole(registry, role));
  }

  // As a repository's own; the operations on templates model no exception about tags.
  private static void checkTags(RegistryId registry, Map<String, String> tags, Limits limits) {
    RepositoryAddress any = new RepositoryAddress(registry, new RepositoryName("any"));
    try {
      NewRepository.of(any, RepositorySettings.DEFAULT, tags, limits);
    } catch (InvalidResourceTag refused) {
      throw new SettingInvalid("resourceTags", refused.getMessage());
    } catch (TooManyResourceTags _) {
      throw new SettingInvalid(
          "resourceTags", "Member must have length less than or equal to " + limits.resourceTags());
    }
  }

  private static void checkRole(RegistryId registry, String role) {
    try {
      Arn arn = Arn.parse(role);
      if (!arn.service().equals("iam") || !arn.resource().startsWith(ROLE)) {
        throw new SettingInvalid("customRoleArn", "Invalid ARN");
      }
      if (!arn.account().equals(registry.account().value())) {
        throw new SettingInvalid(
            "customRoleArn", "The role must be in the same account as the registry");
      }
    } catch (Malformed _) {
      throw new SettingInvalid("customRoleArn", "Invalid ARN");
    }
  }
}
