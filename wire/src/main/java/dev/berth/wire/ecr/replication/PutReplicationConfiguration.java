package dev.berth.wire.ecr.replication;

import dev.berth.model.AccountId;
import dev.berth.model.Region;
import dev.berth.model.RegistryId;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.replication.Replication;
import dev.berth.registry.replication.ReplicationConfiguration;
import dev.berth.registry.replication.ReplicationRule;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces where the registry's images go (ECR dossier 16, CHECKLIST RE-01 to RE-03). Whether a
 * destination is served is not asked here: it may be another Berth's.
 */
public record PutReplicationConfiguration(Replication replication, SettingLimits limits)
    implements JsonOperation<PutReplicationConfiguration.Request> {
  private static final String CONFIGURATION = "replicationConfiguration";

  /** The request. */
  public record Request(RegistryId registry, ReplicationConfiguration configuration) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    List<ReplicationRule> rules =
        input.structure(CONFIGURATION).orElseThrow().structures("rules").stream()
            .map(rule -> rule(input, rule))
            .toList();
    refuseAbove(input, "rules", rules.size(), limits.replicationRules());
    ReplicationConfiguration configuration = new ReplicationConfiguration(rules);
    if (configuration.destinations().contains(home)) {
      throw input.violation(
          CONFIGURATION, "Replication destination cannot be the same as the source registry");
    }
    refuseAbove(
        input,
        "destinations",
        configuration.destinations().size(),
        limits.replicationDestinations());
    return new Request(home, configuration);
  }

  private ReplicationRule rule(Input input, Input rule) {
    List<RegistryId> destinations =
        rule.structures("destinations").stream()
            .map(
                to ->
                    new RegistryId(
                        new AccountId(to.text("registryId")),
                        input.parse("region", to.text("region"), Region::new)))
            .toList();
    List<String> prefixes =
        rule.structures("repositoryFilters").stream().map(f -> f.text("filter")).toList();
    refuseAbove(input, "repositoryFilters", prefixes.size(), limits.replicationFilters());
    return new ReplicationRule(destinations, prefixes);
  }

  private static void refuseAbove(Input input, String member, int count, int max) {
    if (count > max) {
      throw input.violation(member, "Member must have length less than or equal to " + max);
    }
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    replication.put(request.registry(), request.configuration());
    ObjectNode answer = Output.object();
    answer.set(CONFIGURATION, ReplicationConfigurationNode.of(request.configuration()));
    return answer;
  }
}
