package dev.berth.iam.policy.match;

import dev.berth.iam.policy.match.Template.Part;
import dev.berth.iam.policy.match.Template.Stars;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a text apart at its variables, in one pass. */
final class TemplateReader {
  private static final String START = "${";

  private final String text;
  private final Stars stars;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder pending = new StringBuilder();
  private int at;

  TemplateReader(String text, Stars stars) {
    this.text = text;
    this.stars = stars;
  }

  List<Part> parts() {
    while (at < text.length()) {
      int start = text.indexOf(START, at);
      addText(text.substring(at, start < 0 ? text.length() : start));
      at = start < 0 ? text.length() : start;
      if (start >= 0 && !variable()) {
        addText(START);
        at = start + START.length();
      }
    }
    flush();
    return List.copyOf(parts);
  }

  private void addText(String piece) {
    pending.append(stars == Stars.WILD ? Glob.wildcards(piece) : piece);
  }

  private void flush() {
    if (!pending.isEmpty() || parts.isEmpty()) {
      parts.add(new Part.Text(pending.toString()));
      pending.setLength(0);
    }
  }

  /** Reads the variable that starts here and leaves after it; false when it is none. */
  private boolean variable() {
    int from = at + START.length();
    int end = from;
    while (end < text.length() && ",{}'".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String key = text.substring(from, end).strip();
    if (key.isEmpty() || end == text.length()) {
      return false;
    }
    if (text.charAt(end) == '}') {
      at = end + 1;
      add(key, Optional.empty());
      return true;
    }
    return text.charAt(end) == ',' && withDefault(key, end + 1);
  }

  private boolean withDefault(String key, int from) {
    int open = skipSpace(from);
    if (open == text.length() || text.charAt(open) != '\'') {
      return false;
    }
    int close = text.indexOf('\'', open + 1);
    if (close < 0) {
      return false;
    }
    int end = skipSpace(close + 1);
    if (end == text.length() || text.charAt(end) != '}') {
      return false;
    }
    at = end + 1;
    add(key, Optional.of(text.substring(open + 1, close)));
    return true;
  }

  private int skipSpace(int from) {
    int next = from;
    while (next < text.length() && text.charAt(next) == ' ') {
      next++;
    }
    return next;
  }

  private void add(String key, Optional<String> fallback) {
    if (fallback.isEmpty() && List.of("*", "?", "$").contains(key)) {
      pending.append(key);
      return;
    }
    flush();
    parts.add(new Part.Variable(new ContextKey(key), fallback));
  }
}
