package dev.berth.wire.audit;

import dev.berth.model.AuditEntry;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashEntry.Content;
import dev.berth.registry.trash.TrashTrail;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes {@code TrashExpiryEvent}, which AWS does not have, in the form of its service events: the
 * undo window of something deleted is over.
 *
 * @param ids random ones
 */
public record TrashDocument(Supplier<UUID> ids) implements TrashTrail {
  @Override
  public AuditEntry over(TrashEntry entry, Instant now) {
    RepositoryAddress repository = entry.repository();
    String id = ids.get().toString();
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        EventDocument.ASCII.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      ServiceEvent.head(json, repository.registry(), "berth", "TrashExpiryEvent", now);
      ServiceEvent.about(json, repository, id, false);
      details(json, entry);
      json.writeStringProperty("eventCategory", "Management");
      json.writeEndObject();
    }
    return new AuditEntry(
        id,
        now.truncatedTo(ChronoUnit.MICROS),
        repository.registry().account(),
        repository.registry().account(),
        text.toString());
  }

  private static void details(JsonGenerator json, TrashEntry entry) {
    json.writeObjectPropertyStart("serviceEventDetails");
    json.writeStringProperty("entryId", entry.id().value());
    json.writeStringProperty("repositoryName", entry.repository().name().value());
    switch (entry.content()) {
      case Content.OfImage image ->
          json.writeStringProperty("imageDigest", image.digest().toString());
      case Content.OfRepository repository ->
          json.writeNumberProperty("imageCount", repository.images());
    }
    json.writeStringProperty("deletedAt", entry.deletedAt().toString());
    json.writeEndObject();
  }
}
