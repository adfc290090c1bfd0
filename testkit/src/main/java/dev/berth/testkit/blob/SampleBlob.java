package dev.berth.testkit.blob;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobWriter;
import dev.berth.blob.Stored;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;

/** Bytes that are the same in every run and nowhere repeat, and what is known of them. */
public final class SampleBlob {
  private final byte[] bytes;

  /** A blob of these bytes, which nobody changes. */
  public SampleBlob(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A blob of so many bytes; another seed gives others. */
  public static SampleBlob of(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return new SampleBlob(bytes);
  }

  /** A key of a day; another number gives another key, a higher one a later in order. */
  public static BlobKey key(String day, int number) {
    return new BlobKey(day, "%032x".formatted(number));
  }

  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return bytes.length;
  }

  /** The part from a byte to before another. */
  public SampleBlob part(int from, int to) {
    return new SampleBlob(Arrays.copyOfRange(bytes, from, to));
  }

  /** Its digest, computed in one go. */
  public Digest digest(Digest.Algorithm algorithm) {
    try {
      return Digest.of(algorithm, MessageDigest.getInstance(algorithm.jcaName()).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stores it under a key, synced. */
  public void storeIn(BlobStore store, BlobKey key) throws IOException {
    try (BlobWriter writer = store.write(key)) {
      writer.append(SampleSource.of(bytes), bytes.length);
      writer.sync();
    }
  }

  /** What a store gives, read to its end and closed. */
  public static byte[] read(Stored stored) throws IOException {
    return switch (stored) {
      case Stored.Region region -> readRegion(region);
      case Stored.Streamed streamed -> {
        try (var stream = streamed.stream()) {
          yield stream.readAllBytes();
        }
      }
    };
  }

  private static byte[] readRegion(Stored.Region region) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(region.length()));
    try (FileChannel file = region.file()) {
      while (bytes.hasRemaining()) {
        if (file.read(bytes, region.position() + bytes.position()) < 0) {
          throw new EOFException("the region ends before its length");
        }
      }
    }
    return bytes.array();
  }
}
