package dev.berth.registry.upload;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.BlobWriter;
import dev.berth.metadata.Database;
import dev.berth.model.Arn;
import dev.berth.model.Digest;
import dev.berth.model.RepositoryAddress;
import dev.berth.model.Upload;
import dev.berth.model.UploadId;
import dev.berth.registry.Conformance;
import dev.berth.registry.DiskReserve;
import dev.berth.registry.Limits;
import dev.berth.registry.Retention;
import dev.berth.registry.Rules;
import dev.berth.registry.refusal.DigestMismatch;
import dev.berth.registry.refusal.EmptyUpload;
import dev.berth.registry.refusal.InsufficientStorage;
import dev.berth.registry.refusal.LayerAlreadyExists;
import dev.berth.registry.refusal.LayerPartTooLarge;
import dev.berth.registry.refusal.LayerPartTooSmall;
import dev.berth.registry.refusal.LimitExceeded;
import dev.berth.registry.refusal.RepositoryNotFound;
import dev.berth.registry.refusal.UploadBusy;
import dev.berth.registry.refusal.UploadNotFound;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Uploads: layers being received, by the session of {@code /v2/} (oci-behaviour 2.4) or part by
 * part over the layer API (ecr-behaviour 6.2). Every method refuses a repository that does not
 * exist with {@link RepositoryNotFound}, and an upload that is not open in it with {@link
 * UploadNotFound}; those that write refuse with {@link UploadBusy} while another request writes to
 * the same upload (invariant I7). Those that store bytes refuse with {@link InsufficientStorage}
 * where the disk's reserve begins; the upload stays as far as it came.
 *
 * <p>An upload is a row that holds a key, then bytes under that key, then a blob (invariant I2).
 * Until it is complete its bytes count for nothing; after a failure it goes on from the bytes that
 * are there.
 */
public final class Uploads {
  private final BlobStore blobs;
  private final Rules rules;
  private final DiskReserve reserve;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final BlobKeys keys;
  private final Sessions sessions;
  private final Closing closing;
  private final UploadLocks locks = new UploadLocks();

  /**
   * @param random secure outside of tests: who knows an upload's id may go on with it
   */
  public Uploads(
      Database database,
      BlobStore blobs,
      Rules rules,
      DiskReserve reserve,
      InstantSource clock,
      RandomGenerator random) {
    this.blobs = blobs;
    this.rules = rules;
    this.reserve = reserve;
    this.clock = clock;
    this.random = random;
    this.keys = new BlobKeys(clock, random);
    this.sessions = new Sessions(database, rules.limits(), clock);
    this.closing = new Closing(database, rules.retention().condemnedBytes(), clock);
  }

  /**
   * Begins an upload, durably: a call of the API promises that.
   *
   * @param startedBy the principal, whose open uploads in the repository are counted
   * @throws LimitExceeded when it has {@link Limits#openUploads} already
   */
  public Upload begin(RepositoryAddress address, Arn startedBy) {
    reserve.requireRoom();
    return sessions.begin(address, startedBy, newId(), keys.next());
  }

  /**
   * Begins an upload whose client is promised no more than that this process and its next one know
   * it: a loss of power may take it (invariant I1, the 202 of an upload in progress).
   *
   * @throws LimitExceeded as {@link #begin}
   */
  public Upload beginSession(RepositoryAddress address, Arn startedBy) {
    reserve.requireRoom();
    return sessions.beginUnsynced(address, startedBy, newId(), keys.next());
  }

  /**
   * Appends a chunk.
   *
   * @return how many bytes the upload has then
   * @throws dev.berth.registry.refusal.UploadOutOfOrder when its span does not start at the
   *     upload's offset; nothing was read
   * @throws dev.berth.registry.refusal.UploadLengthMismatch when it has more or fewer bytes than
   *     its span
   * @throws LimitExceeded when the layer would have more than {@link Limits#layerBytes}
   * @throws dev.berth.blob.SourceFailed when the client went away; the upload has what came until
   *     then
   */
  public long append(RepositoryAddress address, UploadId id, Chunk chunk) throws IOException {
    return alone(
        address,
        id,
        () -> {
          Session session = sessions.findOpen(address, id);
          reserve.requireRoom();
          Chunk alive = received(session, chunk);
          try (BlobWriter writer = writer(session)) {
            receiving(session).append(writer, alive);
            return writer.size();
          }
        });
  }

  /**
   * Appends a part of the layer API. It counts when all its bytes are there and the source ended
   * without an exception, so a door may let the source throw at its end when the request proves
   * false.
   *
   * @return the last byte received
   * @throws LayerPartTooLarge for more than {@link Limits#partBytes}
   * @throws dev.berth.registry.refusal.UploadOutOfOrder when it does not start after the last part
   * @throws dev.berth.registry.refusal.UploadLengthMismatch when it has more or fewer bytes than
   *     its span
   * @throws LimitExceeded for more than {@link Limits#parts} parts or {@link Limits#layerBytes}
   *     bytes
   */
  public long appendPart(
      RepositoryAddress address, UploadId id, Span span, ReadableByteChannel source)
      throws IOException {
    if (span.length() > rules.limits().partBytes()) {
      throw new LayerPartTooLarge(span.length(), rules.limits().partBytes());
    }
    return alone(
        address,
        id,
        () -> {
          Session session = sessions.findOpen(address, id);
          reserve.requireRoom();
          Upload.Parts parts = session.upload().parts();
          Receiving receiving = receiving(session);
          receiving.requireStart(span, parts.bytes());
          receiving.requireAnotherPart(parts);
          receiving.requireRoom(span);
          try (BlobWriter writer = writer(session)) {
            receiving.cutTo(writer, parts);
            receiving.appendPart(writer, span, new SourceWithinReserve(source, reserve));
            sessions.recordParts(session, parts.plus(span.length()));
          }
          return span.last();
        });
  }

  /** How many bytes of the upload are there, perhaps while more arrive. */
  public long offset(RepositoryAddress address, UploadId id) throws IOException {
    return size(sessions.findOpen(address, id));
  }

  /** Ends the upload; its bytes count for nothing. */
  public void cancel(RepositoryAddress address, UploadId id) {
    closing.discard(sessions.findOpen(address, id));
  }

  /**
   * Appends the last bytes and makes the upload a layer of its repository, leased and visible when
   * it returns. Within {@link Retention#repeatedClose} the same close is answered alike; its chunk
   * is not read then.
   *
   * @throws DigestMismatch when the bytes do not have that digest; the upload is gone
   * @throws EmptyUpload when there are no bytes and ECR is followed strictly
   */
  public Completed complete(RepositoryAddress address, UploadId id, Digest digest, Chunk last)
      throws IOException {
    return alone(
        address,
        id,
        () -> {
          Session session = sessions.find(address, id);
          Optional<Upload.Finished> end = session.upload().finished();
          if (end.isPresent()) {
            return repeated(session, end.get(), digest);
          }
          Chunk alive = received(session, last);
          try (BlobWriter writer = writer(session)) {
            receiving(session).append(writer, alive);
            if (writer.size() == 0 && rules.conformance() == Conformance.ECR) {
              throw new EmptyUpload(address, id);
            }
            Digest found = verified(session, writer, List.of(digest));
            closing.commit(session, found, writer.size());
            return new Completed(id, found, writer.size());
          }
        });
  }

  /**
   * Makes the acknowledged parts a layer of the repository.
   *
   * @param digests the layer has one of them; in practice there is one
   * @throws EmptyUpload when there are no parts
   * @throws LayerPartTooSmall when a part but the last has fewer than {@link
   *     Limits#smallestPartBytes}
   * @throws DigestMismatch when the bytes have none of the digests; the upload is gone
   * @throws LayerAlreadyExists when the repository holds the layer; the upload was verified and is
   *     gone
   */
  public Completed completeParts(RepositoryAddress address, UploadId id, List<Digest> digests)
      throws IOException {
    return alone(
        address,
        id,
        () -> {
          Session session = sessions.findOpen(address, id);
          Upload.Parts parts = session.upload().parts();
          Receiving receiving = receiving(session);
          receiving.requireComplete(parts);
          try (BlobWriter writer = writer(session)) {
            receiving.cutTo(writer, parts);
            Digest found = verified(session, writer, digests);
            Closing.Before before = closing.commit(session, found, writer.size());
            if (before == Closing.Before.PRESENT) {
              throw new LayerAlreadyExists(address, found);
            }
            return new Completed(id, found, writer.size());
          }
        });
  }

  /**
   * Receives a whole layer in one request: begins, appends and completes. When that fails, no
   * upload is left.
   *
   * @throws DigestMismatch when the bytes do not have that digest
   */
  public Completed receive(RepositoryAddress address, Arn startedBy, Digest digest, Chunk whole)
      throws IOException {
    Upload upload = beginSession(address, startedBy);
    try {
      return complete(address, upload.id(), digest, whole);
    } catch (IOException | RuntimeException failure) {
      abandon(address, upload.id(), failure);
      throw failure;
    }
  }

  private void abandon(RepositoryAddress address, UploadId id, Exception failure) {
    try {
      cancel(address, id);
    } catch (UploadNotFound | RepositoryNotFound _) {
      // a digest that did not match has ended it already
    } catch (RuntimeException another) {
      failure.addSuppressed(another);
    }
  }

  private <R> R alone(RepositoryAddress address, UploadId id, Work<R> work) throws IOException {
    if (!locks.take(id)) {
      throw busy(sessions.findOpen(address, id));
    }
    try {
      return work.run();
    } finally {
      locks.release(id);
    }
  }

  private Chunk received(Session session, Chunk chunk) {
    return sessions.keptAlive(
        session, new Chunk(new SourceWithinReserve(chunk.source(), reserve), chunk.span()));
  }

  private Completed repeated(Session session, Upload.Finished end, Digest digest) {
    Instant since = clock.instant().minus(rules.retention().repeatedClose());
    if (!end.digest().equals(digest) || !end.at().isAfter(since)) {
      throw new UploadNotFound(session.address(), session.id());
    }
    return sessions
        .layer(session, end)
        .map(layer -> new Completed(session.id(), digest, layer.size()))
        .orElseThrow(() -> new UploadNotFound(session.address(), session.id()));
  }

  private BlobWriter writer(Session session) throws IOException {
    try {
      return blobs.write(session.upload().key());
    } catch (BlobUnavailable _) {
      throw busy(session);
    }
  }

  private UploadBusy busy(Session session) throws IOException {
    return new UploadBusy(session.address(), session.id(), size(session));
  }

  private long size(Session session) throws IOException {
    return blobs.size(session.upload().key()).orElse(0);
  }

  private Receiving receiving(Session session) {
    return new Receiving(session.address(), session.id(), rules.limits());
  }

  /** Which of the digests the bytes have; the bytes are durable when it returns. */
  private Digest verified(Session session, BlobWriter writer, List<Digest> digests)
      throws IOException {
    List<Digest> calculated = new ArrayList<>();
    for (Digest.Algorithm algorithm : digests.stream().map(Digest::algorithm).distinct().toList()) {
      calculated.add(writer.digest(algorithm));
    }
    Optional<Digest> found = digests.stream().filter(calculated::contains).findFirst();
    if (found.isEmpty()) {
      closing.discard(session);
      throw new DigestMismatch(digests, calculated);
    }
    writer.sync();
    return found.get();
  }

  // RFC 9562, version 4
  private UploadId newId() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UploadId(new UUID(high, low));
  }

  @FunctionalInterface
  private interface Work<R> {
    R run() throws IOException;
  }
}
