package dev.berth.wire.audit;

import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.JsonGenerator;

/**
 * What the events that nobody called have in common: CloudTrail's service events, of which the
 * service itself is the user (ECR dossier 20).
 */
final class ServiceEvent {
  private static final String ITSELF = "AWS Internal";

  private ServiceEvent() {}

  /**
   * Writes the members up to the id.
   *
   * @param service {@code ecr} or {@code berth}
   * @param name of the event
   */
  static void head(
      JsonGenerator json, RegistryId registry, String service, String name, Instant time) {
    json.writeStringProperty("eventVersion", EventDocument.VERSION);
    json.writeObjectPropertyStart("userIdentity");
    json.writeStringProperty("accountId", registry.account().value());
    json.writeStringProperty("invokedBy", ITSELF);
    json.writeEndObject();
    json.writeStringProperty("eventTime", time.truncatedTo(ChronoUnit.SECONDS).toString());
    json.writeStringProperty("eventSource", Audited.source(service));
    json.writeStringProperty("eventName", name);
    json.writeStringProperty("awsRegion", registry.region().value());
    json.writeStringProperty("sourceIPAddress", ITSELF);
    json.writeStringProperty("userAgent", ITSELF);
    json.writeNullProperty("requestParameters");
    json.writeNullProperty("responseElements");
    json.writeObjectPropertyStart("additionalEventData");
    json.writeStringProperty("time", time.truncatedTo(ChronoUnit.MICROS).toString());
    json.writeEndObject();
  }

  /** Writes the id, and which repository the event is about, up to the details. */
  static void about(JsonGenerator json, RepositoryAddress repository, String id, boolean readOnly) {
    String account = repository.registry().account().value();
    json.writeStringProperty("eventID", id);
    json.writeBooleanProperty("readOnly", readOnly);
    json.writeArrayPropertyStart("resources");
    json.writeStartObject();
    json.writeStringProperty("accountId", account);
    json.writeStringProperty("type", "AWS::ECR::Repository");
    json.writeStringProperty("ARN", repository.arn().toString());
    json.writeEndObject();
    json.writeEndArray();
    json.writeStringProperty("eventType", "AwsServiceEvent");
    json.writeBooleanProperty("managementEvent", true);
    json.writeStringProperty("recipientAccountId", account);
  }
}
