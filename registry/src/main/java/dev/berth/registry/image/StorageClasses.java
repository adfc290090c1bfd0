package dev.berth.registry.image;

import dev.berth.metadata.Database;
import dev.berth.metadata.FollowingReferrersTable.Subject;
import dev.berth.metadata.ImageStorageTable.Placed;
import dev.berth.metadata.Transaction;
import dev.berth.model.Image;
import dev.berth.model.ImageReference;
import dev.berth.model.ImageStatus;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.registry.Retention;
import dev.berth.registry.refusal.ImageNotFound;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.StorageClassUpdateNotSupported;
import dev.berth.registry.refusal.StorageClassUpdateNotSupported.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive (UpdateImageStorageClass, ECR dossier 13, CHECKLIST AR-01 to AR-10), and the jobs
 * that end what it begins: images on their way back become active, and referrers follow their
 * subjects (RF-08). The jobs write in small transactions that each ask again, so that they may be
 * killed anywhere (invariant I8).
 */
public final class StorageClasses {
  private static final Logger LOG = LoggerFactory.getLogger(StorageClasses.class);
  private static final int BATCH = 50;

  private final Database database;
  private final Retention retention;
  private final ActivationEntry entry;
  private final InstantSource clock;

  /**
   * @param entry of an activation, stored in its commit
   */
  public StorageClasses(
      Database database, Retention retention, ActivationEntry entry, InstantSource clock) {
    this.database = database;
    this.retention = retention;
    this.entry = entry;
    this.clock = clock;
  }

  /**
   * Archives an image at once, or begins to bring it back.
   *
   * @return the image as it is then
   * @throws ImageNotFound when there is none
   * @throws StorageClassUpdateNotSupported when it is there already, on its way, or has to follow
   *     another
   */
  public Image update(RepositoryAddress address, ImageId id, StorageClass target) {
    return database.write(
        tx -> {
          Repository repository =
              tx.repositories().lock(address).orElseThrow(() -> new RepositoryNotFound(address));
          return switch (Lookup.of(tx, repository.id(), id)) {
            case Lookup.Failed _ -> throw new ImageNotFound(address, id.digest(), id.tag());
            case Lookup.Found(Image image) -> update(tx, address, image, target);
          };
        });
  }

  private Image update(
      Transaction tx, RepositoryAddress address, Image image, StorageClass target) {
    if (image.subject().isPresent()) {
      throw new StorageClassUpdateNotSupported(address, image.digest(), Reason.REFERRER);
    }
    Instant now = clock.instant();
    switch (target) {
      case ARCHIVE -> {
        require(address, image, ImageStatus.ACTIVE);
        if (!Archiving.archive(tx, image, now)) {
          throw new StorageClassUpdateNotSupported(address, image.digest(), Reason.NAMED_BY_INDEX);
        }
      }
      case STANDARD -> {
        require(address, image, ImageStatus.ARCHIVED);
        Archiving.activate(tx, image, now.plus(retention.activation()));
      }
    }
    return tx.images()
        .find(image.repositoryId(), new ImageReference.ByDigest(image.digest()))
        .orElseThrow();
  }

  private static void require(RepositoryAddress address, Image image, ImageStatus status) {
    ImageStatus is = image.storage().status();
    if (is != status) {
      throw new StorageClassUpdateNotSupported(
          address,
          image.digest(),
          is == ImageStatus.ACTIVATING ? Reason.ACTIVATING : Reason.ALREADY_THERE);
    }
  }

  /**
   * Makes those active whose time on the way back is over.
   *
   * @return how many
   */
  public int activate(Instant now) {
    int activated = 0;
    List<Placed> due = due(now);
    while (!due.isEmpty()) {
      for (Placed placed : due) {
        activated += database.<Integer>write(tx -> activate(tx, placed, now));
      }
      due = due(now);
    }
    return activated;
  }

  private List<Placed> due(Instant now) {
    return database.read(tx -> tx.imageStorage().due(now, BATCH));
  }

  private int activate(Transaction tx, Placed placed, Instant now) {
    Optional<Repository> repository = tx.repositories().lock(placed.repository());
    List<Long> activated =
        repository
            .map(it -> Archiving.activated(tx, it.id(), List.of(placed.image().id()), now))
            .orElseGet(List::of);
    if (!activated.isEmpty()) {
      tx.auditEntries().put(entry.of(placed.repository(), placed.image(), now));
    }
    return activated.size();
  }

  /**
   * Lets referrers follow their subjects into the archive, or out of it; theirs follow in turn.
   *
   * @return how many images were moved
   */
  public int follow(Instant now) {
    int moved = 0;
    Optional<Subject> next = next(0);
    while (next.isPresent()) {
      Subject subject = next.get();
      int some;
      do {
        some = database.<Integer>write(tx -> follow(tx, subject, now));
        moved += some;
      } while (some > 0);
      next = next(subject.image().id()).or(() -> next(0));
    }
    if (moved > 0) {
      LOG.info("Moved {} images after their subjects, into the archive or out of it.", moved);
    }
    return moved;
  }

  private Optional<Subject> next(long after) {
    return database.read(tx -> tx.followingReferrers().next(after, 1)).stream().findFirst();
  }

  /** Moves some; the last time, when none are left, the subject is no longer noted. */
  private static int follow(Transaction tx, Subject noted, Instant now) {
    Optional<Repository> repository = tx.repositories().lock(noted.repository());
    Optional<Image> subject =
        repository.flatMap(
            it ->
                tx.images()
                    .find(it.id(), new ImageReference.ByDigest(noted.image().digest()))
                    .filter(image -> image.id() == noted.image().id()));
    if (subject.isEmpty()) {
      return 0;
    }
    boolean archived = subject.get().storage().status() == ImageStatus.ARCHIVED;
    int moved = 0;
    for (Image referrer : tx.followingReferrers().behind(subject.get(), archived, BATCH)) {
      moved += follow(tx, referrer, archived, now) ? 1 : 0;
    }
    if (moved == 0) {
      tx.followingReferrers().delete(noted.image().id());
    }
    return moved;
  }

  private static boolean follow(Transaction tx, Image referrer, boolean archived, Instant now) {
    if (archived) {
      return Archiving.archive(tx, referrer, now);
    }
    Archiving.activateNow(tx, referrer, now);
    return true;
  }
}
