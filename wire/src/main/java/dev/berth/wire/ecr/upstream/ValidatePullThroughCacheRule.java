package dev.berth.wire.ecr.upstream;

import dev.berth.model.PullThroughCacheRule;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.registry.upstream.PullThroughCacheRules;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says whether a rule can work, as far as it is known here: nobody upstream is asked (ECR dossier
 * 17.2, CHECKLIST PT-09).
 */
public record ValidatePullThroughCacheRule(PullThroughCacheRules rules)
    implements JsonOperation<ValidatePullThroughCacheRule.Request> {

  /** The request. */
  public record Request(RegistryId registry, RepositoryPrefix prefix) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.registry(input, home), RuleAnswer.prefix(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    PullThroughCacheRule rule = rules.get(request.registry(), request.prefix());
    Optional<String> failure = rules.failure(rule);
    ObjectNode answer =
        RuleAnswer.of(rule)
            .put("upstreamRegistryUrl", rule.upstreamUrl())
            .put("isValid", failure.isEmpty());
    failure.ifPresent(why -> answer.put("failure", why));
    return answer;
  }
}
