package dev.berth.wire.ecr.upstream;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.registry.upstream.PullThroughCacheRules;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/** Removes a rule; what came by it stays (ECR dossier 17.2, CHECKLIST PT-19). */
public record DeletePullThroughCacheRule(PullThroughCacheRules rules)
    implements JsonOperation<DeletePullThroughCacheRule.Request> {

  /** The request. */
  public record Request(RegistryId registry, RepositoryPrefix prefix) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.registry(input, home), RuleAnswer.prefix(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    return RuleAnswer.made(rules.delete(request.registry(), request.prefix()));
  }
}
