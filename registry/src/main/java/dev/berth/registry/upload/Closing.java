package dev.berth.registry.upload;

import dev.berth.metadata.Database;
import dev.berth.metadata.Transaction;
import dev.berth.model.Blob;
import dev.berth.model.BlobFormat;
import dev.berth.model.Digest;
import dev.berth.model.Reclaimed;
import dev.berth.model.Repository;
import dev.berth.model.Upload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The end of an upload, as one transaction each. Before {@link #commit} the bytes are verified and
 * synced, so that the row that makes them a blob never points at less (invariants I1 to I3). Of two
 * uploads with the same digest the second takes the first one's blob, and its own bytes are
 * condemned. Bytes are never deleted here, because a transaction whose outcome is not known may
 * have made them visible.
 *
 * <p>Both methods refuse an upload that was cancelled, closed or expired meanwhile with {@link
 * dev.berth.registry.refusal.UploadNotFound}.
 */
final class Closing {
  private final Database database;
  private final Duration condemnedBytes;
  private final InstantSource clock;

  Closing(Database database, Duration condemnedBytes, InstantSource clock) {
    this.database = database;
    this.condemnedBytes = condemnedBytes;
    this.clock = clock;
  }

  /** Whether the repository held the layer before. */
  enum Before {
    ABSENT,
    PRESENT
  }

  /** Makes the upload's bytes a layer of its repository. */
  Before commit(Session session, Digest digest, long size) {
    Repository repository = session.repository();
    return database.write(
        tx -> {
          Instant now = clock.instant();
          Upload upload = Sessions.lockOpen(tx, session);
          boolean present = tx.blobs().linked(repository.id(), digest).isPresent();
          Blob blob = blob(tx, repository, upload, digest, size);
          if (!blob.key().equals(upload.key())) {
            tx.condemned()
                .addCopy(
                    repository.registry(),
                    blob,
                    upload.key(),
                    now.plus(condemnedBytes),
                    Reclaimed.DUPLICATE_UPLOAD);
          }
          tx.blobs().link(repository.id(), blob.id(), now);
          tx.uploads().finish(upload.id(), digest, now);
          return present ? Before.PRESENT : Before.ABSENT;
        });
  }

  private static Blob blob(
      Transaction tx, Repository repository, Upload upload, Digest digest, long size) {
    String sharingKey = repository.encryption().sharingKey();
    return tx.blobs()
        .find(repository.registry(), sharingKey, digest)
        .orElseGet(
            () ->
                tx.blobs()
                    .insert(
                        repository.registry(),
                        sharingKey,
                        digest,
                        size,
                        upload.key(),
                        BlobFormat.PLAIN));
  }

  /** Ends the upload and condemns its bytes. */
  void discard(Session session) {
    database.write(
        tx -> {
          Upload upload = Sessions.lockOpen(tx, session);
          tx.uploads().delete(upload.id());
          tx.condemned()
              .add(upload.key(), clock.instant().plus(condemnedBytes), Reclaimed.DISCARDED_UPLOAD);
          return session;
        });
  }
}
