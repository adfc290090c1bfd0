package dev.berth.model;

import java.util.regex.Pattern;

/**
 * A pattern over whole tags in which {@code *} stands for any run of characters, also none (ECR
 * API, {@code ImageTagMutabilityExclusionFilter} of type WILDCARD). Without {@code *} it is one
 * tag's exact name.
 *
 * @param pattern 1 to 128 letters, digits, {@code .}, {@code _}, {@code -} and at most two {@code
 *     *}
 */
public record TagFilter(String pattern) {
  private static final Pattern GRAMMAR = Pattern.compile("[0-9a-zA-Z._*-]{1,128}");

  /** The most wildcards that a filter may hold; ECR refuses a third. */
  public static final int MAX_WILDCARDS = 2;

  public TagFilter {
    if (!GRAMMAR.matcher(pattern).matches()
        || pattern.chars().filter(c -> c == '*').count() > MAX_WILDCARDS) {
      throw new Malformed(
          "tag filter",
          pattern,
          "it has 1 to 128 letters, digits, '.', '_', '-' and at most two '*'");
    }
  }

  /**
   * Whether the whole tag matches, in time linear in its length for the two wildcards there can be.
   */
  public boolean matches(Tag tag) {
    String[] parts = pattern.split("\\*", -1);
    String text = tag.value();
    if (parts.length == 1) {
      return text.equals(pattern);
    }
    String last = parts[parts.length - 1];
    if (!text.startsWith(parts[0])) {
      return false;
    }
    int from = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], from);
      if (found < 0) {
        return false;
      }
      from = found + parts[i].length();
    }
    return text.length() - last.length() >= from && text.endsWith(last);
  }
}
