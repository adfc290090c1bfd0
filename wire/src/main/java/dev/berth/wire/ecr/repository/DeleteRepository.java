package dev.berth.wire.ecr.repository;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.repository.Deletion;
import dev.berth.registry.repository.Repositories;
import dev.berth.wire.door.RegistryHosts;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes a repository, with {@code force} also its images (ECR dossier 3.4, CHECKLIST RP-10 to
 * RP-13).
 */
public record DeleteRepository(Repositories repositories, RegistryHosts hosts)
    implements JsonOperation<DeleteRepository.Request> {

  /** The request. */
  public record Request(RepositoryAddress address, Deletion deletion) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    Deletion deletion = input.flag("force") ? Deletion.WITH_IMAGES : Deletion.ONLY_IF_EMPTY;
    return new Request(Targets.repository(input, home), deletion);
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    ObjectNode answer = Output.object();
    answer.set(
        "repository",
        RepositoryDescription.of(
            repositories.delete(
                request.address(), request.deletion(), invocation.caller().principal().arn()),
            hosts));
    return answer;
  }
}
