package dev.berth.registry.image;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.Image;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.model.TrashEntry.Cause;
import dev.berth.registry.event.EcrEvents;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.trash.Act;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;

/**
 * BatchDeleteImage (ecr-behaviour 5.5): a tag goes alone until it is the last, which takes the
 * image with it; a digest takes all tags; an image that an index names stays, and so does its last
 * tag, unless the caller says otherwise. What an image alone had named is kept for the grace from
 * then on (invariant I4).
 */
final class Deleting {
  private final Database database;
  private final Duration undoWindow;
  private final InstantSource clock;

  Deleting(Database database, Duration undoWindow, InstantSource clock) {
    this.database = database;
    this.undoWindow = undoWindow;
    this.clock = clock;
  }

  /** What becomes of the last tag of an image that an index names. */
  enum LastTagOfChild {
    /** It stays, and its deletion fails, as ECR's API has it (IM-22). */
    STAYS,
    /** It goes, and leaves the image to the index. */
    GOES
  }

  Deleted delete(RepositoryAddress address, List<ImageId> ids, LastTagOfChild lastTag, Arn by) {
    return database.write(
        tx -> {
          Repository repository =
              tx.repositories().lock(address).orElseThrow(() -> new RepositoryNotFound(address));
          Act act = new Act(undoWindow, new Cause.ByCaller(by), clock.instant());
          return new Batch(tx, repository, lastTag, act, new HashMap<>()).delete(ids);
        });
  }

  /**
   * One call's deletions, in one transaction.
   *
   * @param untagged the tags that went alone so far, by the row of their image: when the image goes
   *     after all, it had them
   */
  private record Batch(
      Transaction tx,
      Repository repository,
      LastTagOfChild lastTag,
      Act act,
      Map<Long, List<Tag>> untagged) {

    /**
     * Goes round until nothing more can go: an index frees its children, in whatever order they
     * were asked for (IM-24).
     */
    Deleted delete(List<ImageId> ids) {
      SequencedMap<ImageId, Attempt> attempts = new LinkedHashMap<>();
      List<ImageId> waiting = new ArrayList<>(new LinkedHashSet<>(ids));
      boolean freed;
      do {
        freed = false;
        List<ImageId> still = new ArrayList<>();
        for (ImageId id : waiting) {
          Attempt attempt = attempt(id);
          attempts.put(id, attempt);
          switch (attempt) {
            case Attempt.Removed _ -> freed = true;
            case Attempt.Failed(ImageFailure failure) -> {
              if (failure.code() == ImageFailure.Code.IMAGE_REFERENCED_BY_MANIFEST_LIST) {
                still.add(id);
              }
            }
          }
        }
        waiting = still;
      } while (freed && !waiting.isEmpty());
      return answer(attempts);
    }

    private static Deleted answer(Map<ImageId, Attempt> attempts) {
      List<ImageId> deleted = new ArrayList<>();
      List<ImageFailure> failures = new ArrayList<>();
      for (Attempt attempt : attempts.values()) {
        switch (attempt) {
          case Attempt.Removed(List<ImageId> ids) -> deleted.addAll(ids);
          case Attempt.Failed(ImageFailure failure) -> failures.add(failure);
        }
      }
      return new Deleted(deleted, failures);
    }

    private Attempt attempt(ImageId id) {
      return switch (Lookup.of(tx, repository.id(), id)) {
        case Lookup.Failed(ImageFailure failure) -> new Attempt.Failed(failure);
        case Lookup.Found(Image image) -> remove(id, image);
      };
    }

    private Attempt remove(ImageId id, Image image) {
      SortedSet<Tag> tags = tx.tags().of(image.id());
      if (id.tag().isPresent() && tags.size() > 1) {
        return untag(image, id.tag().get());
      }
      List<Digest> parents = tx.images().parents(image.id());
      if (!parents.isEmpty()) {
        if (id.tag().isPresent() && lastTag == LastTagOfChild.GOES) {
          return untag(image, id.tag().get());
        }
        return new Attempt.Failed(
            new ImageFailure(id, ImageFailure.Code.IMAGE_REFERENCED_BY_MANIFEST_LIST, parents));
      }
      Removal.remove(tx, repository.address(), image, act);
      act.tookBefore(tx, image, untagged.getOrDefault(image.id(), List.of()));
      return new Attempt.Removed(
          tags.isEmpty()
              ? List.of(ImageId.of(image.digest()))
              : tags.stream().map(tag -> ImageId.of(image.digest(), tag)).toList());
    }

    private Attempt untag(Image image, Tag tag) {
      tx.tags().delete(repository.id(), tag);
      untagged.computeIfAbsent(image.id(), _ -> new ArrayList<>()).add(tag);
      tx.outbox()
          .append(
              EcrEvents.deleted(repository.address(), image.digest(), Optional.of(tag), act.now()));
      return new Attempt.Removed(List.of(ImageId.of(image.digest(), tag)));
    }
  }

  /** What came of one id. */
  private sealed interface Attempt {
    record Removed(List<ImageId> ids) implements Attempt {}

    record Failed(ImageFailure failure) implements Attempt {}
  }
}
