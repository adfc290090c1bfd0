package dev.berth.registry.lifecycle;

import dev.berth.metadata.Database;
import dev.berth.metadata.LifecycleImage;
import dev.berth.metadata.Transaction;
import dev.berth.model.Page;
import dev.berth.registry.lifecycle.policy.Rule;
import dev.berth.registry.lifecycle.policy.StorageClass;
import dev.berth.registry.lifecycle.selection.Candidate;
import dev.berth.registry.lifecycle.selection.Candidate.Place;
import dev.berth.registry.lifecycle.selection.Candidate.Times;
import dev.berth.registry.lifecycle.selection.Selection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the images of a repository and shows them to the rules, a stretch at a time: no read holds
 * a thread of the database for long, and no more than a stretch of images is in the memory.
 */
final class Candidates {
  private static final int STRETCH = 5_000;

  private final Database database;

  Candidates(Database database) {
    this.database = database;
  }

  /** Selects among all images of the repository. */
  Selection select(long repositoryId, List<Rule> rules, Instant now) {
    List<Protection> protections = database.read(tx -> Protections.of(tx, repositoryId));
    Selection.Collector collector = new Selection.Collector(rules, now);
    Optional<Long> after = Optional.empty();
    do {
      Page.Request<Long> stretch = new Page.Request<>(after, STRETCH);
      Page<LifecycleImage, Long> found =
          database.read(tx -> tx.lifecycle().page(repositoryId, stretch));
      found.items().forEach(image -> collector.add(of(image, protections)));
      after = found.next();
    } while (after.isPresent());
    return collector.judge();
  }

  /** Those of the images that are still there, as they are in this transaction. */
  static List<Candidate> now(Transaction tx, long repositoryId, List<Long> ids) {
    List<Protection> protections = Protections.of(tx, repositoryId);
    return tx.lifecycle().all(repositoryId, ids).stream()
        .map(image -> of(image, protections))
        .toList();
  }

  static Candidate of(LifecycleImage image, List<Protection> protections) {
    return new Candidate(
        image.id(),
        image.digest(),
        image.tags(),
        new Times(
            image.pushedAt(),
            image.lastPulledAt(),
            image.storage().lastArchivedAt(),
            image.storage().lastActivatedAt()),
        storageClass(image),
        place(image, protections));
  }

  private static Optional<StorageClass> storageClass(LifecycleImage image) {
    return switch (image.storage().status()) {
      case ACTIVE -> Optional.of(StorageClass.STANDARD);
      case ARCHIVED -> Optional.of(StorageClass.ARCHIVE);
      case ACTIVATING -> Optional.empty();
    };
  }

  private static Place place(LifecycleImage image, List<Protection> protections) {
    if (image.isReferrer()) {
      return Place.REFERRER;
    }
    for (Protection protection : protections) {
      if (protection.covers(image.digest(), image.tags())) {
        return Place.PROTECTED;
      }
    }
    return switch (image.parents()) {
      case NONE -> Place.FREE;
      case ARCHIVED -> Place.IN_ARCHIVED_INDEX;
      case UNARCHIVED -> Place.IN_INDEX;
    };
  }
}
