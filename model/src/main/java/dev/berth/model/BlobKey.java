package dev.berth.model;

import java.util.regex.Pattern;

/**
 * Where a blob's bytes are, in any blob store: {@code DAY/RANDOM}. A key is used once, never
 * derived from the digest, so that a pushed digest never meets bytes that are being deleted
 * (invariant I2).
 *
 * @param day the UTC day on which the key was made, {@code YYYY-MM-DD}; what a sweep lists at a
 *     time
 * @param random 32 lower-case hexadecimal digits from a secure source
 */
public record BlobKey(String day, String random) {
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{32}");

  public BlobKey {
    if (!DAY.matcher(day).matches() || !RANDOM.matcher(random).matches()) {
      throw new Malformed(
          "blob key", day + "/" + random, "it has the form YYYY-MM-DD/32 hexadecimal digits");
    }
  }

  /** Parses {@code DAY/RANDOM}. */
  public static BlobKey parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new Malformed("blob key", text, "it has the form YYYY-MM-DD/32 hexadecimal digits");
    }
    return new BlobKey(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return day + "/" + random;
  }
}
