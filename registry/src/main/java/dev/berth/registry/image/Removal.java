package dev.berth.registry.image;

import dev.berth.metadata.Transaction;
import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.event.EcrEvents;
import dev.berth.registry.trash.Act;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Takes an image out of its repository, inside a transaction that locked the repository. */
public final class Removal {
  private Removal() {}

  /**
   * Removes it with its tags, to where {@code act} puts it. What it alone had named is kept for the
   * grace from now on (invariant I4), and its referrers are noted to follow it. That no index names
   * it was asked in the same transaction.
   */
  public static void remove(Transaction tx, RepositoryAddress repository, Image image, Act act) {
    tell(tx, repository, image, act.now());
    tx.blobs().renewLeasesOf(image.id(), act.now());
    act.delete(tx, repository, image);
    tx.orphanedReferrers().subjectGone(image.repositoryId(), image.digest(), act.now());
  }

  /** An event for each tag that it had, or one when it had none; in the same commit. */
  private static void tell(Transaction tx, RepositoryAddress repository, Image image, Instant now) {
    Set<Tag> tags = tx.tags().of(image.id());
    if (tags.isEmpty()) {
      tx.outbox().append(EcrEvents.deleted(repository, image.digest(), Optional.empty(), now));
    }
    for (Tag tag : tags) {
      tx.outbox().append(EcrEvents.deleted(repository, image.digest(), Optional.of(tag), now));
    }
  }
}
