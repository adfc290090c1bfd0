package dev.berth.wire.audit;

import dev.berth.model.AuditEntry;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.Tag;
import dev.berth.registry.lifecycle.LifecycleEvent;
import dev.berth.registry.lifecycle.LifecycleEvent.Failed;
import dev.berth.registry.lifecycle.LifecycleEvent.OnImage;
import dev.berth.registry.lifecycle.LifecycleTrail;
import dev.berth.registry.lifecycle.policy.Criterion;
import dev.berth.registry.lifecycle.policy.Rule;
import dev.berth.registry.lifecycle.policy.TagPattern;
import dev.berth.registry.lifecycle.policy.TagSelection;
import dev.berth.registry.lifecycle.policy.TagSelection.Form;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes {@code PolicyExecutionEvent} and {@code DryRunEvent} as CloudTrail does (ECR dossier,
 * section 20, "Service events"; CHECKLIST TR-04, TR-05, TR-09). From ten images on there are
 * several events, and no image has more than a hundred tags in one.
 *
 * @param ids of events
 */
public record LifecycleDocument(Supplier<UUID> ids) implements LifecycleTrail {
  private static final int MOST_IMAGES = 9;
  private static final int MOST_TAGS = 100;

  @Override
  public List<AuditEntry> entries(LifecycleEvent event) {
    List<AuditEntry> entries = new ArrayList<>();
    for (List<OnImage> some :
        event.actions().stream().gather(Gatherers.windowFixed(MOST_IMAGES)).toList()) {
      entries.add(entry(event, some, List.of()));
    }
    for (List<Failed> some :
        event.failures().stream().gather(Gatherers.windowFixed(MOST_IMAGES)).toList()) {
      entries.add(entry(event, List.of(), some));
    }
    return entries.isEmpty() && event.kind() == LifecycleEvent.Kind.DRY_RUN
        ? List.of(entry(event, List.of(), List.of()))
        : List.copyOf(entries);
  }

  private AuditEntry entry(LifecycleEvent event, List<OnImage> actions, List<Failed> failures) {
    RegistryId registry = event.repository().registry();
    String id = ids.get().toString();
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        EventDocument.ASCII.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      ServiceEvent.head(json, registry, "ecr", name(event.kind()), event.time());
      ServiceEvent.about(json, event.repository(), id, true);
      details(json, event, actions, failures);
      json.writeStringProperty("eventCategory", "Management");
      json.writeEndObject();
    }
    return new AuditEntry(
        id,
        event.time().truncatedTo(ChronoUnit.MICROS),
        registry.account(),
        registry.account(),
        text.toString());
  }

  private static String name(LifecycleEvent.Kind kind) {
    return switch (kind) {
      case EXECUTION -> "PolicyExecutionEvent";
      case DRY_RUN -> "DryRunEvent";
    };
  }

  private static void details(
      JsonGenerator json, LifecycleEvent event, List<OnImage> actions, List<Failed> failures) {
    json.writeObjectPropertyStart("serviceEventDetails");
    json.writeStringProperty("repositoryName", event.repository().name().value());
    policy(json, event.policy());
    json.writeArrayPropertyStart("lifecycleEventImageActions");
    for (OnImage action : actions) {
      json.writeStartObject();
      image(json, action);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("lifecycleEventFailureDetails");
    for (Failed failure : failures) {
      json.writeStartObject();
      image(json, failure.image());
      json.writeStringProperty("failureCode", "ImageReferencedByManifestList");
      json.writeStringProperty(
          "failureReason",
          "Requested image referenced by manifest list: "
              + failure.indexes().stream().map(Digest::toString).toList());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void policy(JsonGenerator json, LifecycleEvent.Policy policy) {
    json.writeObjectPropertyStart("lifecycleEventPolicy");
    json.writeArrayPropertyStart("lifecycleEventRules");
    policy.rules().forEach(rule -> rule(json, rule));
    json.writeEndArray();
    json.writeNumberProperty(
        "lastEvaluatedAt", policy.evaluatedAt().map(Instant::toEpochMilli).orElse(0L));
    json.writeNumberProperty("policyVersion", policy.version());
    policy.id().ifPresent(id -> json.writeStringProperty("policyId", id));
    json.writeEndObject();
  }

  private static void rule(JsonGenerator json, Rule rule) {
    json.writeStartObject();
    json.writeNumberProperty("rulePriority", rule.priority());
    rule.description().ifPresent(text -> json.writeStringProperty("description", text));
    json.writeObjectPropertyStart("lifecycleEventSelection");
    String status = rule.tags().word();
    json.writeStringProperty(
        "tagStatus", status.substring(0, 1).toUpperCase(Locale.ROOT) + status.substring(1));
    json.writeArrayPropertyStart("tagPrefixList");
    list(rule, Form.PREFIXES).forEach(entry -> json.writeString(entry.text()));
    json.writeEndArray();
    if (!list(rule, Form.PATTERNS).isEmpty()) {
      json.writeArrayPropertyStart("tagPatternList");
      list(rule, Form.PATTERNS).forEach(entry -> json.writeString(entry.text()));
      json.writeEndArray();
    }
    json.writeStringProperty("countType", words(rule.criterion()));
    json.writeNumberProperty("countNumber", rule.criterion().number());
    json.writeEndObject();
    json.writeStringProperty("action", rule.action().word());
    json.writeEndObject();
  }

  private static List<TagPattern> list(Rule rule, Form form) {
    return rule.tags() instanceof TagSelection.Tagged(Form its, var list) && its == form
        ? list
        : List.of();
  }

  private static String words(Criterion criterion) {
    return switch (criterion) {
      case Criterion.CountMoreThan _ -> "Image count more than";
      case Criterion.Since since ->
          switch (since.clock()) {
            case PUSHED -> "Since image pushed";
            case PULLED -> "Since image pulled";
            case TRANSITIONED -> "Since image transitioned";
          };
    };
  }

  private static void image(JsonGenerator json, OnImage image) {
    json.writeObjectPropertyStart("lifecycleEventImage");
    json.writeStringProperty("digest", image.digest().toString());
    json.writeStringProperty("tagStatus", image.tags().isEmpty() ? "Untagged" : "Tagged");
    json.writeArrayPropertyStart("tagList");
    image.tags().stream().limit(MOST_TAGS).map(Tag::value).forEach(json::writeString);
    json.writeEndArray();
    json.writeNumberProperty("pushedAt", image.pushedAt().toEpochMilli());
    json.writeEndObject();
    json.writeNumberProperty("rulePriority", image.priority());
  }
}
