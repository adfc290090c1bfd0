package dev.berth.server.config;

import dev.berth.model.Malformed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what is to become of events: the keys of {@code events}. */
final class EventsReader {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{3,8}");
  private static final int MOST = 100_000_000;

  private final ConfigText text;
  private final List<String> mistakes;

  /**
   * @param mistakes gets a sentence for everything that is wrong
   */
  EventsReader(ConfigText text, List<String> mistakes) {
    this.text = text;
    this.mistakes = mistakes;
  }

  /** What is said; empty when something is wrong. */
  Optional<Config.Events> read() {
    int before = mistakes.size();
    Optional<Duration> keep = duration(ConfigKey.EVENTS_KEEP);
    Optional<Integer> atMost = atMost();
    Optional<Duration> retry = duration(ConfigKey.EVENTS_WEBHOOK_RETRY);
    boolean file = flag();
    List<WebhookSettings> webhooks = webhooks();
    return mistakes.size() > before
        ? Optional.empty()
        : Optional.of(
            new Config.Events(
                keep.orElseThrow(), atMost.orElseThrow(), file, webhooks, retry.orElseThrow()));
  }

  private List<WebhookSettings> webhooks() {
    List<WebhookSettings> webhooks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String entry : text.value(ConfigKey.EVENTS_WEBHOOKS).split(",")) {
      if (entry.isBlank()) {
        continue;
      }
      try {
        WebhookSettings webhook = WebhookText.parse(entry);
        webhooks.add(webhook);
        if (!names.add(webhook.name())) {
          mistakes.add(
              "%s: two have the name '%s'; give one another with name="
                  .formatted(ConfigKey.EVENTS_WEBHOOKS.key(), webhook.name()));
        }
      } catch (Malformed e) {
        mistakes.add("%s: %s".formatted(ConfigKey.EVENTS_WEBHOOKS.key(), e.getMessage()));
      }
    }
    return webhooks;
  }

  private boolean flag() {
    String value = text.value(ConfigKey.EVENTS_FILE);
    if (!value.equals("true") && !value.equals("false")) {
      mistakes.add(
          "%s: '%s' is neither true nor false".formatted(ConfigKey.EVENTS_FILE.key(), value));
    }
    return value.equals("true");
  }

  private Optional<Duration> duration(ConfigKey key) {
    try {
      return Optional.of(Durations.parse(text.value(key), SHORTEST));
    } catch (Malformed e) {
      mistakes.add("%s: %s".formatted(key.key(), e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Integer> atMost() {
    String value = text.value(ConfigKey.EVENTS_KEEP_AT_MOST);
    if (NUMBER.matcher(value).matches() && Integer.parseInt(value) <= MOST) {
      return Optional.of(Integer.parseInt(value));
    }
    mistakes.add(
        "%s: '%s' is no number from 1000 to %d"
            .formatted(ConfigKey.EVENTS_KEEP_AT_MOST.key(), value, MOST));
    return Optional.empty();
  }
}
