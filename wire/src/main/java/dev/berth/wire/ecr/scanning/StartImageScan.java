package dev.berth.wire.ecr.scanning;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ImageId;
import dev.berth.registry.scanning.Scan;
import dev.berth.registry.scanning.Scanning;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.ecr.image.ImageIdMember;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks for a basic scan (ECR dossier 14.2, CHECKLIST SC-10, SC-11, SC-20, AR-05). There is no
 * scanner yet, so that the answer is that it failed, and why; it counts against the quotas.
 */
public record StartImageScan(Scanning scanning) implements JsonOperation<StartImageScan.Request> {

  /** The request. */
  public record Request(RepositoryAddress address, ImageId id) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.repository(input, home), ImageIdMember.required(input));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Scan scan = scanning.start(request.address(), request.id());
    return ScanAnswer.of(request.address(), request.id(), scan);
  }
}
