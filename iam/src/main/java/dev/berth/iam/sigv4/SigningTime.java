package dev.berth.iam.sigv4;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/**
 * The time formats of signatures: {@code YYYYMMDDTHHMMSSZ} everywhere, and RFC 1123 in a Date
 * field.
 */
final class SigningTime {
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final int BASIC_LENGTH = "20150830T123600Z".length();
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);

  private SigningTime() {}

  /** Reads the value of {@code X-Amz-Date}. */
  static Instant ofAmzDate(String text) {
    if (text.length() != BASIC_LENGTH) { // the formatter would take signed and longer years
      throw new SignatureRefusal(new SignatureFlaw.UnreadableDate(text));
    }
    try {
      return LocalDateTime.parse(text, BASIC).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      throw new SignatureRefusal(new SignatureFlaw.UnreadableDate(text));
    }
  }

  /**
   * Reads the value of {@code Date}: botocore sends RFC 1123 there and signs the same time in the
   * basic format.
   */
  static Instant ofDate(String text) {
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException _) {
      return ofAmzDate(text);
    }
  }

  static String basic(Instant time) {
    return BASIC.format(time.atOffset(ZoneOffset.UTC));
  }

  static String day(Instant time) {
    return DAY.format(time.atOffset(ZoneOffset.UTC));
  }

  /** {@code 15 min.}, as refusals write a window; seconds when it has no whole minutes. */
  static String words(Duration window) {
    return window.toSecondsPart() == 0
        ? window.toMinutes() + " min."
        : window.toSeconds() + " sec.";
  }
}
