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
 * Makes a template by which repositories are made that nobody creates by a call (ECR dossier 18,
 * CHECKLIST CT-01, CT-08).
 */
public record CreateRepositoryCreationTemplate(CreationTemplates templates)
    implements JsonOperation<CreateRepositoryCreationTemplate.Request> {

  /** The request. */
  public record Request(RegistryId registry, RepositoryPrefix prefix, TemplateChange said) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, TemplateInput.prefix(input), TemplateInput.read(input, home.region()));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    return TemplateAnswer.of(
        templates.create(request.registry(), request.prefix(), request.said()));
  }
}
