package dev.berth.blob;

import dev.berth.model.BlobKey;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where blobs' bytes are. A key is written by one {@link BlobWriter} at a time and never again once
 * it was finished; a blob becomes visible elsewhere, by a row that holds its key (invariant I2).
 * Implementations pass {@code BlobStoreContract}.
 */
public interface BlobStore extends AutoCloseable {

  /**
   * Opens a key for writing. What is there already is kept: the writer stands at its end. Whether
   * the key is still to be written is for the caller to read again once it has the writer: another
   * one may have finished it in between.
   *
   * @throws BlobUnavailable when another writer of this process has it open
   */
  BlobWriter write(BlobKey key) throws IOException;

  /**
   * How many bytes are stored under a key, finished or not; empty when there is nothing. Never more
   * than are there.
   */
  OptionalLong size(BlobKey key) throws IOException;

  /**
   * Opens a part of a blob.
   *
   * @param key of a finished blob
   * @param position the first byte, 0 or more
   * @param length how many bytes from there, all of them stored
   * @throws BlobUnavailable when the bytes are not there
   */
  Stored open(BlobKey key, long position, long length) throws IOException;

  /**
   * Deletes the bytes of a key; nothing happens when there are none. Readers that have it open go
   * on.
   */
  void delete(BlobKey key) throws IOException;

  /** The days (UTC, {@code YYYY-MM-DD}) under which keys are stored, in order. */
  List<String> days() throws IOException;

  /**
   * The keys of one day, with what is stored under them, in order of the key.
   *
   * @throws dev.berth.model.Malformed when it is no day
   */
  List<StoredKey> keys(String day) throws IOException;

  /**
   * A key that has bytes.
   *
   * @param key which
   * @param size how many
   */
  record StoredKey(BlobKey key, long size) {}

  /** Takes no more calls. Writers that are open may still be brought to their end. */
  @Override
  void close();
}
