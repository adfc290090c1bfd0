package dev.berth.iam.policy.match;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern in which {@code *} stands for any run of characters, none included, and {@code ?} for
 * one (IAM dossier 4.4).
 *
 * <p>Time is linear in the length of the value, whatever the pattern (threat T24): the text before
 * the first star is compared at the start, the text behind the last one at the end, and each piece
 * between is looked for once, from where the one before ended, because the first place that fits
 * leaves the most room for the rest. A piece is found with a failure table, or, when it holds
 * {@code ?}, with a row of bits that moves along the value.
 *
 * <p>Inside, wildcards are the two characters {@link #RUN} and {@link #ONE}, which no text has, so
 * that a star that came from the value of a variable stays a star.
 */
public final class Glob {
  static final char RUN = '\uFFFF';
  static final char ONE = '\uFFFE';

  /** Matches every value. */
  public static final Glob ANY = new Glob(String.valueOf(RUN));

  private enum Form {
    ANY,
    EXACT,
    PREFIX,
    PIECES
  }

  private final Form form;
  private final Piece first;
  private final List<Piece> middle;
  private final Piece last;

  private Glob(String coded) {
    int star = coded.indexOf(RUN);
    int end = coded.lastIndexOf(RUN);
    first = new Piece(star < 0 ? coded : coded.substring(0, star));
    last = new Piece(star < 0 ? "" : coded.substring(end + 1));
    middle = star < 0 ? List.of() : middle(coded.substring(star, end));
    form = star < 0 ? Form.EXACT : form();
  }

  private Form form() {
    if (!middle.isEmpty() || last.length() > 0) {
      return Form.PIECES;
    }
    return first.length() == 0 ? Form.ANY : Form.PREFIX;
  }

  private static List<Piece> middle(String between) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    while (from < between.length()) {
      int star = between.indexOf(RUN, from);
      int to = star < 0 ? between.length() : star;
      if (to > from) {
        pieces.add(new Piece(between.substring(from, to)));
      }
      from = to + 1;
    }
    return List.copyOf(pieces);
  }

  /** A pattern whose stars and question marks are wildcards. */
  public static Glob wild(String text) {
    return coded(wildcards(text));
  }

  /** A pattern that is this text and nothing else. */
  public static Glob literal(String text) {
    return coded(text);
  }

  static Glob coded(String text) {
    return text.length() == 1 && text.charAt(0) == RUN ? ANY : new Glob(text);
  }

  static String wildcards(String text) {
    return text.replace('*', RUN).replace('?', ONE);
  }

  /** Whether a text holds a character that stands for a wildcard inside. */
  static boolean holdsCode(String text) {
    return text.indexOf(RUN) >= 0 || text.indexOf(ONE) >= 0;
  }

  /** Whether the whole value matches. */
  public boolean matches(CharSequence value) {
    return matches(value, 0, value.length());
  }

  /** Whether the part of the text between two offsets matches. */
  boolean matches(CharSequence text, int from, int to) {
    return switch (form) {
      case ANY -> true;
      case EXACT -> to - from == first.length() && first.isAt(text, from);
      case PREFIX -> to - from >= first.length() && first.isAt(text, from);
      case PIECES -> piecesMatch(text, from, to);
    };
  }

  private boolean piecesMatch(CharSequence text, int from, int to) {
    int limit = to - last.length();
    int at = from + first.length();
    if (at > limit || !first.isAt(text, from) || !last.isAt(text, limit)) {
      return false;
    }
    for (Piece piece : middle) {
      at = piece.endOfFirst(text, at, limit);
      if (at < 0) {
        return false;
      }
    }
    return true;
  }
}
