package dev.berth.wire.audit;

import dev.berth.model.AccountId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An entry that was read again.
 *
 * @param document as it was written
 * @param entry the same, parsed
 * @param time to microseconds
 */
public record RecordedEvent(String document, JsonNode entry, Instant time) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Parses an entry; empty for what is none, such as a line that was torn. */
  public static Optional<RecordedEvent> parse(String document) {
    try {
      JsonNode entry = JSON.readTree(document);
      return Optional.of(
          new RecordedEvent(
              document, entry, Instant.parse(entry.at("/additionalEventData/time").asString(""))));
    } catch (JacksonException | DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Whether an account may see it: it was called, or did call. */
  boolean concerns(AccountId account) {
    return account.value().equals(entry.path("recipientAccountId").asString(""))
        || account.value().equals(entry.at("/userIdentity/accountId").asString(""));
  }
}
