package dev.berth.server.config;

import dev.berth.model.Malformed;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may be asked for: so many at once, and then so many a second.
 *
 * @param perSecond 1 to 1,000,000
 * @param burst 1 to 1,000,000
 */
public record RequestRate(int perSecond, int burst) {
  private static final int MOST = 1_000_000;
  private static final Pattern FORM = Pattern.compile("([0-9]{1,7})(?: +burst +([0-9]{1,7}))?");
  private static final String OFF = "off";

  public RequestRate {
    if (perSecond < 1 || perSecond > MOST || burst < 1 || burst > MOST) {
      throw new Malformed("rate", perSecond + " burst " + burst, "its numbers are 1 to " + MOST);
    }
  }

  /**
   * Reads {@code 500}, which is as many at once, or {@code 20 burst 200}; empty for {@code off}.
   *
   * @throws Malformed for anything else
   */
  static Optional<RequestRate> parse(String text) {
    if (text.equals(OFF)) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new Malformed("rate", text, "it is a number, or one with a burst, or off");
    }
    int perSecond = Integer.parseInt(form.group(1));
    return Optional.of(
        new RequestRate(
            perSecond, form.group(2) == null ? perSecond : Integer.parseInt(form.group(2))));
  }
}
