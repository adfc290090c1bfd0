package dev.berth.registry.trash;

import dev.berth.model.Arn;
import dev.berth.model.ImageReference;
import dev.berth.model.Page;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TrashEntry;
import dev.berth.model.TrashId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What was deleted in the undo window. */
public final class Trash {

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
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /**
   * The entries of that image, or, without one, of repositories of that name, the newest deletion
   * first; at most 100.
   *
   * @param image by its digest, or by a tag that it had
   */
  public List<TrashEntry> find(RepositoryAddress repository, Optional<ImageReference> image) {
    throw new UnsupportedOperationException();
  }

  /**
   * The entry.
   *
   * @throws dev.berth.registry.refusal.TrashEntryNotFound when there is none in that registry
   */
  public TrashEntry entry(RegistryId registry, TrashId id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Brings back what was deleted, and ends the entry.
   *
   * @param as the name that a repository gets; its old one without. Not for an image
   * @throws dev.berth.registry.refusal.TrashEntryNotFound when there is none in that registry
   * @throws dev.berth.registry.refusal.RepositoryInTrash when the image's repository is deleted
   *     itself
   * @throws dev.berth.registry.refusal.RepositoryNameTaken when another repository has the name
   * @throws dev.berth.registry.refusal.TrashIncomplete when an index names an image that is gone
   *     for good
   * @throws dev.berth.registry.refusal.SettingInvalid for an image with {@code as}
   * @throws dev.berth.registry.refusal.LimitExceeded when a quota has no room for it
   */
  public Restored restore(RegistryId registry, TrashId id, Optional<RepositoryName> as, Arn by) {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends the entry for good, with what only it held: bytes are deleted within seconds, and download
   * addresses are refused at once. Pulls that are under way may break.
   *
   * @throws dev.berth.registry.refusal.TrashEntryNotFound when there is none in that registry
   */
  public Purged purge(RegistryId registry, TrashId id, Arn by) {
    throw new UnsupportedOperationException();
  }

  /** How much all registries hold in it. Reads every row of it. */
  public Held held() {
    throw new UnsupportedOperationException();
  }
}
