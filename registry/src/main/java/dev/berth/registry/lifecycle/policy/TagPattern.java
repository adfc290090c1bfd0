package dev.berth.registry.lifecycle.policy;

import dev.berth.model.Tag;
import java.util.List;

/**
 * A pattern over whole tags, in which {@code *} stands for any run of characters, also none. Upper
 * and lower case differ (LE14).
 *
 * @param text as it was written
 * @param parts what stands between the wildcards, at least one
 */
public record TagPattern(String text, List<String> parts) {
  public TagPattern {
    parts = List.copyOf(parts);
  }

  /** A pattern as written, with any number of wildcards. */
  public static TagPattern of(String text) {
    return new TagPattern(text, List.of(text.split("\\*", -1)));
  }

  /** Every tag that starts with a text, in which {@code *} stands for itself. */
  public static TagPattern startingWith(String prefix) {
    return new TagPattern(prefix, List.of(prefix, ""));
  }

  /** Whether the whole tag matches; each part is looked for once, from left to right. */
  public boolean matches(Tag tag) {
    String value = tag.value();
    String first = parts.getFirst();
    if (parts.size() == 1) {
      return value.equals(first);
    }
    if (!value.startsWith(first)) {
      return false;
    }
    int from = first.length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = value.indexOf(part, from);
      if (found < 0) {
        return false;
      }
      from = found + part.length();
    }
    String last = parts.getLast();
    return value.length() - last.length() >= from && value.endsWith(last);
  }

  @Override
  public String toString() {
    return text;
  }
}
