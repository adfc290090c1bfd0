package dev.berth.wire.ecr.scanning;

import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.scanning.EffectiveScanning;
import dev.berth.registry.scanning.Scanning;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives what holds for each of some repositories (ECR dossier 14.1, CHECKLIST SC-02 to SC-08). */
public record BatchGetRepositoryScanningConfiguration(Scanning scanning)
    implements JsonOperation<BatchGetRepositoryScanningConfiguration.Request> {
  private static final String NAMES = "repositoryNames";

  /** The request. */
  public record Request(RegistryId registry, List<RepositoryName> names) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(
        home,
        input.texts(NAMES).stream()
            .map(name -> input.parse(NAMES, name, RepositoryName::new))
            .distinct()
            .toList());
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Map<Repository, EffectiveScanning> found = scanning.of(request.registry(), request.names());
    ObjectNode answer = Output.object();
    ArrayNode list = answer.putArray("scanningConfigurations");
    found.forEach((repository, effective) -> list.add(described(repository, effective)));
    Set<RepositoryName> there =
        found.keySet().stream().map(Repository::name).collect(Collectors.toSet());
    ArrayNode failures = answer.putArray("failures");
    for (RepositoryName name : request.names()) {
      if (!there.contains(name)) {
        failures
            .addObject()
            .put("repositoryName", name.value())
            .put("failureCode", "REPOSITORY_NOT_FOUND")
            .put(
                "failureReason",
                new RepositoryNotFound(new RepositoryAddress(request.registry(), name))
                    .getMessage());
      }
    }
    return answer;
  }

  private static ObjectNode described(Repository repository, EffectiveScanning effective) {
    ObjectNode node = Output.object();
    node.put("repositoryArn", repository.arn().toString());
    node.put("repositoryName", repository.name().value());
    node.put("scanOnPush", effective.onPush());
    node.put("scanFrequency", effective.frequency().name());
    node.set("appliedScanFilters", ScanningConfigurationNode.filters(effective.applied()));
    return node;
  }
}
