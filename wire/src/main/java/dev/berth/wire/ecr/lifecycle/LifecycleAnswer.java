package dev.berth.wire.ecr.lifecycle;

import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.LifecyclePolicies;
import dev.berth.wire.json.Output;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** What the operations on lifecycle policies answer: whose it is, and the text. */
final class LifecycleAnswer {
  private LifecycleAnswer() {}

  static ObjectNode of(RepositoryAddress address, String text) {
    return Output.object()
        .put("registryId", address.registry().account().value())
        .put("repositoryName", address.name().value())
        .put("lifecyclePolicyText", text);
  }

  /** With the time of the last evaluation; before the first one it is the epoch, as ECR has it. */
  static ObjectNode of(RepositoryAddress address, LifecyclePolicies.Shown shown) {
    return of(address, shown.text())
        .put("lastEvaluatedAt", Output.seconds(shown.evaluatedAt().orElse(Instant.EPOCH)));
  }
}
