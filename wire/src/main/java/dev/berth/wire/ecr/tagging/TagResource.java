package dev.berth.wire.ecr.tagging;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.repository.Repositories;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds tags to a repository; a key that is there gets the new value (ECR dossier 4, CHECKLIST TG-01
 * to TG-05).
 */
public record TagResource(Repositories repositories) implements JsonOperation<TagResource.Request> {

  /** The request. */
  public record Request(RepositoryAddress address, Map<String, String> tags) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.tagged(input, home), TagList.read(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    repositories.tag(request.address(), request.tags());
    return Output.object();
  }
}
