package dev.berth.blob;

import dev.berth.model.Digest;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/**
 * Writes one blob from its beginning to its end, perhaps in several pieces by several writers. Used
 * by one thread at a time. Digests run along with the bytes of the whole blob: a writer that was
 * opened on bytes of an earlier process reads those once, when a digest is first asked for
 * (invariant I3).
 */
public interface BlobWriter extends AutoCloseable {

  /** How many bytes the blob has so far. */
  long size();

  /**
   * Appends what the source gives until it ends. When the source fails, what came before the
   * failure stays.
   *
   * @param source read until -1
   * @param limit the most bytes the blob may have afterwards
   * @return how many bytes were appended
   * @throws BlobTooLarge when the source has more; what fits was written
   * @throws BlobUnavailable when the store has no memory to spare for another blob now; nothing was
   *     read
   * @throws SourceFailed when reading from the source failed, as against writing to the store
   */
  long append(ReadableByteChannel source, long limit) throws IOException;

  /**
   * Cuts the blob back to a length that it had, so that bytes that turned out not to count are
   * gone.
   *
   * @param size at most {@link #size()}
   */
  void truncate(long size) throws IOException;

  /** The digest of all bytes so far. */
  Digest digest(Digest.Algorithm algorithm) throws IOException;

  /**
   * Makes every byte and the name of the blob survive a loss of power. After it the key is never
   * written again.
   */
  void sync() throws IOException;

  /** Gives the key free; the bytes stay, and another writer may go on where this one stopped. */
  @Override
  void close() throws IOException;
}
