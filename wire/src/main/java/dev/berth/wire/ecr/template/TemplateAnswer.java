package dev.berth.wire.ecr.template;

import dev.berth.model.CreationTemplate;
import dev.berth.model.RegistryId;
import dev.berth.wire.ecr.repository.EncryptionSetting;
import dev.berth.wire.ecr.repository.MutabilitySetting;
import dev.berth.wire.ecr.tagging.TagList;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A {@code RepositoryCreationTemplate} of the API (ECR dossier 18). */
final class TemplateAnswer {
  private TemplateAnswer() {}

  /** The answer of the operations on one. */
  static ObjectNode of(CreationTemplate template) {
    ObjectNode answer = Output.object().put("registryId", id(template.registry()));
    answer.set("repositoryCreationTemplate", node(template));
    return answer;
  }

  static String id(RegistryId registry) {
    return registry.account().value();
  }

  static ObjectNode node(CreationTemplate template) {
    ObjectNode node = Output.object().put("prefix", template.prefix().value());
    template.description().ifPresent(text -> node.put("description", text));
    node.set("encryptionConfiguration", EncryptionSetting.of(template.encryption()));
    TagList.write(template.resourceTags(), node, "resourceTags");
    MutabilitySetting.write(template.tagMutability(), node);
    template.repositoryPolicy().ifPresent(text -> node.put("repositoryPolicy", text));
    template.lifecyclePolicy().ifPresent(text -> node.put("lifecyclePolicy", text));
    ArrayNode appliedFor = node.putArray("appliedFor");
    template.appliedFor().forEach(scenario -> appliedFor.add(scenario.name()));
    template.customRole().ifPresent(role -> node.put("customRoleArn", role));
    node.put("createdAt", Output.seconds(template.createdAt()));
    node.put("updatedAt", Output.seconds(template.updatedAt()));
    return node;
  }
}
