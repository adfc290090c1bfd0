package dev.berth.blob.file;

import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobWriter;
import dev.berth.model.BlobKey;
import dev.berth.model.Digest;
import dev.berth.model.Digester;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Random;

/** Bytes, a key and a capacity that the tests of this package share. */
final class Sample {
  static final BlobKey KEY = BlobKey.parse("2026-11-21/000000000000000000000000000000aa");
  static final Capacity SMALL = new Capacity(2, 8, Duration.ofSeconds(20));

  private Sample() {}

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static ReadableByteChannel source(byte[] bytes, int from, int to) {
    return Channels.newChannel(new ByteArrayInputStream(bytes, from, to - from));
  }

  static Digest sha256(byte[] bytes) {
    return Digester.digest(Digest.Algorithm.SHA256, bytes);
  }

  static void append(BlobStore store, byte[] bytes, int from, int to) throws IOException {
    try (BlobWriter writer = store.write(KEY)) {
      writer.append(source(bytes, from, to), Long.MAX_VALUE);
    }
  }
}
