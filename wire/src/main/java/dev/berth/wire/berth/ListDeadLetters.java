package dev.berth.wire.berth;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.metadata.DeadLetterTable;
import dev.berth.model.RegistryId;
import dev.berth.registry.event.Outbox;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the events of the caller's registry that sinks did not take. */
record ListDeadLetters(Outbox outbox, Pages pages)
    implements JsonOperation<ListDeadLetters.Request> {

  /** Of which sink, and which page. */
  record Request(
      RegistryId registry, Optional<String> sink, Listing listing, long after, int limit) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    Optional<String> sink = input.textIfAny("sinkName");
    Listing listing = new Listing("ListDeadLetters", home, List.of(sink.orElse("")));
    var page = pages.request(input, listing, Long::valueOf);
    return new Request(home, sink, listing, page.after().orElse(0L), page.limit());
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    List<DeadLetterTable.Letter> letters =
        outbox.deadLetters(request.registry(), request.sink(), request.after(), request.limit());
    ObjectNode answer = Output.object();
    ArrayNode array = answer.putArray("deadLetters");
    for (DeadLetterTable.Letter letter : letters) {
      array
          .addObject()
          .put("eventId", letter.eventId())
          .put("sinkName", letter.sink())
          .put("reason", letter.reason())
          .put("givenUpAt", Output.seconds(letter.at()))
          .put("resending", letter.isDue())
          .put("event", letter.body());
    }
    Optional<String> next =
        letters.size() < request.limit()
            ? Optional.empty()
            : Optional.of(Long.toString(letters.getLast().id()));
    pages.finish(answer, request.listing(), next);
    return answer;
  }
}
