package dev.berth.iam.policy.match;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands between two stars of a {@link Glob}: text, in which single wildcards may stand. */
final class Piece {
  private static final int[] NO_TABLE = {};
  private static final int WORD = Long.SIZE;

  private final String text;
  private final boolean plain;

  // Made when first needed; a race makes the same one twice.
  private int @Nullable [] failures;

  Piece(String text) {
    this.text = text;
    this.plain = text.indexOf(Glob.ONE) < 0;
  }

  int length() {
    return text.length();
  }

  /** Whether it stands at the offset, which leaves room for it. */
  boolean isAt(CharSequence value, int offset) {
    if (plain && value instanceof String string) {
      return string.startsWith(text, offset);
    }
    for (int i = 0; i < text.length(); i++) {
      char wanted = text.charAt(i);
      if (wanted != Glob.ONE && wanted != value.charAt(offset + i)) {
        return false;
      }
    }
    return true;
  }

  /** Where its first occurrence between the offsets ends, or -1. */
  int endOfFirst(CharSequence value, int from, int limit) {
    if (limit - from < text.length()) {
      return -1;
    }
    return plain ? plainEnd(value, from, limit) : wildEnd(value, from, limit);
  }

  /** The search of Knuth, Morris and Pratt: no character of the value is left twice. */
  private int plainEnd(CharSequence value, int from, int limit) {
    int[] table = table();
    int matched = 0;
    for (int i = from; i < limit; i++) {
      char c = value.charAt(i);
      while (matched > 0 && text.charAt(matched) != c) {
        matched = table[matched - 1];
      }
      if (text.charAt(matched) == c) {
        matched++;
      }
      if (matched == text.length()) {
        return i + 1;
      }
    }
    return -1;
  }

  private int[] table() {
    int[] known = failures;
    if (known != null) {
      return known;
    }
    int[] table = text.isEmpty() ? NO_TABLE : new int[text.length()];
    int matched = 0;
    for (int i = 1; i < table.length; i++) {
      while (matched > 0 && text.charAt(matched) != text.charAt(i)) {
        matched = table[matched - 1];
      }
      if (text.charAt(matched) == text.charAt(i)) {
        matched++;
      }
      table[i] = matched;
    }
    failures = table;
    return table;
  }

  /**
   * The search by shifted bits: bit {@code i} says that the first {@code i + 1} characters end
   * here. A failure table cannot be made for single wildcards, because what fits one character need
   * not fit the next; this reads each character of the value once, at one step for 64 characters of
   * the piece.
   */
  private int wildEnd(CharSequence value, int from, int limit) {
    int words = (text.length() + WORD - 1) / WORD;
    long[] wildcards = positions(Glob.ONE, new long[words]);
    Map<Character, long[]> masks = new HashMap<>();
    long[] state = new long[words];
    int goal = text.length() - 1;
    for (int i = from; i < limit; i++) {
      long[] mask = masks.computeIfAbsent(value.charAt(i), c -> positions(c, wildcards.clone()));
      long carry = 1;
      for (int word = 0; word < words; word++) {
        long next = state[word] >>> (WORD - 1);
        state[word] = ((state[word] << 1) | carry) & mask[word];
        carry = next;
      }
      if (((state[goal / WORD] >>> (goal % WORD)) & 1) != 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private long[] positions(char wanted, long[] into) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == wanted) {
        into[i / WORD] |= 1L << (i % WORD);
      }
    }
    return into;
  }
}
