package dev.berth.registry.scanning;

import dev.berth.model.Image;
import java.time.Instant;

/**
 * A scan that was asked for. There is no scanner yet: it has failed as soon as it began.
 *
 * @param startedAt when it was asked for
 */
public record Scan(Image image, Instant startedAt) {
  /** Why it failed, in words for the status. */
  public static final String NO_SCANNER = "This Berth has no scanner; nothing was scanned.";
}
