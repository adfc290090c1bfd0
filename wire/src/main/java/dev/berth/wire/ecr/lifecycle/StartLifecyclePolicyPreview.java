package dev.berth.wire.ecr.lifecycle;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.LifecyclePreviews;
import dev.berth.wire.ecr.Targets;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts a preview of a text, or of the policy that the repository has (ECR dossier 12.4, CHECKLIST
 * LC-37, LC-38, LC-40).
 */
public record StartLifecyclePolicyPreview(LifecyclePreviews previews)
    implements JsonOperation<StartLifecyclePolicyPreview.Request> {

  /** The request. */
  record Request(RepositoryAddress address, Optional<String> text) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(Targets.repository(input, home), input.textIfAny("lifecyclePolicyText"));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    String previewed = previews.start(request.address(), request.text());
    return LifecycleAnswer.of(request.address(), previewed).put("status", "IN_PROGRESS");
  }
}
