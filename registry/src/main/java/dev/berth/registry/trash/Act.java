package dev.berth.registry.trash;

import dev.berth.metadata.Transaction;
import dev.berth.metadata.TrashTable.NewEntry;
import dev.berth.model.Image;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry.Cause;
import dev.berth.model.TrashId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * One act of deletion, inside one transaction that locked the repository: into the trash, or for
 * good where there is no undo window. What it deletes can be told together afterwards.
 */
public final class Act {
  private final Duration window;
  private final Cause cause;
  private final Instant now;
  private Optional<TrashId> first;

  /**
   * An act of its own.
   *
   * @param window for how long what it deletes can be brought back; zero for not at all
   * @param cause who or what deletes
   */
  public Act(Duration window, Cause cause, Instant now) {
    this(window, cause, now, Optional.empty());
  }

  /**
   * An act that goes on with another one.
   *
   * @param first the entry that the other one began with, as far as it is known
   */
  public Act(Duration window, Cause cause, Instant now, Optional<TrashId> first) {
    this.window = window;
    this.cause = cause;
    this.now = now;
    this.first = first;
  }

  /** When it happens. */
  public Instant now() {
    return now;
  }

  /** Deletes an image with its tags. That no index names it was asked in the same transaction. */
  public void delete(Transaction tx, RepositoryAddress repository, Image image) {
    if (window.isZero()) {
      tx.images().delete(image.id());
    } else {
      remember(tx.trash().moveImage(entry(repository), image.repositoryId(), image.id()));
    }
  }

  /** Adds the tags that the same act took from an image one by one before it deleted the image. */
  public void tookBefore(Transaction tx, Image image, Collection<Tag> tags) {
    if (!window.isZero()) {
      tx.trashedImages().addTags(image.id(), tags, now);
    }
  }

  /**
   * Deletes a repository with everything in it.
   *
   * @param images how many it has
   */
  public void delete(Transaction tx, Repository repository, long images) {
    if (window.isZero()) {
      tx.repositories().delete(repository.id());
      tx.trash().endOf(repository.id()); // what could not come back without it
    } else {
      remember(tx.trash().moveRepository(entry(repository.address()), repository.id(), images));
    }
  }

  private void remember(TrashId made) {
    first = first.or(() -> Optional.of(made));
  }

  private NewEntry entry(RepositoryAddress repository) {
    return new NewEntry(first, repository, cause, now, now.plus(window));
  }
}
