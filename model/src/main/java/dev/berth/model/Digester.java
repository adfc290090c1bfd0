package dev.berth.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes a {@link Digest} of bytes as they come. Everything that hashes content does it here,
 * since the Java runtime's own way can become 300 times slower (see {@link #cleanRegisters}). For
 * one thread at a time.
 */
public final class Digester {
  /** So many bytes are slow at most, should the registers become unclean on the way. */
  private static final int STEP = 64 * 1024;

  /** What is copied out of a buffer without an array at a time: it stays in the fastest cache. */
  private static final int PART = 16 * 1024;

  /** Longer than what a compiler copies in line, without the routine that is wanted. */
  private static final int CLEANING = 256;

  private final Digest.Algorithm algorithm;
  private final MessageDigest hash;
  private final byte[] from = new byte[CLEANING];
  private final byte[] to = new byte[CLEANING];

  private Digester(Digest.Algorithm algorithm, MessageDigest hash) {
    this.algorithm = algorithm;
    this.hash = hash;
  }

  /** One that has taken nothing yet. */
  public static Digester of(Digest.Algorithm algorithm) {
    try {
      return new Digester(algorithm, MessageDigest.getInstance(algorithm.jcaName()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has " + algorithm.jcaName(), e);
    }
  }

  /** The digest of bytes that are all here. */
  public static Digest digest(Digest.Algorithm algorithm, byte[] content) {
    Digester digester = of(algorithm);
    digester.update(content, 0, content.length);
    return Digest.of(algorithm, digester.hash.digest());
  }

  /** Takes the next bytes. */
  public void update(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; at += STEP) {
      cleanRegisters();
      hash.update(bytes, at, Math.min(STEP, end - at));
    }
  }

  /** Takes what remains in a buffer; its position stays. */
  public void update(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      return;
    }
    byte[] some = new byte[Math.min(PART, bytes.remaining())];
    for (int at = bytes.position(); at < bytes.limit(); at += some.length) {
      int length = Math.min(some.length, bytes.limit() - at);
      bytes.get(at, some, 0, length);
      update(some, 0, length);
    }
  }

  /** The digest of what it took so far; it can take more. */
  public Digest digest() {
    return Digest.of(algorithm, copy().hash.digest());
  }

  /** Another one that has taken the same bytes. */
  public Digester copy() {
    try {
      return new Digester(algorithm, (MessageDigest) hash.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the digests of the Java runtime can be copied", e);
    }
  }

  /**
   * On Intel's processors each of the SHA instructions traps into microcode while the upper half of
   * a vector register is in use, and the runtime's routine (JDK 25) does not clear them first: 3
   * MB/s instead of 2 GB/s, seen after {@code ByteBuffer.duplicate()} in the same compiled code.
   * The runtime's routine for copies ends with the instruction that clears them (vzeroupper).
   */
  private void cleanRegisters() {
    System.arraycopy(from, 0, to, 0, CLEANING);
  }
}
