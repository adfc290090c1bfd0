package dev.berth.registry.image;

import dev.berth.metadata.ImageStorageTable.Placed;
import dev.berth.metadata.Transaction;
import dev.berth.model.Event;
import dev.berth.model.Image;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.event.EcrEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Moves images into the archive and out of it, inside a transaction that locked their repository
 * (ECR dossier 13). What an index names goes with it, but stays while an index outside the archive
 * names it, too; referrers are noted to follow.
 */
public final class Archiving {
  private Archiving() {}

  /**
   * Archives the image; nothing happens to one that is archived, or that an index names which is
   * not.
   *
   * @return whether it was archived now
   */
  public static boolean archive(Transaction tx, Image image, Instant now) {
    List<Long> archived = List.of(image.id());
    boolean changed = false;
    do {
      archived = tx.imageStorage().archive(image.repositoryId(), archived, now);
      tx.followingReferrers().add(archived, now);
      tell(tx, archived, (repository, each) -> EcrEvents.archived(repository, each, now));
      changed |= !archived.isEmpty();
      archived = tx.imageStorage().children(archived);
    } while (!archived.isEmpty());
    return changed;
  }

  /** Begins to bring the archived image back, with what it names, to be active at {@code due}. */
  static void activate(Transaction tx, Image image, Instant due) {
    List<Long> next = List.of(image.id());
    while (!next.isEmpty()) {
      next =
          tx.imageStorage().children(tx.imageStorage().activate(image.repositoryId(), next, due));
    }
  }

  /** Makes the archived or activating image active at once, with what it names. */
  static void activateNow(Transaction tx, Image image, Instant now) {
    activate(tx, image, now);
    List<Long> next = List.of(image.id());
    while (!next.isEmpty()) {
      next = tx.imageStorage().children(activated(tx, image.repositoryId(), next, now));
    }
  }

  /**
   * Ends the way back of these images.
   *
   * @return those of them that were on it
   */
  static List<Long> activated(Transaction tx, long repositoryId, List<Long> imageIds, Instant now) {
    List<Long> changed = new ArrayList<>(tx.imageStorage().activated(repositoryId, imageIds, now));
    tx.followingReferrers().add(changed, now);
    tell(tx, changed, (repository, each) -> EcrEvents.restored(repository, each, now));
    return changed;
  }

  /** An event for each of the images, in the same commit. */
  private static void tell(
      Transaction tx, List<Long> imageIds, BiFunction<RepositoryAddress, Image, Event> event) {
    for (Placed placed : tx.imageStorage().placed(imageIds)) {
      tx.outbox().append(event.apply(placed.repository(), placed.image()));
    }
  }
}
