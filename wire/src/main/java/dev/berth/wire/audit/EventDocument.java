package dev.berth.wire.audit;

import dev.berth.iam.Demand;
import dev.berth.iam.Resource;
import dev.berth.model.AuditEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the entry of a call as CloudTrail does (CloudTrail user guide, "CloudTrail record
 * contents"; ECR dossier, section 20). One line of ASCII: whatever a client sent, it cannot end the
 * line or move the cursor of who reads it (threat T36), and no member is longer than {@link
 * BoundedJson} lets it be.
 *
 * <p>Beyond CloudTrail, {@code additionalEventData} holds the time to microseconds and what the
 * gate decided, with the reason.
 */
public final class EventDocument {
  static final String VERSION = "1.11";
  private static final int MOST_RESOURCES = 20;
  private static final int MOST_TEXT = 1024;
  private static final int USUAL_SIZE = 1536;

  /** What makes an event's id from its request's: both are random, and one has one of the other. */
  private static final UUID OTHER = new UUID(0x00f0_f0f0_0f0f_0f0fL, 0x0f0f_0f0f_f0f0_f0f0L);

  static final JsonFactory ASCII =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final CallFacts facts;
  private final Instant time;
  private final JsonGenerator json;

  private EventDocument(CallFacts facts, Instant time, JsonGenerator json) {
    this.facts = facts;
    this.time = time;
    this.json = json;
  }

  /**
   * The entry of a call.
   *
   * @param now when it ended, or began to change something
   */
  public static AuditEntry entry(CallFacts facts, Instant now) {
    Instant time = now.truncatedTo(ChronoUnit.MICROS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = ASCII.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new EventDocument(facts, time, json).write();
    }
    return new AuditEntry(
        facts.request().id().toString(),
        time,
        facts.recipient(),
        facts.callerAccount(),
        bytes.toString(StandardCharsets.US_ASCII));
  }

  private void write() {
    json.writeStartObject();
    json.writeStringProperty("eventVersion", VERSION);
    json.writeName("userIdentity");
    new UserIdentity(json).write(facts);
    json.writeStringProperty("eventTime", time.truncatedTo(ChronoUnit.SECONDS).toString());
    json.writeStringProperty("eventSource", facts.audited().source());
    json.writeStringProperty("eventName", facts.audited().name());
    json.writeStringProperty("awsRegion", facts.registry().region().value());
    json.writeStringProperty("sourceIPAddress", facts.request().peer().getHostAddress());
    json.writeStringProperty(
        "userAgent", shortened(facts.request().headers().first("User-Agent").orElse("")));
    facts.failure().ifPresent(this::failure);
    tree("requestParameters", facts.audited().parameters());
    tree("responseElements", facts.audited().elements());
    json.writeObjectPropertyStart("additionalEventData");
    json.writeStringProperty("time", time.toString());
    facts.decision().ifPresent(new DecisionText(json)::write);
    json.writeEndObject();
    json.writeStringProperty("requestID", facts.request().id().toString());
    json.writeStringProperty("eventID", eventId().toString());
    json.writeBooleanProperty("readOnly", !facts.changes());
    resources();
    json.writeStringProperty("eventType", "AwsApiCall");
    json.writeBooleanProperty("managementEvent", true);
    json.writeStringProperty("recipientAccountId", facts.recipient().value());
    json.writeStringProperty("eventCategory", "Management");
    json.writeEndObject();
  }

  private void failure(CallFacts.Failure failure) {
    json.writeStringProperty("errorCode", shortened(failure.code()));
    json.writeStringProperty("errorMessage", shortened(failure.message()));
  }

  private void tree(String name, ObjectNode tree) {
    json.writeName(name);
    if (tree.isEmpty()) {
      json.writeNull();
    } else {
      new BoundedJson(json).write(tree);
    }
  }

  private UUID eventId() {
    UUID request = facts.request().id();
    return new UUID(
        request.getMostSignificantBits() ^ OTHER.getMostSignificantBits(),
        request.getLeastSignificantBits() ^ OTHER.getLeastSignificantBits());
  }

  private void resources() {
    List<Resource> named =
        facts.demands().stream()
            .map(Demand::resource)
            .filter(resource -> !(resource instanceof Resource.Any))
            .distinct()
            .limit(MOST_RESOURCES)
            .toList();
    if (named.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("resources");
    for (Resource resource : named) {
      json.writeStartObject();
      json.writeStringProperty("accountId", resource.owner().value());
      if (resource instanceof Resource.OfRepository) {
        json.writeStringProperty("type", "AWS::ECR::Repository");
      }
      json.writeStringProperty("ARN", shortened(resource.name()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String shortened(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
  }
}
