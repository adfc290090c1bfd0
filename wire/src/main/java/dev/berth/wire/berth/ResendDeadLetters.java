package dev.berth.wire.berth;

import dev.berth.model.RegistryId;
import dev.berth.registry.event.Outbox;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has events of the caller's registry sent again that sinks did not take: those that are named, or
 * all. What is not taken this time stays a dead letter.
 */
record ResendDeadLetters(Outbox outbox) implements JsonOperation<ResendDeadLetters.Request> {

  /** Of which sink, and which; all when none are named. */
  record Request(RegistryId registry, Optional<String> sink, List<String> eventIds) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    return new Request(home, input.textIfAny("sinkName"), input.texts("eventIds"));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    int resent = outbox.resend(request.registry(), request.sink(), request.eventIds());
    return Output.object().put("resent", resent);
  }
}
