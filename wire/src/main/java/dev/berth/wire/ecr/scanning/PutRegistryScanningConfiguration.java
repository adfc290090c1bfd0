package dev.berth.wire.ecr.scanning;

import dev.berth.model.RegistryId;
import dev.berth.registry.SettingLimits;
import dev.berth.registry.scanning.ScanFilter;
import dev.berth.registry.scanning.ScanFrequency;
import dev.berth.registry.scanning.ScanRule;
import dev.berth.registry.scanning.ScanType;
import dev.berth.registry.scanning.Scanning;
import dev.berth.registry.scanning.ScanningConfiguration;
import dev.berth.wire.aws.Unacceptable.Violation;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces how the registry scans (ECR dossier 14.1, CHECKLIST SC-06, SC-07, SC-22). What is left
 * out of the request is as in a registry that nobody configured.
 */
public record PutRegistryScanningConfiguration(Scanning scanning, SettingLimits limits)
    implements JsonOperation<PutRegistryScanningConfiguration.Request> {
  private static final String VALIDATION = "ValidationException";

  /** The request. */
  public record Request(RegistryId registry, ScanningConfiguration configuration) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    ScanType type = input.textIfAny("scanType").map(ScanType::valueOf).orElse(ScanType.BASIC);
    List<ScanRule> rules = new ArrayList<>();
    Set<ScanFrequency> seen = EnumSet.noneOf(ScanFrequency.class);
    for (Input rule : input.structures("rules")) {
      ScanFrequency frequency = ScanFrequency.valueOf(rule.text("scanFrequency"));
      refuseUnfit(type, frequency);
      if (!seen.add(frequency)) {
        throw refused("There can be only one rule with the scan frequency '%s'", frequency.name());
      }
      List<ScanFilter> filters =
          rule.structures("repositoryFilters").stream()
              .map(filter -> new ScanFilter(filter.text("filter")))
              .toList();
      if (filters.size() > limits.scanningFilters()) {
        throw refused("A rule can have at most '%s' repository filters", limits.scanningFilters());
      }
      rules.add(new ScanRule(frequency, filters));
    }
    if (rules.size() > limits.scanningRules()) {
      throw refused("A registry can have at most '%s' scanning rules", limits.scanningRules());
    }
    return new Request(home, new ScanningConfiguration(type, rules));
  }

  // SC-07
  private static void refuseUnfit(ScanType type, ScanFrequency frequency) {
    boolean fits =
        switch (frequency) {
          case SCAN_ON_PUSH -> true;
          case CONTINUOUS_SCAN -> type == ScanType.ENHANCED;
          case MANUAL -> false;
        };
    if (!fits) {
      throw refused(
          "The scan frequency '%s' cannot be used with the scan type '" + type + "'",
          frequency.name());
    }
  }

  private static Violation refused(String form, Object value) {
    return new Violation(VALIDATION, form.formatted(value));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    scanning.put(request.registry(), request.configuration());
    ObjectNode answer = Output.object();
    answer.set(
        "registryScanningConfiguration", ScanningConfigurationNode.of(request.configuration()));
    return answer;
  }
}
