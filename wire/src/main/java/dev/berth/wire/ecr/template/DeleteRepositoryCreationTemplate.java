package dev.berth.wire.ecr.template;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.registry.template.CreationTemplates;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes a template; the repositories that were made by it stay (ECR dossier 18, CHECKLIST CT-01,
 * CT-06).
 */
public record DeleteRepositoryCreationTemplate(CreationTemplates templates)
    implements JsonOperation<DeleteRepositoryCreationTemplate.Request> {

  /** The request. */
  public record Request(RegistryId registry, RepositoryPrefix prefix) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, TemplateInput.prefix(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    return TemplateAnswer.of(templates.delete(request.registry(), request.prefix()));
  }
}
