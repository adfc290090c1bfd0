package dev.berth.wire.ecr.upstream;

import dev.berth.model.PullThroughCacheRule;
import dev.berth.model.RepositoryPrefix;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** What answers about rules have in common; each operation has members of its own (PT-08). */
final class RuleAnswer {
  private RuleAnswer() {}

  static RepositoryPrefix prefix(Input input) {
    return input.parse(
        "ecrRepositoryPrefix", input.text("ecrRepositoryPrefix"), RepositoryPrefix::new);
  }

  static ObjectNode of(PullThroughCacheRule rule) {
    ObjectNode node =
        Output.object()
            .put("ecrRepositoryPrefix", rule.prefix().value())
            .put("registryId", rule.registry().account().value());
    rule.credential().ifPresent(secret -> node.put("credentialArn", secret));
    rule.customRole().ifPresent(role -> node.put("customRoleArn", role));
    return node.put("upstreamRepositoryPrefix", rule.upstreamPrefix().value());
  }

  /** With where it leads, and since when. */
  static ObjectNode made(PullThroughCacheRule rule) {
    return of(rule)
        .put("upstreamRegistryUrl", rule.upstreamUrl())
        .put("createdAt", Output.seconds(rule.createdAt()));
  }
}
