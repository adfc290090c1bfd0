package dev.berth.metadata;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a statement reads and changes, by its text.
 *
 * @param read tables that it names after {@code from} and {@code join}
 * @param changed topics that it may change; every one for a statement that is none of {@code
 *     select}, {@code insert}, {@code update} and {@code delete}
 */
record Footprint(Set<String> read, Set<Topic> changed) {
  private static final Pattern SELECT = Pattern.compile("\\s*select\\b.*", Pattern.DOTALL);
  private static final Pattern CHANGE =
      Pattern.compile(
          "\\s*(?:insert\\s+into|update|delete\\s+from)\\s+([a-z_]+)\\b.*", Pattern.DOTALL);
  private static final Pattern SOURCE =
      Pattern.compile("\\b(?:from|join)\\s+([a-z_]+)\\b(?!\\s*\\()");

  static Footprint of(String sql) {
    Set<String> read = new HashSet<>();
    Matcher source = SOURCE.matcher(sql);
    while (source.find()) {
      read.add(source.group(1));
    }
    return new Footprint(Set.copyOf(read), changed(sql));
  }

  private static Set<Topic> changed(String sql) {
    if (SELECT.matcher(sql).matches()) {
      return Set.of();
    }
    Matcher change = CHANGE.matcher(sql);
    return change.matches() ? Topic.of(change.group(1)) : EnumSet.allOf(Topic.class);
  }
}
