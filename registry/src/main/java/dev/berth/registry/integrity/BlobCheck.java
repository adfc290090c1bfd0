package dev.berth.registry.integrity;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobUnavailable;
import dev.berth.blob.Stored;
import dev.berth.metadata.IntegrityQueries.StoredBlob;
import dev.berth.model.Blob;
import dev.berth.model.Digest;
import dev.berth.model.Digester;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalLong;

/** Compares a blob's row with its bytes. */
final class BlobCheck {
  private static final int BUFFER = 256 * 1024;

  private final BlobStore blobs;
  private final boolean reads;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  BlobCheck(BlobStore blobs, boolean reads) {
    this.blobs = blobs;
    this.reads = reads;
  }

  /**
   * What is wrong with the blob.
   *
   * @throws IOException when the store cannot be asked
   */
  Optional<Finding> check(StoredBlob stored) throws IOException {
    Blob blob = stored.blob();
    OptionalLong size = blobs.size(blob.key());
    if (size.isEmpty()) {
      return Optional.of(new Finding.BlobMissing(stored.registry(), blob));
    }
    if (size.getAsLong() != storedSize(blob)) {
      return Optional.of(new Finding.BlobSizeDiffers(stored.registry(), blob, size.getAsLong()));
    }
    return reads ? checkBytes(stored) : Optional.empty();
  }

  private static long storedSize(Blob blob) {
    return switch (blob.format()) {
      case PLAIN -> blob.size();
    };
  }

  private Optional<Finding> checkBytes(StoredBlob stored) throws IOException {
    Blob blob = stored.blob();
    Stored bytes;
    try {
      bytes = blobs.open(blob.key(), 0, blob.size());
    } catch (BlobUnavailable e) {
      return Optional.of(new Finding.BlobUnreadable(stored.registry(), blob, e.toString()));
    }
    Digest found;
    try {
      found = hash(blob.digest().algorithm(), bytes);
    } catch (IOException e) { // a disk that gives an error here is the damage that is looked for
      return Optional.of(new Finding.BlobUnreadable(stored.registry(), blob, e.toString()));
    }
    return found.equals(blob.digest())
        ? Optional.empty()
        : Optional.of(new Finding.BlobBytesDiffer(stored.registry(), blob, found));
  }

  private Digest hash(Digest.Algorithm algorithm, Stored bytes) throws IOException {
    Digester digest = Digester.of(algorithm);
    switch (bytes) {
      case Stored.Region(FileChannel file, long position, long length) -> {
        try (file) {
          update(digest, file, position, length);
        }
      }
      case Stored.Streamed(var content, long _) -> {
        try (var stream = content) {
          byte[] part = buffer.array();
          for (int read = stream.read(part); read >= 0; read = stream.read(part)) {
            digest.update(part, 0, read);
          }
        }
      }
    }
    return digest.digest();
  }

  private void update(Digester digest, FileChannel file, long position, long length)
      throws IOException {
    long end = position + length;
    for (long at = position; at < end; ) {
      buffer.clear().limit((int) Math.min(BUFFER, end - at));
      int read = file.read(buffer, at);
      if (read < 0) {
        throw new EOFException("it ends at %d of %d bytes".formatted(at, end));
      }
      at += read;
      digest.update(buffer.flip());
    }
  }
}
