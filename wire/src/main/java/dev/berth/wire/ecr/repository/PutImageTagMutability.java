package dev.berth.wire.ecr.repository;

import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.TagMutability;
import dev.berth.registry.repository.Repositories;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces whether tags may move, and the filters of exceptions (ECR dossier 11, CHECKLIST TM-05).
 */
public record PutImageTagMutability(Repositories repositories)
    implements JsonOperation<PutImageTagMutability.Request> {

  /** The request. */
  public record Request(RepositoryAddress address, TagMutability setting) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    TagMutability setting =
        MutabilitySetting.read(input)
            .orElseThrow(() -> new IllegalStateException("the model requires the mode"));
    return new Request(Targets.repository(input, home), setting);
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Repository changed = repositories.putTagMutability(request.address(), request.setting());
    ObjectNode answer = Output.object();
    answer.put("registryId", changed.registry().account().value());
    answer.put("repositoryName", changed.name().value());
    MutabilitySetting.write(changed.tagMutability(), answer);
    return answer;
  }
}
