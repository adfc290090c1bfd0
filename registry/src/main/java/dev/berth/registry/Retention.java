package dev.berth.registry;

import java.time.Duration;

/**
 * How long things are kept that nobody asked to keep. None is negative, and only {@code undoWindow}
 * may be zero.
 *
 * @param grace a layer that no image names stays for this long after it was last uploaded, mounted,
 *     reported present or named (invariant I4); at least {@link #SHORTEST_GRACE}
 * @param idleUpload after its last byte an upload may still go on for this long
 * @param repeatedClose for this long after it was finished, an upload answers the same close alike
 * @param condemnedBytes bytes that lost their row stay this long, for those who still read them: no
 *     less than the longest pull or signed URL
 * @param leaseRenewal an answer that a layer is there is written down at most this often for each
 *     layer
 * @param pullRecord a pull is written down at most this often for each image
 * @param orphanedReferrer an image whose subject was deleted follows it after this long (ECR
 *     dossier 8: within 24 h)
 * @param activation how long an archived image takes to be active again (ECR dossier 13: usually up
 *     to 20 minutes)
 * @param undoWindow for this long what is deleted can be brought back; zero deletes for good. At
 *     most {@link #LONGEST_UNDO}
 */
public record Retention(
    Duration grace,
    Duration idleUpload,
    Duration repeatedClose,
    Duration condemnedBytes,
    Duration leaseRenewal,
    Duration pullRecord,
    Duration orphanedReferrer,
    Duration activation,
    Duration undoWindow) {
  /**
   * Existence answers are written down once an hour, so of the shortest grace an answer still gives
   * an hour in which the manifest may follow.
   */
  public static final Duration SHORTEST_GRACE = Duration.ofHours(2);

  /** Longer than anybody needs to notice a mistake; the bytes stay as long. */
  public static final Duration LONGEST_UNDO = Duration.ofDays(90);

  public static final Retention DEFAULT =
      new Retention(
          Duration.ofHours(24),
          Duration.ofHours(24),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofHours(12),
          Duration.ofMinutes(1),
          Duration.ofDays(7));

  public Retention {
    if (grace.compareTo(SHORTEST_GRACE) < 0) {
      throw new IllegalArgumentException(
          "grace is %s, less than %s".formatted(grace, SHORTEST_GRACE));
    }
    positive("idleUpload", idleUpload);
    positive("repeatedClose", repeatedClose);
    positive("condemnedBytes", condemnedBytes);
    positive("leaseRenewal", leaseRenewal);
    positive("pullRecord", pullRecord);
    positive("orphanedReferrer", orphanedReferrer);
    positive("activation", activation);
    if (undoWindow.isNegative() || undoWindow.compareTo(LONGEST_UNDO) > 0) {
      throw new IllegalArgumentException(
          "undoWindow is %s, not from 0 to %s".formatted(undoWindow, LONGEST_UNDO));
    }
  }

  /** The same with another grace. */
  public Retention withGrace(Duration other) {
    return new Retention(
        other,
        idleUpload,
        repeatedClose,
        condemnedBytes,
        leaseRenewal,
        pullRecord,
        orphanedReferrer,
        activation,
        undoWindow);
  }

  /** The same with another time for activation. */
  public Retention withActivation(Duration other) {
    return new Retention(
        grace,
        idleUpload,
        repeatedClose,
        condemnedBytes,
        leaseRenewal,
        pullRecord,
        orphanedReferrer,
        other,
        undoWindow);
  }

  /** The same with another undo window. */
  public Retention withUndoWindow(Duration other) {
    return new Retention(
        grace,
        idleUpload,
        repeatedClose,
        condemnedBytes,
        leaseRenewal,
        pullRecord,
        orphanedReferrer,
        activation,
        other);
  }

  private static void positive(String name, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("%s is %s, not a positive time".formatted(name, duration));
    }
  }
}
