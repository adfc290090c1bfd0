package dev.berth.wire.sts;

import dev.berth.iam.Session;
import dev.berth.identity.session.SessionRefused.Contradiction;
import dev.berth.wire.query.QueryInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Session tags (IAM dossier 8.2): at most 50, their keys unique whatever their case.
 *
 * @param values by key
 * @param transitive keys of those that go on to sessions made from this one
 */
record SessionTags(Map<String, String> values, Set<String> transitive) {
  private static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  SessionTags {
    values = Map.copyOf(values);
    transitive = Set.copyOf(transitive);
  }

  /** {@code Tags} and {@code TransitiveTagKeys} of a request. */
  static SessionTags asked(QueryInput input) {
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> folded = new HashSet<>();
    for (QueryInput tag : input.structures("Tags")) {
      String key = tag.text("Key", 1, LONGEST_KEY, TEXT);
      String value = tag.text("Value", 0, LONGEST_VALUE, TEXT);
      if (!folded.add(key.toLowerCase(Locale.ROOT))) {
        throw input.violation(
            "Tags",
            key,
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
      values.put(key, value);
    }
    if (values.size() > MOST) {
      throw input.violation(
          "Tags",
          values.size() + " members",
          "Member must have length less than or equal to " + MOST);
    }
    Set<String> transitive = new HashSet<>(input.texts("TransitiveTagKeys"));
    for (String key : transitive) {
      if (!folded.contains(key.toLowerCase(Locale.ROOT))) {
        throw input.violation(
            "TransitiveTagKeys", key, "Member must be the key of a tag that is passed");
      }
    }
    return new SessionTags(values, transitive);
  }

  /**
   * These and the transitive ones of the session that asks.
   *
   * @throws Contradiction when one of these has the key of one of those
   */
  SessionTags afterThoseOf(Optional<Session> session) {
    Set<String> inherited = session.map(Session::transitiveTagKeys).orElse(Set.of());
    Map<String, String> all = new HashMap<>(values);
    Set<String> handedOn = new HashSet<>(transitive);
    for (String key : inherited) {
      if (values.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
        throw new Contradiction(
            "One of the specified transitive tag keys can't be set because it conflicts with a"
                + " transitive tag key from the calling session.");
      }
      session
          .flatMap(
              of ->
                  of.tags().entrySet().stream()
                      .filter(tag -> tag.getKey().equalsIgnoreCase(key))
                      .findFirst())
          .ifPresent(tag -> all.put(tag.getKey(), tag.getValue()));
      handedOn.add(key);
    }
    return new SessionTags(all, handedOn);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** {@code aws:RequestTag/…}, {@code aws:TagKeys} and {@code sts:TransitiveTagKeys}. */
  Map<String, List<String>> conditions() {
    Map<String, List<String>> conditions = new HashMap<>();
    values.forEach((key, value) -> conditions.put("aws:RequestTag/" + key, List.of(value)));
    if (!values.isEmpty()) {
      conditions.put("aws:TagKeys", List.copyOf(values.keySet()));
    }
    if (!transitive.isEmpty()) {
      conditions.put("sts:TransitiveTagKeys", new ArrayList<>(transitive));
    }
    return conditions;
  }
}
