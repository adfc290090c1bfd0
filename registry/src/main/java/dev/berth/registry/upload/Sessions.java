package dev.berth.registry.upload;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Arn;
import dev.berth.model.Blob;
import dev.berth.model.BlobKey;
import dev.berth.model.Repository;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Upload;
import dev.berth.model.UploadId;
import dev.berth.registry.Limits;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.UploadNotFound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The rows of uploads: begun, found, kept alive, and their parts recorded. Touches no bytes. */
final class Sessions {
  /**
   * How exact the time of the last activity is, so that a push of many chunks does not write a row
   * for each.
   */
  private static final Duration ACTIVITY = Duration.ofHours(1);

  private final Database database;
  private final Limits limits;
  private final InstantSource clock;

  Sessions(Database database, Limits limits, InstantSource clock) {
    this.database = database;
    this.limits = limits;
    this.clock = clock;
  }

  /** Durable when it returns. */
  Upload begin(RepositoryAddress address, Arn startedBy, UploadId id, BlobKey key) {
    return database.write(tx -> begin(tx, address, startedBy, id, key));
  }

  /** Outlives this process when it returns, and a loss of power with its first part or its end. */
  Upload beginUnsynced(RepositoryAddress address, Arn startedBy, UploadId id, BlobKey key) {
    return database.writeUnsynced(tx -> begin(tx, address, startedBy, id, key));
  }

  private Upload begin(
      Transaction tx, RepositoryAddress address, Arn startedBy, UploadId id, BlobKey key) {
    // locked, so that two that begin at once are both counted
    Repository repository =
        tx.repositories().lock(address).orElseThrow(() -> new RepositoryNotFound(address));
    if (tx.uploads().countOpen(repository.id(), startedBy) >= limits.openUploads()) {
      throw tooMany(address);
    }
    Instant now = clock.instant();
    Upload upload =
        new Upload(
            id, repository.id(), key, startedBy, now, now, Upload.Parts.NONE, Optional.empty());
    tx.uploads().insert(upload);
    return upload;
  }

  /** The upload, open or just finished. */
  Session find(RepositoryAddress address, UploadId id) {
    return database.read(
        tx -> {
          Repository repository =
              tx.repositories().find(address).orElseThrow(() -> new RepositoryNotFound(address));
          return tx.uploads()
              .find(repository.id(), id)
              .map(upload -> new Session(repository, upload))
              .orElseThrow(() -> new UploadNotFound(address, id));
        });
  }

  /** The upload, open. */
  Session findOpen(RepositoryAddress address, UploadId id) {
    Session session = find(address, id);
    if (!session.isOpen()) {
      throw new UploadNotFound(address, id);
    }
    return session;
  }

  /** The layer that a finished upload became, while its repository holds it. */
  Optional<Blob> layer(Session session, Upload.Finished end) {
    return database.read(tx -> tx.blobs().linked(session.repository().id(), end.digest()));
  }

  /** The chunk, whose upload does not expire before its bytes are there. */
  Chunk keptAlive(Session session, Chunk chunk) {
    if (!session.upload().lastActiveAt().isAfter(clock.instant().minus(ACTIVITY))) {
      touch(session);
    }
    return new Chunk(
        new ActiveSource(chunk.source(), clock, ACTIVITY, () -> touch(session)), chunk.span());
  }

  private void touch(Session session) {
    whileOpen(session, (tx, upload) -> tx.uploads().touch(upload.id(), clock.instant()));
  }

  /** Acknowledges a part. */
  void recordParts(Session session, Upload.Parts parts) {
    whileOpen(
        session, (tx, upload) -> tx.uploads().recordPart(upload.id(), parts, clock.instant()));
  }

  private void whileOpen(Session session, BiConsumer<Transaction, Upload> change) {
    database.write(
        tx -> {
          change.accept(tx, lockOpen(tx, session));
          return session;
        });
  }

  /**
   * The upload, locked until the transaction ends.
   *
   * @throws UploadNotFound when it was cancelled, closed or expired since it was found
   */
  static Upload lockOpen(Transaction tx, Session session) {
    return tx.uploads()
        .lock(session.repository().id(), session.id())
        .filter(upload -> upload.finished().isEmpty())
        .orElseThrow(() -> new UploadNotFound(session.address(), session.id()));
  }

  private LimitExceeded tooMany(RepositoryAddress address) {
    return new LimitExceeded(
        LimitExceeded.Kind.OPEN_UPLOADS,
        limits.openUploads(),
        ("The repository with name '%s' in registry with id '%s' already has the maximum allowed"
                + " number of open uploads of one principal which is '%d'")
            .formatted(address.name(), address.registry().account(), limits.openUploads()));
  }
}
