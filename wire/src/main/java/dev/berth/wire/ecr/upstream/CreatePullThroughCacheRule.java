package dev.berth.wire.ecr.upstream;

import dev.berth.model.PullThroughCacheRule;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPrefix;
import dev.berth.model.UpstreamRegistry;
import dev.berth.registry.upstream.NewRule;
import dev.berth.registry.upstream.PullThroughCacheRules;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a rule for where the images of a prefix come from (ECR dossier 17.2, CHECKLIST PT-01 to
 * PT-05, PT-07).
 */
public record CreatePullThroughCacheRule(PullThroughCacheRules rules)
    implements JsonOperation<NewRule> {
  private static final String UPSTREAM_PREFIX = "upstreamRepositoryPrefix";

  @Override
  public NewRule parse(Input input, RegistryId home) {
    return new NewRule(
        Targets.registry(input, home),
        RuleAnswer.prefix(input),
        input.textIfAny("upstreamRegistry").flatMap(UpstreamRegistry::named),
        input.text("upstreamRegistryUrl"),
        input
            .textIfAny(UPSTREAM_PREFIX)
            .map(text -> input.parse(UPSTREAM_PREFIX, text, RepositoryPrefix::new)),
        input.textIfAny("credentialArn"),
        input.textIfAny("customRoleArn").filter(role -> !role.isEmpty()));
  }

  @Override
  public ObjectNode handle(NewRule request, Invocation invocation) {
    PullThroughCacheRule rule = rules.create(request);
    return RuleAnswer.made(rule).put("upstreamRegistry", rule.upstream().wireName());
  }
}
