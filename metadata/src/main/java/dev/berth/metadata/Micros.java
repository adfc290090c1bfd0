package dev.berth.metadata;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How a time is stored: whole microseconds since the epoch, the same integer on both engines. */
final class Micros {
  private static final long PER_SECOND = 1_000_000;

  private Micros() {}

  /** The stored form; what is finer than a microsecond is dropped. */
  static long of(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** The time of a stored form. */
  static Instant at(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
  }
}
