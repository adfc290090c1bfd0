package dev.berth.wire.blob;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code Range} field asks for, of content of a known length (RFC 9110, section 14.2). */
sealed interface ByteRange {

  /**
   * Everything: there is no such field, it is not of bytes, or it asks for several ranges at once.
   */
  record Whole() implements ByteRange {}

  /**
   * One run of bytes that is there.
   *
   * @param first its first byte
   * @param length how many, at least 1
   */
  record Part(long first, long length) implements ByteRange {}

  /** Nothing that is there: 416. */
  record Unsatisfiable() implements ByteRange {}

  /** Ten to eighteen digits fit a {@code long} without a check for overflow; no blob is longer. */
  Pattern SINGLE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /**
   * Reads the field. A last byte before the first is unsatisfiable, as the distribution conformance
   * suite wants it, and so is a start behind the end; an end behind the end is cut. Content without
   * bytes is always given whole.
   *
   * @param size the length of the content
   */
  static ByteRange parse(String field, long size) {
    Matcher matcher = SINGLE.matcher(field.replace(" ", ""));
    if (size == 0 || !matcher.matches()) {
      return new Whole();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
    return from > to ? new Unsatisfiable() : new Part(from, to - from + 1);
  }

  private static ByteRange suffix(long length, long size) {
    long given = Math.min(length, size);
    return given == 0 ? new Unsatisfiable() : new Part(size - given, given);
  }
}
