package dev.berth.wire.ecr.template;

import dev.berth.model.Arn;
import dev.berth.model.CreationScenario;
import dev.berth.model.Encryption;
import dev.berth.model.Region;
import dev.berth.model.RepositoryPrefix;
import dev.berth.registry.template.TemplateChange;
import dev.berth.wire.ecr.repository.EncryptionSetting;
import dev.berth.wire.ecr.repository.MutabilitySetting;
import dev.berth.wire.ecr.tagging.TagList;
import dev.berth.wire.json.Input;
import java.util.List;
import java.util.Optional;

/** What requests say about a template (ECR dossier 18). */
final class TemplateInput {
  private static final String ENCRYPTION = "encryptionConfiguration";
  private static final String TAGS = "resourceTags";
  private static final String APPLIED_FOR = "appliedFor";
  private static final String ROLE = "customRoleArn";

  private TemplateInput() {}

  static RepositoryPrefix prefix(Input input) {
    return input.parse("prefix", input.text("prefix"), RepositoryPrefix::new);
  }

  static TemplateChange read(Input input, Region region) {
    Optional<String> role = input.textIfAny(ROLE);
    role.filter(arn -> !arn.isEmpty()).ifPresent(arn -> input.parse(ROLE, arn, Arn::parse));
    return new TemplateChange(
        input.textIfAny("description"),
        input.structure(ENCRYPTION).map(setting -> encryption(input, setting, region)),
        input.has(TAGS) ? Optional.of(TagList.read(input, TAGS)) : Optional.empty(),
        MutabilitySetting.read(input),
        input.textIfAny("repositoryPolicy"),
        input.textIfAny("lifecyclePolicy"),
        input.has(APPLIED_FOR) ? Optional.of(scenarios(input)) : Optional.empty(),
        role);
  }

  // the model takes a whole ARN here, or nothing (ECR dossier 24)
  private static Encryption encryption(Input input, Input setting, Region region) {
    Encryption.Type type = EncryptionSetting.type(input, setting, region);
    Optional<String> key = setting.textIfAny("kmsKey").filter(text -> !text.isEmpty());
    if (type == Encryption.Type.AES256 && key.isPresent()) {
      throw input.violation(
          ENCRYPTION + ".kmsKey", "kmsKey must be null when encryptionType is set as AES256");
    }
    return new Encryption(type, key);
  }

  private static List<CreationScenario> scenarios(Input input) {
    return input.texts(APPLIED_FOR).stream().distinct().map(CreationScenario::valueOf).toList();
  }
}
