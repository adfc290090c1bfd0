package dev.berth.model;

import java.util.HexFormat;

/**
 * The identity of content: an algorithm and the lower-case hexadecimal hash of the exact bytes (OCI
 * image-spec, descriptor, "Digests"). Two digests of different algorithms are different names even
 * of the same bytes.
 *
 * @param algorithm the hash function
 * @param hex its value, exactly {@link Algorithm#hexLength()} lower-case hexadecimal digits
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {
  private static final boolean[] LOWER_CASE_HEX = table("0123456789abcdef");

  /** The algorithms that are accepted; every other registered one is refused as unsupported. */
  public enum Algorithm {
    SHA256("sha256", "SHA-256", 64),
    SHA512("sha512", "SHA-512", 128);

    private final String prefix;
    private final String jcaName;
    private final int hexLength;

    Algorithm(String prefix, String jcaName, int hexLength) {
      this.prefix = prefix;
      this.jcaName = jcaName;
      this.hexLength = hexLength;
    }

    /** The name in front of the colon. */
    public String prefix() {
      return prefix;
    }

    /** The name that {@code MessageDigest.getInstance} knows. */
    public String jcaName() {
      return jcaName;
    }

    /** The number of hexadecimal digits of a value. */
    public int hexLength() {
      return hexLength;
    }

    /**
     * The algorithm of that prefix; anything but {@code sha256} and {@code sha512} is {@link
     * Malformed}.
     */
    public static Algorithm parse(String prefix) {
      for (Algorithm algorithm : values()) {
        if (algorithm.prefix.equals(prefix)) {
          return algorithm;
        }
      }
      throw new Malformed("digest algorithm", prefix, "sha256 and sha512 are supported");
    }
  }

  public Digest {
    if (hex.length() != algorithm.hexLength() || !isLowerCaseHex(hex)) {
      throw new Malformed(
          "digest",
          algorithm.prefix() + ":" + hex,
          algorithm.hexLength() + " lower-case hexadecimal digits follow");
    }
  }

  /**
   * Without a pattern, and without a branch that depends on a digit: every row that is read has a
   * digest, and half of its digits would be guessed wrong.
   */
  private static boolean isLowerCaseHex(String text) {
    boolean all = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      all &= c < LOWER_CASE_HEX.length && LOWER_CASE_HEX[c];
    }
    return all;
  }

  private static boolean[] table(String characters) {
    boolean[] table = new boolean[Byte.MAX_VALUE + 1];
    characters.chars().forEach(c -> table[c] = true);
    return table;
  }

  /**
   * Parses {@code algorithm:hex}; upper case, a wrong length or another algorithm is {@link
   * Malformed}.
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new Malformed("digest", text, "it has the form algorithm:hex");
    }
    return new Digest(Algorithm.parse(text.substring(0, colon)), text.substring(colon + 1));
  }

  /** The digest whose raw hash value is {@code hash}. */
  public static Digest of(Algorithm algorithm, byte[] hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash));
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  /** {@code algorithm:hex}, as on the wire. */
  @Override
  public String toString() {
    return algorithm.prefix() + ":" + hex;
  }
}
