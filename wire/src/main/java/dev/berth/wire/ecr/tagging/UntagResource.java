package dev.berth.wire.ecr.tagging;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.repository.Repositories;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Removes tags from a repository; a key that is not there is no mistake (ECR dossier 4). */
public record UntagResource(Repositories repositories)
    implements JsonOperation<UntagResource.Request> {

  /** The request. */
  public record Request(RepositoryAddress address, List<String> keys) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.tagged(input, home), input.texts("tagKeys"));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    repositories.untag(request.address(), request.keys());
    return Output.object();
  }
}
