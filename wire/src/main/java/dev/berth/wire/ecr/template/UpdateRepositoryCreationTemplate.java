package dev.berth.wire.ecr.template;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.registry.template.CreationTemplates;
import dev.berth.registry.template.TemplateChange;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes a template; what is left out stays as it is, and an empty policy is taken away (ECR
 * dossier 18, CHECKLIST CT-01, CT-06).
 */
public record UpdateRepositoryCreationTemplate(CreationTemplates templates)
    implements JsonOperation<UpdateRepositoryCreationTemplate.Request> {

  /** The request. */
  public record Request(RegistryId registry, RepositoryPrefix prefix, TemplateChange said) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, TemplateInput.prefix(input), TemplateInput.read(input, home.region()));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    return TemplateAnswer.of(
        templates.update(request.registry(), request.prefix(), request.said()));
  }
}
