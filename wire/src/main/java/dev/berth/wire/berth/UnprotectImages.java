package dev.berth.wire.berth;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.lifecycle.Protection;
import dev.berth.registry.lifecycle.Protections;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import tools.jackson.databind.node.ObjectNode;

/** Takes back what ProtectImages did for the same digest or pattern. */
record UnprotectImages(Protections protections) implements JsonOperation<UnprotectImages.Request> {

  /** Where, and what. */
  record Request(RepositoryAddress address, Protection protection) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(
        BerthTargets.repository(input, home),
        input.parse("pattern", input.text("pattern"), Protection::parse));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    return ListImageProtections.answer(
        protections.unprotect(request.address(), request.protection()));
  }
}
