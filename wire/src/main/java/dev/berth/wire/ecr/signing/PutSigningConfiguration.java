package dev.berth.wire.ecr.signing;

import dev.berth.model.Arn;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryPattern;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.signing.Signing;
import dev.berth.registry.signing.SigningConfiguration;
import dev.berth.registry.signing.SigningRule;
import dev.berth.wire.aws.Unacceptable.Violation;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Replaces what the registry signs (ECR dossier 15, CHECKLIST SG-01, SG-02). */
public record PutSigningConfiguration(Signing signing, SettingLimits limits)
    implements JsonOperation<PutSigningConfiguration.Request> {
  private static final String CONFIGURATION = "signingConfiguration";
  private static final String VALIDATION = "ValidationException";

  /** The request. */
  public record Request(RegistryId registry, SigningConfiguration configuration) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    List<SigningRule> rules =
        input.structure(CONFIGURATION).orElseThrow().structures("rules").stream()
            .map(rule -> rule(rule, home))
            .toList();
    if (rules.size() > limits.signingRules()) {
      throw refused("A registry can have at most '%d' signing rules", limits.signingRules());
    }
    return new Request(home, new SigningConfiguration(rules));
  }

  private SigningRule rule(Input rule, RegistryId home) {
    String profile = rule.text("signingProfileArn");
    if (!Arn.parse(profile).region().equals(home.region().value())) {
      throw refused("The signing profile has to be in the Region '%s'", home.region());
    }
    List<RepositoryPattern> filters =
        rule.structures("repositoryFilters").stream()
            .map(filter -> new RepositoryPattern(filter.text("filter")))
            .toList();
    if (filters.size() > limits.signingFilters()) {
      throw refused("A rule can have at most '%d' repository filters", limits.signingFilters());
    }
    return new SigningRule(profile, filters);
  }

  private static Violation refused(String form, Object value) {
    return new Violation(VALIDATION, form.formatted(value));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    signing.put(request.registry(), request.configuration());
    ObjectNode answer = Output.object();
    answer.set(CONFIGURATION, SigningConfigurationNode.of(request.configuration()));
    return answer;
  }
}
