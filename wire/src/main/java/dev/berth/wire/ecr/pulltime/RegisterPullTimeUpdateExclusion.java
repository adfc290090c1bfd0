package dev.berth.wire.ecr.pulltime;

import dev.berth.model.Arn;
import dev.berth.model.RegistryId;
import dev.berth.registry.image.PullTimeExclusions;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaves the pulls of a user or role unrecorded from now on (ECR dossier 13, CHECKLIST AR-11,
 * AR-12).
 */
public record RegisterPullTimeUpdateExclusion(PullTimeExclusions exclusions)
    implements JsonOperation<RegisterPullTimeUpdateExclusion.Request> {

  /** The request. */
  public record Request(RegistryId registry, Arn principal) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, input.parse("principalArn", input.text("principalArn"), Arn::parse));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    Instant createdAt = exclusions.register(request.registry(), request.principal());
    return Output.object()
        .put("principalArn", request.principal().toString())
        .put("createdAt", Output.seconds(createdAt));
  }
}
