package dev.berth.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as people type it: {@code 2026-11-21T10:00:00Z}, or how long ago, such as {@code 24h}. */
final class TimeOption {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

  private TimeOption() {}

  /** The time; empty for what is none. */
  static Optional<Instant> parse(String text, InstantSource clock) {
    Matcher ago = AGO.matcher(text);
    try {
      return Optional.of(ago.matches() ? clock.instant().minus(ago(ago)) : Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** What to say of a text that is no time. */
  static String refusal(String text) {
    return "'%s' is no time: write 2026-11-21T10:00:00Z, or 90m, 24h, 7d".formatted(text);
  }

  private static Duration ago(Matcher text) {
    long count = Long.parseLong(text.group(1));
    return Map.of(
            "s", Duration.ofSeconds(count),
            "m", Duration.ofMinutes(count),
            "h", Duration.ofHours(count),
            "d", Duration.ofDays(count))
        .getOrDefault(text.group(2), Duration.ZERO);
  }
}
