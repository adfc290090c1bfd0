package dev.berth.wire.audit;

import dev.berth.model.RegistryId;
import java.io.StringWriter;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Says in the trail that something is missing in it, as an event of the service (ECR dossier,
 * section 20, "Service events").
 *
 * @param registry whose account is told
 * @param ids of events
 */
public record GapDocument(RegistryId registry, Supplier<UUID> ids) {

  /** The name of such events. */
  public static final String NAME = "AuditGap";

  /** Entries that were not written, because more came than the disk took. */
  public String lost(long entries, Instant now) {
    return document(entries, "more entries came than the disk took", now);
  }

  /** The line before this one was not written whole, because the process ended. */
  public String torn(Instant now) {
    return document(1, "the line before this one is torn: the process ended in it", now);
  }

  private String document(long entries, String reason, Instant now) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        EventDocument.ASCII.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      ServiceEvent.head(json, registry, "berth", NAME, now);
      json.writeStringProperty("eventID", ids.get().toString());
      json.writeBooleanProperty("readOnly", true);
      json.writeStringProperty("eventType", "AwsServiceEvent");
      json.writeStringProperty("recipientAccountId", registry.account().value());
      json.writeObjectPropertyStart("serviceEventDetails");
      json.writeNumberProperty("entries", entries);
      json.writeStringProperty("reason", reason);
      json.writeEndObject();
      json.writeStringProperty("eventCategory", "Management");
      json.writeEndObject();
    }
    return text.toString();
  }
}
