package dev.berth.testkit.conformance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * Bytes and the digest that they are pushed under.
 *
 * @param digest such as {@code sha512:…}
 * @param bytes may be shared, and are not changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by digest only
record Content(String digest, byte[] bytes) {

  /**
   * @param algorithm {@code sha256} or {@code sha512}
   */
  static Content of(String algorithm, byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance(algorithm.replace("sha", "SHA-")).digest(bytes);
      return new Content(algorithm + ":" + HexFormat.of().formatHex(hash), bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(algorithm, e);
    }
  }

  /** Bytes that no other seed gives. */
  static Content random(String algorithm, int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return of(algorithm, bytes);
  }
}
