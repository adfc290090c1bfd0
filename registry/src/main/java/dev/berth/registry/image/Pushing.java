package dev.berth.registry.image;

import dev.berth.metadata.Database;
import dev.berth.metadata.ImageTable.NewImage;
import dev.berth.metadata.Transaction;
import dev.berth.model.Digest;
import dev.berth.model.Digester;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.ImageStatus;
import dev.berth.model.Manifest;
import dev.berth.model.MediaType;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Tag;
import dev.berth.registry.DiskReserve;
import dev.berth.registry.Limits;
import dev.berth.registry.Rules;
import dev.berth.registry.event.BerthEvents;
import dev.berth.registry.event.EcrEvents;
import dev.berth.registry.image.manifest.ManifestParser;
import dev.berth.registry.image.manifest.ParsedManifest;
import dev.berth.registry.refusal.ImageDigestDoesNotMatch;
import dev.berth.registry.refusal.ImageTagAlreadyExists;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RepositoryNotFound;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * PutImage, rules P1 to P17 of ecr-behaviour 5.2. One transaction, with the repository's row
 * locked: of two that put the same tag at once, the second sees the first one's (IM-37), and
 * nothing that the manifest names can go meanwhile.
 */
final class Pushing {
  private final Database database;
  private final Limits limits;
  private final DiskReserve reserve;
  private final InstantSource clock;
  private final ManifestParser parser;

  /**
   * A tag that is to name the image from now on.
   *
   * @param from the image that it named before
   */
  private record Move(Tag tag, Optional<Digest> from) {}

  Pushing(Database database, Rules rules, DiskReserve reserve, InstantSource clock) {
    this.database = database;
    this.limits = rules.limits();
    this.reserve = reserve;
    this.clock = clock;
    this.parser = new ManifestParser(rules.limits(), rules.conformance());
  }

  Put put(RepositoryAddress address, PushedManifest pushed, List<Tag> tags) {
    ParsedManifest parsed = parser.parse(pushed.bytes(), pushed.declared());
    Digest digest = verified(pushed);
    requireRoom(address, digest, pushed.bytes().length);
    return database.write(
        tx -> {
          Repository repository =
              tx.repositories().lock(address).orElseThrow(() -> new RepositoryNotFound(address));
          List<Move> moving = moving(tx, repository, digest, tags);
          Optional<Image> known =
              tx.images().find(repository.id(), new ImageReference.ByDigest(digest));
          Image image =
              known
                  .map(found -> restored(tx, repository, found))
                  .orElseGet(() -> create(tx, repository, digest, parsed, pushed.bytes()));
          tag(tx, repository, image, moving.stream().map(Move::tag).toList());
          tell(tx, address, digest, known.isEmpty(), moving);
          return new Put(
              outcome(known, moving),
              image,
              new Manifest(digest, image.mediaType(), pushed.bytes()),
              parsed.hasNondistributableLayers());
        });
  }

  /** An image that is there already may be tagged, which stores next to nothing. */
  private void requireRoom(RepositoryAddress address, Digest digest, long bytes) {
    reserve.wrote(bytes);
    if (!reserve.hasRoom() && !isKnown(address, digest)) {
      reserve.requireRoom();
    }
  }

  private boolean isKnown(RepositoryAddress address, Digest digest) {
    return database.read(
        tx -> {
          Repository repository =
              tx.repositories().find(address).orElseThrow(() -> new RepositoryNotFound(address));
          return tx.images().find(repository.id(), new ImageReference.ByDigest(digest)).isPresent();
        });
  }

  private static Digest verified(PushedManifest pushed) {
    Digest.Algorithm algorithm =
        pushed.expected().map(Digest::algorithm).orElse(Digest.Algorithm.SHA256);
    Digest actual = Digester.digest(algorithm, pushed.bytes());
    if (pushed.expected().filter(expected -> !expected.equals(actual)).isPresent()) {
      throw new ImageDigestDoesNotMatch(pushed.expected().get(), actual);
    }
    return actual;
  }

  /** Those of the tags that do not name the image yet; refused when one is not free to. */
  private static List<Move> moving(
      Transaction tx, Repository repository, Digest digest, List<Tag> tags) {
    List<Move> moving = new ArrayList<>();
    for (Tag tag : new LinkedHashSet<>(tags)) {
      Optional<Image> holder = tx.images().find(repository.id(), new ImageReference.ByTag(tag));
      if (holder.map(Image::digest).equals(Optional.of(digest))) {
        continue;
      }
      if (holder.isPresent() && !repository.tagMutability().mayMove(tag)) {
        throw new ImageTagAlreadyExists(repository.address(), tag);
      }
      moving.add(new Move(tag, holder.map(Image::digest)));
    }
    return moving;
  }

  /** Tells of the push, in the same commit; of a push that changed nothing there is nothing. */
  private void tell(
      Transaction tx, RepositoryAddress address, Digest digest, boolean isNew, List<Move> moves) {
    Instant now = clock.instant();
    if (isNew && moves.isEmpty()) {
      tx.outbox().append(EcrEvents.pushed(address, digest, Optional.empty(), now));
    }
    for (Move move : moves) {
      tx.outbox().append(EcrEvents.pushed(address, digest, Optional.of(move.tag()), now));
      move.from()
          .map(from -> BerthEvents.tagMoved(address, move.tag(), from, digest, now))
          .ifPresent(tx.outbox()::append);
    }
  }

  // Pushed again, an archived image is active at once (P14, AR-04).
  private Image restored(Transaction tx, Repository repository, Image known) {
    if (known.storage().isActive()) {
      return known;
    }
    if (known.storage().status() == ImageStatus.ARCHIVED) {
      requireQuota(tx, repository);
    }
    Archiving.activateNow(tx, known, clock.instant());
    return tx.images()
        .find(repository.id(), new ImageReference.ByDigest(known.digest()))
        .orElseThrow();
  }

  private void requireQuota(Transaction tx, Repository repository) {
    if (tx.images().countUnarchived(repository.id()) >= limits.images()) {
      throw LimitExceeded.images(repository.address(), limits.images());
    }
  }

  private Image create(
      Transaction tx, Repository repository, Digest digest, ParsedManifest parsed, byte[] bytes) {
    requireQuota(tx, repository);
    Edges edges = Edges.of(tx, repository, parsed);
    MediaType type = parsed.mediaType();
    Instant now = clock.instant();
    Image image =
        tx.images()
            .insert(
                new NewImage(
                    repository.id(),
                    digest,
                    type,
                    bytes,
                    edges.imageSize(),
                    parsed.shownArtifactType(),
                    parsed.subject().map(subject -> subject.digest()),
                    now));
    tx.images().insertEdges(image.id(), edges.blobIds(), edges.childIds());
    tx.orphanedReferrers().subjectIsBack(repository.id(), digest);
    followArchived(tx, image);
    return image;
  }

  // A signature of what is archived is to be archived, too (RF-08).
  private static void followArchived(Transaction tx, Image image) {
    image
        .subject()
        .flatMap(
            subject -> tx.images().find(image.repositoryId(), new ImageReference.ByDigest(subject)))
        .filter(subject -> subject.storage().status() == ImageStatus.ARCHIVED)
        .ifPresent(subject -> tx.followingReferrers().add(List.of(subject.id()), image.pushedAt()));
  }

  private void tag(Transaction tx, Repository repository, Image image, List<Tag> tags) {
    if (tags.isEmpty()) {
      return;
    }
    int room = limits.tags() - tx.tags().count(image.id());
    if (tags.size() > room) {
      throw LimitExceeded.tags(repository.address(), tags.get(Math.max(room, 0)), limits.tags());
    }
    for (Tag tag : tags) {
      tx.tags().put(repository.id(), tag, image.id(), clock.instant());
    }
  }

  private static Put.Outcome outcome(Optional<Image> known, List<Move> moved) {
    if (known.isEmpty()) {
      return Put.Outcome.CREATED;
    }
    if (!known.get().storage().isActive()) {
      return Put.Outcome.RESTORED;
    }
    return moved.isEmpty() ? Put.Outcome.ALREADY : Put.Outcome.RETAGGED;
  }
}
