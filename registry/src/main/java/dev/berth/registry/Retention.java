package dev.berth.registry;

import java.time.Duration;

/**
 * How long things are kept that nobody asked to keep. None is negative or zero.
 *
 * @param idleUpload after its last byte an upload may still go on for this long
 * @param repeatedClose for this long after it was finished, an upload answers the same close alike
 * @param condemnedBytes bytes that lost their row stay this long, for those who still read them: no
 *     less than the longest pull or signed URL
 * @param leaseRenewal an answer that a layer is there is written down at most this often for each
 *     layer
 * @param pullRecord a pull is written down at most this often for each image
 */
public record Retention(
    Duration idleUpload,
    Duration repeatedClose,
    Duration condemnedBytes,
    Duration leaseRenewal,
    Duration pullRecord) {
  public static final Retention DEFAULT =
      new Retention(
          Duration.ofHours(24),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(1),
          Duration.ofMinutes(1));

  public Retention {
    positive("idleUpload", idleUpload);
    positive("repeatedClose", repeatedClose);
    positive("condemnedBytes", condemnedBytes);
    positive("leaseRenewal", leaseRenewal);
    positive("pullRecord", pullRecord);
  }

  private static void positive(String name, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("%s is %s, not a positive time".formatted(name, duration));
    }
  }
}
