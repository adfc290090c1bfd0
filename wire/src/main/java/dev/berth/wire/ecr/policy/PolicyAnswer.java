package dev.berth.wire.ecr.policy;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** What the operations on policies answer: whose it is, and the text (PO-01, RG-01). */
final class PolicyAnswer {
  private PolicyAnswer() {}

  static ObjectNode of(RepositoryAddress address, String text) {
    return Output.object()
        .put("registryId", address.registry().account().value())
        .put("repositoryName", address.name().value())
        .put("policyText", text);
  }

  static ObjectNode of(RegistryId registry, String text) {
    return Output.object().put("registryId", registry.account().value()).put("policyText", text);
  }
}
