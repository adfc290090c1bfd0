package dev.berth.wire.berth;

import dev.berth.model.EventPosition;
import dev.berth.model.RegistryId;
import dev.berth.registry.event.Outbox;
import dev.berth.registry.event.pattern.EventPattern;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells what happened in the caller's registry, in order, behind a cursor, and waits up to 20
 * seconds for something to tell. A cursor stays good for as long as events are kept: what is read
 * once may be read again.
 */
record ListEvents(Outbox outbox) implements JsonOperation<ListEvents.Request> {
  private static final int DEFAULT_PAGE = 100;

  /**
   * From where, which and how many.
   *
   * @param fromNow whether a request without cursor begins at what happens next, and not with the
   *     oldest that is kept
   */
  record Request(
      Outbox.Wanted wanted,
      Optional<EventPosition> cursor,
      boolean fromNow,
      int limit,
      Duration patience) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    Optional<Predicate<JsonNode>> pattern =
        input
            .textIfAny("eventPattern")
            .map(text -> input.parse("eventPattern", text, EventPattern::parse))
            .map(parsed -> parsed::fits);
    Optional<Instant> since = input.timeIfAny("startTime");
    return new Request(
        new Outbox.Wanted(home, since, pattern),
        input.textIfAny("cursor").map(text -> input.parse("cursor", text, EventPosition::parse)),
        input.textIfAny("startFrom").filter("NOW"::equals).isPresent(),
        input.numberIfAny("maxResults").orElse(DEFAULT_PAGE),
        Duration.ofSeconds(input.numberIfAny("waitSeconds").orElse(0)));
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    EventPosition after =
        request.cursor().orElseGet(() -> request.fromNow() ? outbox.end() : outbox.beginning());
    Outbox.Read read = outbox.read(after, request.wanted(), request.limit(), request.patience());
    ObjectNode answer = Output.object();
    ArrayNode events = answer.putArray("events");
    for (Outbox.Told told : read.events()) {
      events
          .addObject()
          .put("cursor", told.position().toString())
          .put("event", told.body().toString());
    }
    return answer
        .put("cursor", read.next().toString())
        .put("atEnd", read.isAtEnd())
        .put("hasGap", read.hasGap());
  }
}
