package dev.berth.wire.ecr.tagging;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.repository.Repositories;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** Lists the tags of a repository (ECR dossier 4). */
public record ListTagsForResource(Repositories repositories)
    implements JsonOperation<RepositoryAddress> {

  @Override
  public RepositoryAddress parse(Input input, RegistryId home) {
    return Targets.tagged(input, home);
  }

  @Override
  public ObjectNode handle(RepositoryAddress request, Invocation invocation) {
    ObjectNode answer = Output.object();
    TagList.write(repositories.tags(request), answer);
    return answer;
  }
}
