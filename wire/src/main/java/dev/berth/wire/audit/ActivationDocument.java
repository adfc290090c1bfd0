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
  private static final String ITSELF = "AWS Internal";

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
    String account = repository.registry().account().value();
    json.writeStartObject();
    json.writeStringProperty("eventVersion", EventDocument.VERSION);
    json.writeObjectPropertyStart("userIdentity");
    json.writeStringProperty("accountId", account);
    json.writeStringProperty("invokedBy", ITSELF);
    json.writeEndObject();
    json.writeStringProperty("eventTime", time.truncatedTo(ChronoUnit.SECONDS).toString());
    json.writeStringProperty("eventSource", Audited.source("ecr"));
    json.writeStringProperty("eventName", "ImageActivationEvent");
    json.writeStringProperty("awsRegion", repository.registry().region().value());
    json.writeStringProperty("sourceIPAddress", ITSELF);
    json.writeStringProperty("userAgent", ITSELF);
    json.writeNullProperty("requestParameters");
    json.writeNullProperty("responseElements");
    json.writeObjectPropertyStart("additionalEventData");
    json.writeStringProperty("time", time.toString());
    json.writeEndObject();
    json.writeStringProperty("eventID", id.toString());
    json.writeBooleanProperty("readOnly", false);
    json.writeArrayPropertyStart("resources");
    json.writeStartObject();
    json.writeStringProperty("accountId", account);
    json.writeStringProperty("type", "AWS::ECR::Repository");
    json.writeStringProperty("ARN", arn(repository));
    json.writeEndObject();
    json.writeEndArray();
    json.writeStringProperty("eventType", "AwsServiceEvent");
    json.writeBooleanProperty("managementEvent", true);
    json.writeStringProperty("recipientAccountId", account);
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

  private static String arn(RepositoryAddress repository) {
    return repository.arn().toString();
  }
}
