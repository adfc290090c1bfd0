package dev.berth.wire.ecr.pulltime;

import dev.berth.model.Arn;
import dev.berth.model.RegistryId;
import dev.berth.registry.image.PullTimeExclusions;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** Records the pulls of a user or role again (ECR dossier 13, CHECKLIST AR-11). */
public record DeregisterPullTimeUpdateExclusion(PullTimeExclusions exclusions)
    implements JsonOperation<DeregisterPullTimeUpdateExclusion.Request> {

  /** The request. */
  public record Request(RegistryId registry, Arn principal) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, input.parse("principalArn", input.text("principalArn"), Arn::parse));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    exclusions.deregister(request.registry(), request.principal());
    return Output.object().put("principalArn", request.principal().toString());
  }
}
