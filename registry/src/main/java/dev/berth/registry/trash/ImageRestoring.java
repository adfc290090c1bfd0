package dev.berth.registry.trash;

import dev.berth.metadata.Transaction;
import dev.berth.metadata.TrashQueries.Stored;
import dev.berth.metadata.TrashedImageTable.Child;
import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.ImageStatus;
import dev.berth.model.Repository;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry.Content;
import dev.berth.registry.Limits;
import dev.berth.registry.event.BerthEvents;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.TrashIncomplete;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Brings images back into their living repository, in one transaction that locked it: an image,
 * before it the children that it lacks, after it the referrers that had followed it.
 */
final class ImageRestoring {
  private final Transaction tx;
  private final Repository repository;
  private final Limits limits;
  private final Arn by;
  private final Instant now;
  private final Set<Long> over = new HashSet<>();
  private final List<Digest> images = new ArrayList<>();
  private final SortedSet<Tag> tags = new TreeSet<>();
  private final List<TakenTag> taken = new ArrayList<>();

  ImageRestoring(Transaction tx, Repository repository, Limits limits, Arn by, Instant now) {
    this.tx = tx;
    this.repository = repository;
    this.limits = limits;
    this.by = by;
    this.now = now;
  }

  /** Brings back the entry's image and what belongs to it. */
  Restored restore(Stored entry) {
    boolean existed = living(digest(entry)).isPresent();
    Deque<Stored> waiting = new ArrayDeque<>(List.of(entry));
    while (!waiting.isEmpty()) {
      for (Stored back : withChildren(waiting.remove())) {
        waiting.addAll(
            tx.trashEntries().followers(repository.id(), back.entry().act(), digest(back)));
      }
    }
    return new Restored(
        entry.entry(),
        repository.address(),
        images,
        images.size(),
        List.copyOf(tags),
        taken,
        existed);
  }

  /** The entries that are over by it; none when it was over already. */
  private List<Stored> withChildren(Stored entry) {
    List<Stored> done = new ArrayList<>();
    Deque<Stored> stack = new ArrayDeque<>(List.of(entry));
    while (!stack.isEmpty()) {
      Stored top = stack.element();
      List<Stored> children =
          over.contains(top.row()) || living(digest(top)).isPresent() ? List.of() : absent(top);
      if (children.isEmpty()) {
        stack.remove();
        if (over.add(top.row())) {
          bringBack(top);
          done.add(top);
        }
      }
      children.forEach(stack::push);
    }
    return done;
  }

  /** The entries of what an index names and the repository lacks. */
  private List<Stored> absent(Stored index) {
    List<Stored> entries = new ArrayList<>();
    for (Child child : tx.trashedImages().absentChildren(index.row())) {
      entries.add(
          tx.trashEntries()
              .ofImage(child.imageId())
              .or(() -> tx.trashEntries().newestOf(repository.id(), child.digest()))
              .orElseThrow(() -> new TrashIncomplete(digest(index), child.digest())));
    }
    return entries;
  }

  private void bringBack(Stored entry) {
    Image deleted = tx.trashedImages().of(entry.row()).orElseThrow();
    Optional<Image> twin = living(deleted.digest());
    if (twin.isEmpty()) {
      requireRoom(deleted);
      tx.trashedImages().restore(entry.row(), now);
      images.add(deleted.digest());
    }
    Image image = twin.orElse(deleted);
    tx.trashedImages()
        .taken(entry.row())
        .forEach(other -> taken.add(new TakenTag(other.tag(), other.by())));
    List<Tag> given = tx.trashedImages().giveTags(entry.row(), image.id());
    requireTags(image, given);
    tags.addAll(given);
    settle(image);
    tx.trashedImages().deleteAll(entry.row());
    tx.trash().delete(entry.row());
    if (twin.isEmpty() || !given.isEmpty()) {
      tx.outbox()
          .append(BerthEvents.imageRestored(repository.address(), image.digest(), given, by, now));
    }
  }

  /** Its referrers have a subject again, and follow it in and out of the archive. */
  private void settle(Image image) {
    tx.orphanedReferrers().subjectIsBack(repository.id(), image.digest());
    List<Long> followed = new ArrayList<>(List.of(image.id()));
    image.subject().flatMap(this::living).map(Image::id).ifPresent(followed::add);
    tx.followingReferrers().add(followed, now);
  }

  private void requireRoom(Image image) {
    if (image.storage().status() != ImageStatus.ARCHIVED
        && tx.images().countUnarchived(repository.id()) >= limits.images()) {
      throw LimitExceeded.images(repository.address(), limits.images());
    }
  }

  private void requireTags(Image image, List<Tag> given) {
    if (!given.isEmpty() && tx.tags().count(image.id()) > limits.tags()) {
      throw LimitExceeded.tags(repository.address(), given.getLast(), limits.tags());
    }
  }

  private Optional<Image> living(Digest digest) {
    return tx.images().find(repository.id(), new ImageReference.ByDigest(digest));
  }

  private static Digest digest(Stored entry) {
    return switch (entry.entry().content()) {
      case Content.OfImage image -> image.digest();
      case Content.OfRepository _ -> throw new IllegalStateException("not an image: " + entry);
    };
  }
}
