package dev.berth.wire.berth;

import dev.berth.iam.token.PageTokens.Listing;
import dev.berth.model.RegistryId;
import dev.berth.wire.audit.AuditSearch;
import dev.berth.wire.audit.EventFilter;
import dev.berth.wire.audit.RecordedEvent;
import dev.berth.wire.json.Input;
import dev.berth.wire.json.Invocation;
import dev.berth.wire.json.JsonOperation;
import dev.berth.wire.json.Output;
import dev.berth.wire.json.Pages;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Searches the audit trail of the caller's account, the newest entries first (CloudTrail API,
 * {@code LookupEvents}, in this API's spelling): several attributes have to fit all.
 */
record LookupEvents(AuditSearch trail, Pages pages) implements JsonOperation<LookupEvents.Request> {

  /** Which entries, and which page of them. */
  record Request(EventFilter filter, Listing listing, Optional<String> after, int limit) {}

  @Override
  public Request parse(Input input, RegistryId home) {
    EventFilter filter =
        new EventFilter(
            home.account(),
            input.structures("lookupAttributes").stream()
                .map(
                    attribute ->
                        new EventFilter.Attribute(
                            EventFilter.Key.valueOf(attribute.text("attributeKey")),
                            attribute.text("attributeValue")))
                .toList(),
            input.timeIfAny("startTime"),
            input.timeIfAny("endTime"));
    Listing listing = new Listing("LookupEvents", home, filter.parts());
    var page = pages.request(input, listing, position -> position);
    return new Request(filter, listing, page.after(), page.limit());
  }

  @Override
  public ObjectNode handle(Request request, Invocation invocation) {
    AuditSearch.Found found = trail.find(request.filter(), request.after(), request.limit());
    ObjectNode answer = Output.object();
    ArrayNode events = answer.putArray("events");
    found.events().forEach(event -> events.add(described(event)));
    pages.finish(answer, request.listing(), found.next());
    return answer;
  }

  private static ObjectNode described(RecordedEvent event) {
    JsonNode entry = event.entry();
    ObjectNode described = Output.object();
    described.put("eventId", text(entry, "/eventID"));
    described.put("eventName", text(entry, "/eventName"));
    described.put("eventSource", text(entry, "/eventSource"));
    described.put("eventTime", Output.seconds(event.time()));
    described.put("readOnly", text(entry, "/readOnly"));
    described.put("username", username(entry.path("userIdentity")));
    described.put("accessKeyId", text(entry, "/userIdentity/accessKeyId"));
    ArrayNode resources = described.putArray("resources");
    for (JsonNode resource : entry.path("resources")) {
      resources
          .addObject()
          .put("resourceType", text(resource, "/type"))
          .put("resourceName", text(resource, "/ARN"));
    }
    described.put("cloudTrailEvent", event.document());
    return described;
  }

  private static String username(JsonNode identity) {
    String name = text(identity, "/userName");
    String id = text(identity, "/principalId");
    return name.isEmpty() ? id.substring(id.indexOf(':') + 1) : name;
  }

  private static String text(JsonNode node, String pointer) {
    return node.at(pointer).asString("");
  }
}
