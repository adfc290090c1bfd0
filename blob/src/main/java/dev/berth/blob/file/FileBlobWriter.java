package dev.berth.blob.file;

import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.BlobWriter;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Digester;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/**
 * Writes one file of a {@link FileBlobStore}. After a failure of the store it takes no more; a
 * writer that is opened anew goes on from what is there.
 */
final class FileBlobWriter implements BlobWriter {
  private final FileBlobStore store;
  private final BlobKey key;
  private final BlobFile file;
  private final Workers workers;
  private final Buffers buffers;
  private RunningDigests digests;
  private State state = State.WRITING;

  private enum State {
    WRITING,
    SYNCED,
    CLOSED
  }

  FileBlobWriter(
      FileBlobStore store,
      BlobKey key,
      BlobFile file,
      RunningDigests digests,
      Workers workers,
      Buffers buffers) {
    this.store = store;
    this.key = key;
    this.file = file;
    this.digests = digests;
    this.workers = workers;
    this.buffers = buffers;
  }

  @Override
  public long size() {
    return file.length();
  }

  @Override
  public long append(ReadableByteChannel source, long limit) throws IOException {
    requireWriting();
    long before = file.length();
    try {
      new Intake(key, file, digests, buffers, workers).takeFrom(source, limit);
    } finally {
      forgetDigestsAfterFailure();
    }
    file.requireSound();
    return file.length() - before;
  }

  @Override
  public void truncate(long size) throws IOException {
    requireWriting();
    if (size < 0 || size > file.length()) {
      throw new IllegalArgumentException(
          "blob %s has %d bytes, not %d".formatted(key, file.length(), size));
    }
    if (size == file.length()) {
      return;
    }
    digests = size == 0 ? RunningDigests.ofNothing() : RunningDigests.none();
    try {
      workers.run(() -> file.truncate(size));
    } finally {
      forgetDigestsAfterFailure();
    }
  }

  @Override
  public Digest digest(Digest.Algorithm algorithm) throws IOException {
    requireNotClosed();
    Optional<Digest> known = digests.value(algorithm);
    if (known.isPresent()) {
      return known.get();
    }
    digests.join(algorithm, readAgain(Digester.of(algorithm)));
    return digests.value(algorithm).orElseThrow();
  }

  private Digester readAgain(Digester digest) throws IOException {
    if (file.length() == 0) {
      return digest;
    }
    ByteBuffer buffer =
        buffers
            .await()
            .orElseThrow(() -> new BlobUnavailable(key, "too many blobs are being read"));
    try {
      for (long position = 0; position < file.length(); position += buffer.limit()) {
        long from = position;
        workers
            .run( // one buffer at a time, so that a large blob does not keep a worker from others
                () -> {
                  file.read(buffer, from);
                  digest.update(buffer);
                });
      }
      return digest;
    } finally {
      buffers.release(buffer);
    }
  }

  @Override
  public void sync() throws IOException {
    requireNotClosed();
    file.requireSound();
    if (state == State.SYNCED) {
      return;
    }
    try {
      workers.run(file::sync);
      state = State.SYNCED;
    } finally {
      forgetDigestsAfterFailure();
    }
  }

  @Override
  public void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    boolean goesOn = state == State.WRITING && !file.failed();
    state = State.CLOSED;
    try {
      file.close();
    } finally {
      store.release(key, file.length(), goesOn ? digests : RunningDigests.none());
    }
  }

  /** They may have taken bytes that the file did not. */
  private void forgetDigestsAfterFailure() {
    if (file.failed()) {
      digests = RunningDigests.none();
    }
  }

  private void requireWriting() throws IOException {
    requireNotClosed();
    if (state == State.SYNCED) {
      throw new IllegalStateException("blob %s is finished".formatted(key));
    }
    file.requireSound();
  }

  private void requireNotClosed() {
    if (state == State.CLOSED) {
      throw new IllegalStateException("the writer of blob %s is closed".formatted(key));
    }
  }
}
