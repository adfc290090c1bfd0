package dev.berth.wire.berth;

import dev.berth.model.RegistryId;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import tools.jackson.databind.node.ObjectNode;

/** Lets jobs that delete go on, when they pause because the clock jumped (invariant I8). */
record ReleaseCollection(Housekeeping housekeeping) implements JsonOperation<RegistryId> {

  @Override
  public RegistryId parse(Input input, RegistryId home) {
    return home;
  }

  @Override
  public ObjectNode handle(RegistryId request, Invocation invocation) {
    return Output.object().put("released", housekeeping.release());
  }
}
