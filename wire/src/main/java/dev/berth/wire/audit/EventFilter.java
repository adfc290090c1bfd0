package dev.berth.wire.audit;

import dev.berth.model.AccountId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which entries are looked for: those that concern an account, have all the attributes and are of a
 * time.
 *
 * @param account only its own entries are ever found
 * @param attributes all of them have to fit; none fits everything
 * @param from the earliest time, if there is one
 * @param to the latest time, if there is one
 */
public record EventFilter(
    AccountId account, List<Attribute> attributes, Optional<Instant> from, Optional<Instant> to) {
  private static final String ANY = "*";

  public EventFilter {
    attributes = List.copyOf(attributes);
  }

  /**
   * What can be looked for (CloudTrail API, {@code LookupAttribute}), and beyond CloudTrail the
   * request and the error.
   */
  public enum Key {
    EventId,
    EventName,
    EventSource,
    ReadOnly,
    Username,
    ResourceName,
    AccessKeyId,
    RequestId,
    /** {@code *} is any error. */
    ErrorCode
  }

  /** A value that an entry has to have. */
  public record Attribute(Key key, String value) {
    boolean fits(JsonNode entry) {
      return switch (key) {
        case EventId -> has(entry, "/eventID");
        case EventName -> has(entry, "/eventName");
        case EventSource -> has(entry, "/eventSource");
        case ReadOnly -> value.equals(entry.path("readOnly").asString(""));
        case Username -> isCaller(entry.path("userIdentity"));
        case ResourceName -> isResource(entry);
        case AccessKeyId -> has(entry, "/userIdentity/accessKeyId");
        case RequestId -> has(entry, "/requestID");
        case ErrorCode -> value.equals(ANY) ? entry.has("errorCode") : has(entry, "/errorCode");
      };
    }

    private boolean has(JsonNode entry, String pointer) {
      return value.equals(entry.at(pointer).asString(""));
    }

    /** By name, by ARN, by id, or by the name of a session. */
    private boolean isCaller(JsonNode identity) {
      String id = identity.path("principalId").asString("");
      return has(identity, "/userName")
          || has(identity, "/arn")
          || value.equals(id)
          || id.endsWith(":" + value)
          || has(identity, "/sessionContext/sessionIssuer/userName");
    }

    /** By ARN, or by what stands in it behind the type. */
    private boolean isResource(JsonNode entry) {
      for (JsonNode resource : entry.path("resources")) {
        String arn = resource.path("ARN").asString("");
        if (arn.equals(value) || arn.substring(arn.indexOf('/') + 1).equals(value)) {
          return true;
        }
      }
      return has(entry, "/requestParameters/repositoryName");
    }

    /** Whether an entry without this text cannot fit, so that most need not be parsed. */
    private boolean isLiteral() {
      return !(key == Key.ErrorCode && value.equals(ANY))
          && value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
    }
  }

  /** The request that is looked for, when it is. */
  public Optional<String> request() {
    return attributes.stream()
        .filter(attribute -> attribute.key() == Key.RequestId)
        .map(Attribute::value)
        .findFirst();
  }

  /** Whether an entry may fit, by its text alone. */
  public boolean mayFit(String document) {
    return attributes.stream()
        .allMatch(attribute -> !attribute.isLiteral() || document.contains(attribute.value()));
  }

  /** Whether an entry fits. */
  public boolean fits(RecordedEvent event) {
    return event.concerns(account)
        && from.filter(event.time()::isBefore).isEmpty()
        && to.filter(event.time()::isAfter).isEmpty()
        && attributes.stream().allMatch(attribute -> attribute.fits(event.entry()));
  }

  /** Everything that decides what is found, as text. */
  public List<String> parts() {
    List<String> parts = new ArrayList<>();
    parts.add(account.value());
    parts.add(from.map(Instant::toString).orElse(""));
    parts.add(to.map(Instant::toString).orElse(""));
    attributes.forEach(attribute -> parts.add(attribute.key() + "=" + attribute.value()));
    return parts;
  }
}
