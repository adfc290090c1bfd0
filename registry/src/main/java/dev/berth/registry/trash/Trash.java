package dev.berth.registry.trash;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.metadata.TrashQueries.Stored;
import dev.berth.metadata.TrashQueries.Totals;
import dev.berth.model.Arn;
import dev.berth.model.ImageReference;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashEntry.Content;
import dev.berth.model.TrashId;
import dev.berth.registry.Rules;
import dev.berth.registry.refusal.Refusal;
import dev.berth.registry.refusal.RepositoryInTrash;
import dev.berth.registry.refusal.SettingInvalid;
import dev.berth.registry.refusal.TrashEntryNotFound;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What was deleted in the undo window. Deletion moves rows to tables of their own, see {@link Act};
 * here they come back, or end early. Each call is one transaction.
 */
public final class Trash {
  private static final int MOST_FOUND = 100;

  private final Database database;
  private final Rules rules;
  private final Runnable purged;
  private final InstantSource clock;

  /**
   * @param purged told when there are bytes to delete at once; returns without waiting for that
   */
  public Trash(Database database, Rules rules, Runnable purged, InstantSource clock) {
    this.database = database;
    this.rules = rules;
    this.purged = purged;
    this.clock = clock;
  }

  /**
   * How much the trash holds.
   *
   * @param entries things that can be brought back
   * @param images those of deleted repositories too
   * @param bytes of blobs that only deleted images name
   */
  public record Held(long entries, long images, long bytes) {}

  /** For how long what is deleted can be brought back; zero when deletion is for good. */
  public Duration window() {
    return rules.retention().undoWindow();
  }

  /**
   * The entries of a registry, the newest deletion first.
   *
   * @param repository only of the repositories that had this name
   */
  public Page<TrashEntry, TrashEntry.Key> list(
      RegistryId registry,
      Optional<RepositoryName> repository,
      Page.Request<TrashEntry.Key> request) {
    return database.read(tx -> tx.trashEntries().page(registry, repository, request));
  }

  /**
   * The entries of that image, or, without one, of repositories of that name, the newest deletion
   * first; at most 100.
   *
   * @param image by its digest, or by a tag that it had
   */
  public List<TrashEntry> find(RepositoryAddress repository, Optional<ImageReference> image) {
    return database
        .read(
            tx ->
                image
                    .map(named -> tx.trashEntries().ofImage(repository, named, MOST_FOUND))
                    .orElseGet(() -> tx.trashEntries().ofRepositories(repository, MOST_FOUND)))
        .stream()
        .map(Stored::entry)
        .toList();
  }

  /**
   * The entry.
   *
   * @throws TrashEntryNotFound when there is none in that registry
   */
  public TrashEntry entry(RegistryId registry, TrashId id) {
    return database
        .read(tx -> tx.trashEntries().find(registry, id))
        .map(Stored::entry)
        .orElseThrow(() -> new TrashEntryNotFound(registry, id));
  }

  /**
   * Brings back what was deleted, and ends the entry.
   *
   * @param as the name that a repository gets; its old one without. Not for an image
   * @param by who asks for it, for the events
   * @throws TrashEntryNotFound when there is none in that registry
   * @throws RepositoryInTrash when the image's repository is deleted itself
   * @throws dev.berth.registry.refusal.RepositoryNameTaken when another repository has the name
   * @throws dev.berth.registry.refusal.TrashIncomplete when an index names an image that is gone
   *     for good
   * @throws SettingInvalid for an image with {@code as}
   * @throws dev.berth.registry.refusal.LimitExceeded when a quota has no room for it
   */
  public Restored restore(RegistryId registry, TrashId id, Optional<RepositoryName> as, Arn by) {
    return database.write(
        tx -> {
          Stored entry = lock(tx, registry, id);
          return switch (entry.entry().content()) {
            case Content.OfImage _ when as.isPresent() ->
                throw new SettingInvalid("as", "Only a repository can get another name");
            case Content.OfImage _ ->
                new ImageRestoring(tx, home(tx, entry), rules.limits(), by, clock.instant())
                    .restore(entry);
            case Content.OfRepository _ ->
                new RepositoryRestoring(tx, rules.limits(), by, clock.instant())
                    .restore(entry, as.orElseGet(() -> entry.entry().repository().name()));
          };
        });
  }

  /** The repository that a deleted image was in, locked. */
  private static Repository home(Transaction tx, Stored image) {
    return tx.repositories()
        .address(image.repositoryId())
        .flatMap(tx.repositories()::lock)
        .orElseThrow(
            () ->
                tx.trashEntries()
                    .ofRepository(image.repositoryId())
                    .map(Stored::entry)
                    .<Refusal>map(entry -> new RepositoryInTrash(entry.repository(), entry.id()))
                    .orElseGet(
                        () ->
                            new TrashEntryNotFound(
                                image.entry().repository().registry(), image.entry().id())));
  }

  /**
   * Ends the entry for good, with what only it held: bytes are deleted within seconds, and download
   * addresses are refused at once. With a repository go its images that were deleted before it.
   * Pulls that are under way may break.
   *
   * @param by who asks for it, for the events
   * @throws TrashEntryNotFound when there is none in that registry
   */
  public Purged purge(RegistryId registry, TrashId id, Arn by) {
    Purging.Outcome outcome =
        database.write(tx -> Purging.purge(tx, lock(tx, registry, id), by, clock.instant()));
    purged.run();
    return database.read(tx -> Purging.told(tx, outcome));
  }

  /** How much all registries hold in it. Reads every row of it. */
  public Held held() {
    Totals totals = database.read(tx -> tx.trashEntries().totals());
    return new Held(totals.entries(), totals.images(), totals.bytes());
  }

  private static Stored lock(Transaction tx, RegistryId registry, TrashId id) {
    return tx.trash().lock(registry, id).orElseThrow(() -> new TrashEntryNotFound(registry, id));
  }
}
