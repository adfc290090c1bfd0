package dev.berth.registry.event;

import dev.berth.metadata.OutboxTable;
import dev.berth.model.Event;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The form in which an event is told: that of EventBridge (ECR dossier 19, EV-10). */
public final class Envelope {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Envelope() {}

  /** The whole event: one JSON object. */
  public static ObjectNode of(OutboxTable.Row row) {
    Event event = row.event();
    ObjectNode envelope =
        JSON.createObjectNode()
            .put("version", "0")
            .put("id", row.id().toString())
            .put("detail-type", event.detailType())
            .put("source", event.source())
            .put("account", event.registry().account().value())
            .put("time", event.time().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("region", event.registry().region().value());
    ArrayNode resources = envelope.putArray("resources");
    event.resource().ifPresent(resource -> resources.add(resource.toString()));
    envelope.set("detail", JSON.readTree(event.detail()));
    return envelope;
  }
}
