package dev.berth.registry.lifecycle.selection;

import dev.berth.registry.lifecycle.policy.Criterion;
import dev.berth.registry.lifecycle.policy.StorageClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the age of an image is counted from (ECR dossier 12.3, "Clocks"). */
final class Clocks {
  private Clocks() {}

  /** Its place among others: the older goes first. */
  static Instant order(Candidate image) {
    return image.storageClass().equals(Optional.of(StorageClass.ARCHIVE))
        ? image.times().archived().orElse(image.times().pushed())
        : pushed(image.times());
  }

  /** Whether the image's clock stands strictly more than so many days back (LE16). */
  static boolean isPast(Candidate image, Criterion.Since since, Instant now) {
    Instant limit = now.minus(Duration.ofDays(since.number()));
    Candidate.Times times = image.times();
    return switch (since.clock()) {
      case PUSHED -> pushed(times).isBefore(limit);
      case PULLED -> pulled(times).isBefore(limit);
      case TRANSITIONED -> times.archived().filter(at -> at.isBefore(limit)).isPresent();
    };
  }

  private static Instant pushed(Candidate.Times times) {
    return times.activated().orElse(times.pushed());
  }

  // LE12, LE13: a return from the archive counts like a pull, until the next one
  private static Instant pulled(Candidate.Times times) {
    return times
        .pulled()
        .filter(at -> times.activated().filter(at::isBefore).isEmpty())
        .orElse(pushed(times));
  }
}
