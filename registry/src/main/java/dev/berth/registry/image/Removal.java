package dev.berth.registry.image;

import dev.berth.metadata.Transaction;
import dev.berth.model.Image;
import java.time.Instant;

/** Takes an image out of its repository, inside a transaction that locked the repository. */
public final class Removal {
  private Removal() {}

  /**
   * Removes it with its tags. What it alone had named is kept for the grace from now on (invariant
   * I4), and its referrers are noted to follow it. That no index names it was asked in the same
   * transaction.
   */
  public static void remove(Transaction tx, Image image, Instant now) {
    tx.blobs().renewLeasesOf(image.id(), now);
    tx.images().delete(image.id());
    tx.orphanedReferrers().subjectGone(image.repositoryId(), image.digest(), now);
  }
}
