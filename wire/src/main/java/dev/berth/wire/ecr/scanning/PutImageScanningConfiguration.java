package dev.berth.wire.ecr.scanning;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.scanning.Scanning;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes whether a push to the repository is followed by a basic scan (ECR dossier 14.1); nothing
 * said is no.
 */
public record PutImageScanningConfiguration(Scanning scanning)
    implements JsonOperation<PutImageScanningConfiguration.Request> {
  private static final String CONFIGURATION = "imageScanningConfiguration";

  /** The request. */
  public record Request(RepositoryAddress address, boolean scanOnPush) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(
        Targets.repository(input, home),
        input.structure(CONFIGURATION).map(c -> c.flag("scanOnPush")).orElse(false));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    scanning.putScanOnPush(request.address(), request.scanOnPush());
    ObjectNode answer = Output.object();
    answer.put("registryId", request.address().registry().account().value());
    answer.put("repositoryName", request.address().name().value());
    answer.putObject(CONFIGURATION).put("scanOnPush", request.scanOnPush());
    return answer;
  }
}
