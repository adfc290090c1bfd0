package dev.berth.server.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} of answers (RFC 9110 section 5.6.7), worded once a second. */
final class DateField {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private volatile Worded worded = new Worded(Long.MIN_VALUE, "");

  private record Worded(long second, String text) {}

  DateField(InstantSource clock) {
    this.clock = clock;
  }

  String now() {
    Instant now = clock.instant();
    Worded last = worded;
    if (last.second() != now.getEpochSecond()) {
      last = new Worded(now.getEpochSecond(), FORM.format(now));
      worded = last;
    }
    return last.text();
  }
}
