package dev.berth.wire.ecr.upstream;

import dev.berth.model.PullThroughCacheRule;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.registry.upstream.PullThroughCacheRules;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Changes how a rule logs in, and nothing else of it (ECR dossier 17.2, CHECKLIST PT-08). */
public record UpdatePullThroughCacheRule(PullThroughCacheRules rules)
    implements JsonOperation<UpdatePullThroughCacheRule.Request> {

  /** The request. */
  public record Request(
      RegistryId registry,
      RepositoryPrefix prefix,
      Optional<String> credential,
      Optional<String> customRole) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(
        Targets.registry(input, home),
        RuleAnswer.prefix(input),
        input.textIfAny("credentialArn"),
        input.textIfAny("customRoleArn"));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    PullThroughCacheRule rule =
        rules.update(
            request.registry(), request.prefix(), request.credential(), request.customRole());
    return RuleAnswer.of(rule).put("updatedAt", Output.seconds(rule.updatedAt()));
  }
}
