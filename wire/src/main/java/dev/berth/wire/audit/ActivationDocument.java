package dev.berth.wire.audit;

import dev.berth.model.AuditEntry;
import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.image.ActivationEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes the entry of an image that came back from the archive as CloudTrail writes its service
 * event (ECR dossier 20, CHECKLIST TR-06): nobody called, the registry itself did it.
 *
 * @param ids random ones
 */
public record ActivationDocument(Supplier<UUID> ids) implements ActivationEntry {
  @Override
  public AuditEntry of(RepositoryAddress repository, Image image, Instant now) {
    Instant time = now.truncatedTo(ChronoUnit.MICROS);
    UUID id = ids.get();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json =
        EventDocument.ASCII.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(json, repository, image, time, id);
    }
    return new AuditEntry(
        id.toString(),
        time,
        repository.registry().account(),
        repository.registry().account(),
        bytes.toString(StandardCharsets.US_ASCII));
  }

  private static void write(
      JsonGenerator json, RepositoryAddress repository, Image image, Instant time, UUID id) {
    json.writeStartObject();
    ServiceEvent.head(json, repository.registry(), "ecr", "ImageActivationEvent", time);
    ServiceEvent.about(json, repository, id.toString(), false);
    details(json, repository, image);
    json.writeStringProperty("eventCategory", "Management");
    json.writeEndObject();
  }

  private static void details(JsonGenerator json, RepositoryAddress repository, Image image) {
    json.writeObjectPropertyStart("serviceEventDetails");
    json.writeStringProperty("repositoryName", repository.name().value());
    json.writeStringProperty("imageDigest", image.digest().toString());
    json.writeStringProperty("targetStorageClass", "STANDARD");
    json.writeStringProperty("result", "SUCCESS");
    json.writeStringProperty("imageStatus", "ACTIVE");
    json.writeEndObject();
  }
}
