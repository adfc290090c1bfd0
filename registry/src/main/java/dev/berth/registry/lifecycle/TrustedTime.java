package dev.berth.registry.lifecycle;

import java.time.Instant;
import java.util.Optional;

/** A clock that knows when it cannot be believed (invariant I8). */
@FunctionalInterface
public interface TrustedTime {

  /**
   * The time, when it can be believed.
   *
   * @param lastRun when the same was done before
   * @return empty while nothing may be deleted
   */
  Optional<Instant> now(Optional<Instant> lastRun);
}
