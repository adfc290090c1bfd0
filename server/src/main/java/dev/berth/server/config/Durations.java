package dev.berth.server.config;

import dev.berth.model.Malformed;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people write them in a configuration: {@code 30m}, {@code 24h}, {@code 7d}, {@code 0}.
 */
final class Durations {
  private static final String TYPE = "time";
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd])");
  private static final String NONE = "0";

  private Durations() {}

  /**
   * @throws Malformed when it is none, shorter than the least or longer than the most
   */
  static Duration parse(String text, Duration least, Duration most) {
    Duration duration = parse(text, least);
    if (duration.compareTo(most) > 0) {
      throw new Malformed(TYPE, text, "it is at most %d days".formatted(most.toDays()));
    }
    return duration;
  }

  /**
   * @throws Malformed when it is none, or shorter than the least
   */
  static Duration parse(String text, Duration least) {
    Matcher form = FORM.matcher(text.equals(NONE) ? "0s" : text);
    if (!form.matches()) {
      throw new Malformed(TYPE, text, "it is a number with s, m, h or d, such as 24h");
    }
    long count = Long.parseLong(form.group(1));
    Duration duration =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    if (duration.compareTo(least) < 0) {
      throw new Malformed(TYPE, text, "it is at least %d minutes".formatted(least.toMinutes()));
    }
    return duration;
  }
}
