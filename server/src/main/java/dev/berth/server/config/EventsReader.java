package dev.berth.server.config;

import dev.berth.model.Malformed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what is to become of events: the keys of {@code events}. */
final class EventsReader {
  private static final Duration SHORTEST = Duration.ofHours(1);
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
    Optional<Duration> keep = keep();
    Optional<Integer> atMost = atMost();
    return keep.flatMap(time -> atMost.map(count -> new Config.Events(time, count)));
  }

  private Optional<Duration> keep() {
    try {
      return Optional.of(Durations.parse(text.value(ConfigKey.EVENTS_KEEP), SHORTEST));
    } catch (Malformed e) {
      mistakes.add("%s: %s".formatted(ConfigKey.EVENTS_KEEP.key(), e.getMessage()));
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
