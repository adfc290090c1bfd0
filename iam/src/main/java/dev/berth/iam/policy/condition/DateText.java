package dev.berth.iam.policy.condition;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Reads a point in time: seconds since 1970, or the profile of ISO 8601 that the W3C wrote down,
 * {@code 2026-01-15}, {@code 2026-01-15T12:00Z}, {@code 2026-01-15T12:00:00.5+01:00} (IAM dossier
 * 4.6). A time of day has its offset; a date alone starts at midnight UTC.
 */
final class DateText {
  private static final int MOST_SECONDS_DIGITS = 12;
  private static final int MOST_FRACTION_DIGITS = 9;
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  private final String text;
  private int at;
  private boolean broken;

  private DateText(String text) {
    this.text = text;
  }

  static Optional<Instant> read(String text) {
    try {
      return isWhole(text)
          ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text)))
          : new DateText(text).date();
    } catch (DateTimeException _) {
      // the 31st of February, the 25th hour
      return Optional.empty();
    }
  }

  private static boolean isWhole(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - from;
    for (int i = from; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return digits > 0 && digits <= MOST_SECONDS_DIGITS;
  }

  private Optional<Instant> date() {
    int year = digits(4);
    expect('-');
    int month = digits(2);
    expect('-');
    int day = digits(2);
    int hour = 0;
    int minute = 0;
    int second = 0;
    int nanos = 0;
    int offset = 0;
    if (!broken && at < text.length()) {
      expect('T');
      hour = digits(2);
      expect(':');
      minute = digits(2);
      if (next() == ':') {
        at++;
        second = digits(2);
        nanos = next() == '.' ? fraction() : 0;
      }
      offset = offset();
    }
    if (broken || at != text.length()) {
      return Optional.empty();
    }
    return Optional.of(
        LocalDateTime.of(year, month, day, hour, minute, second, nanos)
            .toInstant(ZoneOffset.ofTotalSeconds(offset)));
  }

  private int fraction() {
    at++;
    int nanos = 0;
    int digits = 0;
    while (isDigit(next()) && digits < MOST_FRACTION_DIGITS) {
      nanos = nanos * 10 + text.charAt(at) - '0';
      at++;
      digits++;
    }
    broken |= digits == 0;
    for (int i = digits; i < MOST_FRACTION_DIGITS; i++) {
      nanos *= 10;
    }
    return nanos;
  }

  private int offset() {
    char sign = next();
    at++;
    if (sign == 'Z') {
      return 0;
    }
    broken |= sign != '+' && sign != '-';
    int hours = digits(2);
    expect(':');
    int minutes = digits(2);
    broken |= minutes >= MINUTE;
    int seconds = hours * HOUR + minutes * MINUTE;
    return sign == '-' ? -seconds : seconds;
  }

  private int digits(int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      char c = next();
      broken |= !isDigit(c);
      number = number * 10 + c - '0';
      at++;
    }
    return number;
  }

  private void expect(char wanted) {
    broken |= next() != wanted;
    at++;
  }

  private char next() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
