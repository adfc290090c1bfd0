package dev.berth.metadata;

import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.RegistryId;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.RepositoryName;
import dev.berth.model.TrashEntry.Cause;
import dev.berth.model.TrashId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * What was deleted and can be brought back, an entry each; see {@link TrashQueries} for what they
 * say. What lives stands in other tables: no statement about it sees a row of these.
 *
 * <p>An entry that has ended cannot be brought back any more; its rows go a few at a time.
 */
public final class TrashTable {
  private static final String INSERT =
      """
      insert into trash_entry
             (act, account, region, repository_id, repository, kind, images, cause, caused_by, deleted_at, expires_at)
      values (:act, :account, :region, :repository, :name, :kind, :images, :cause, :causedBy, :deletedAt, :expiresAt)
      returning id, name
      """;

  private static final String LOCK =
      """
      update trash_entry
         set kind = kind
       where name = :entry
         and account = :account
         and region = :region
         and not ended
      """;

  private static final String END =
      """
      update trash_entry
         set ended = true
       where id = :entry
         and not ended
         and expires_at <= :now
      """;

  private static final String END_IMAGES_OF =
      """
      update trash_entry
         set ended = true
       where not ended
         and repository_id in (select repository_id
                                 from trash_entry
                                where id = :entry
                                  and kind = 'REPOSITORY')
      """;

  private static final String END_OF_REPOSITORY =
      """
      update trash_entry
         set ended = true
       where repository_id = :repository
      """;

  private static final String RENAME =
      """
      update trash_entry
         set repository = :name
       where repository_id = :repository
      """;

  private static final String DUE =
      """
      select id
        from trash_entry
       where expires_at <= :now
         and not ended
       order by expires_at, id
       limit :limit
      """;

  private static final String ENDED =
      """
      select id
        from trash_entry
       where ended
       order by id
       limit :limit
      """;

  private static final String TAKE_IMAGES_OF_REPOSITORY =
      """
      update trashed_image
         set entry_id = :entry
       where entry_id in (select id
                            from trash_entry
                           where repository_id = :repository
                             and id <> :entry)
      """;

  private static final String DELETE_OTHERS_OF_REPOSITORY =
      """
      delete from trash_entry
       where repository_id = :repository
         and id <> :entry
      """;

  private static final String DELETE =
      """
      delete from trash_entry
       where id = :entry
      """;

  private final Handle handle;
  private final Dialect dialect;

  TrashTable(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  /** What an entry is for. */
  enum Kind {
    IMAGE,
    REPOSITORY
  }

  /** How {@code cause} says who did it. */
  enum Author {
    CALLER,
    LIFECYCLE,
    SUBJECT
  }

  private record Made(long row, TrashId id) {}

  /**
   * What is about to be deleted.
   *
   * @param act the entry that the act began with; empty for the first of an act
   * @param repository where it is
   * @param cause who or what deletes it
   * @param deletedAt now
   * @param expiresAt when it will be gone for good
   */
  public record NewEntry(
      Optional<TrashId> act,
      RepositoryAddress repository,
      Cause cause,
      Instant deletedAt,
      Instant expiresAt) {}

  /**
   * Takes the image with everything that hangs on it from what lives. While an index names it, the
   * foreign key refuses, as for {@link ImageTable#delete}.
   */
  public TrashId moveImage(NewEntry entry, long repositoryId, long imageId) {
    Made made = insert(entry, repositoryId, Kind.IMAGE, 1);
    new TrashedImageTable(handle, dialect).take(made.row(), imageId);
    new ImageTable(handle, dialect).delete(imageId);
    return made.id();
  }

  /**
   * Takes the repository with its images and everything else that hangs on it from what lives, but
   * for uploads and lifecycle previews, which end.
   *
   * @param images how many it has
   */
  public TrashId moveRepository(NewEntry entry, long repositoryId, long images) {
    Made made = insert(entry, repositoryId, Kind.REPOSITORY, images);
    new TrashedRepositoryTable(handle, dialect).take(made.row(), repositoryId);
    new TrashedImageTable(handle, dialect).takeAll(made.row(), repositoryId);
    new RepositoryTable(handle, dialect).delete(repositoryId);
    return made.id();
  }

  private Made insert(NewEntry entry, long repositoryId, Kind kind, long images) {
    return RepositoryTable.at(handle.createQuery(INSERT), entry.repository())
        .bind("act", entry.act().map(TrashId::value).orElse(null))
        .bind("repository", repositoryId)
        .bind("kind", kind.name())
        .bind("images", images)
        .bind("cause", author(entry.cause()).name())
        .bind("causedBy", causedBy(entry.cause()))
        .bind("deletedAt", Micros.of(entry.deletedAt()))
        .bind("expiresAt", Micros.of(entry.expiresAt()))
        .map((row, _) -> new Made(row.getLong(1), new TrashId(row.getString(2))))
        .one();
  }

  private static Author author(Cause cause) {
    return switch (cause) {
      case Cause.ByCaller _ -> Author.CALLER;
      case Cause.ByLifecycle _ -> Author.LIFECYCLE;
      case Cause.FollowedSubject _ -> Author.SUBJECT;
    };
  }

  private static String causedBy(Cause cause) {
    return switch (cause) {
      case Cause.ByCaller(Arn by) -> by.toString();
      case Cause.ByLifecycle(int rule) -> String.valueOf(rule);
      case Cause.FollowedSubject(Digest subject) -> subject.toString();
    };
  }

  /**
   * The entry as {@link TrashQueries#find} gives it, locked until the transaction ends against
   * others that lock or end it.
   */
  public Optional<TrashQueries.Stored> lock(RegistryId registry, TrashId id) {
    if (dialect.writersOverlap()) {
      RepositoryTable.in(handle.createUpdate(LOCK), registry).bind("entry", id.value()).execute();
    }
    return new TrashQueries(handle, dialect).find(registry, id);
  }

  /** Gives the entries of the repository and its images the name that it has from now on. */
  public void rename(long repositoryId, RepositoryName name) {
    handle
        .createUpdate(RENAME)
        .bind("repository", repositoryId)
        .bind("name", name.value())
        .execute();
  }

  /** The rows of entries whose time is over, the longest over first. */
  public List<Long> due(Instant now, int limit) {
    return handle
        .createQuery(DUE)
        .bind("now", Micros.of(now))
        .bind("limit", limit)
        .mapTo(Long.class)
        .list();
  }

  /**
   * Ends the entry if its time is over and it is still there; else false. With a repository end the
   * entries of its images, which could not come back without it.
   */
  public boolean end(long entry, Instant now) {
    boolean ended = of(END, entry).bind("now", Micros.of(now)).execute() > 0;
    if (ended) {
      of(END_IMAGES_OF, entry).execute();
    }
    return ended;
  }

  /** Ends every entry of the repository and its images: it will not come back. */
  public void endOf(long repositoryId) {
    handle.createUpdate(END_OF_REPOSITORY).bind("repository", repositoryId).execute();
  }

  /** The rows of entries that have ended and are still there. */
  public List<Long> ended(int limit) {
    return handle.createQuery(ENDED).bind("limit", limit).mapTo(Long.class).list();
  }

  /**
   * Lets the repository's entry have every deleted image of the repository, also those that were
   * deleted before it: they end with it.
   */
  public void gather(long entry, long repositoryId) {
    of(TAKE_IMAGES_OF_REPOSITORY, entry).bind("repository", repositoryId).execute();
    of(DELETE_OTHERS_OF_REPOSITORY, entry).bind("repository", repositoryId).execute();
  }

  /** Removes the entry, which has no images any more, with what it has of a repository. */
  public void delete(long entry) {
    new TrashedRepositoryTable(handle, dialect).delete(entry);
    of(DELETE, entry).execute();
  }

  private Update of(String statement, long entry) {
    return handle.createUpdate(statement).bind("entry", entry);
  }
}
