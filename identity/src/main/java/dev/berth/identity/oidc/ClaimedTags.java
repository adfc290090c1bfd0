package dev.berth.identity.oidc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The claim {@code https://aws.amazon.com/tags} (IAM dossier 8.3).
 *
 * @param values by key
 * @param transitive keys of those that go on to sessions made from this one
 */
public record ClaimedTags(Map<String, String> values, Set<String> transitive) {
  /** Where a token carries them. */
  static final String CLAIM = "https://aws.amazon.com/tags";

  public ClaimedTags {
    values = Map.copyOf(values);
    transitive = Set.copyOf(transitive);
  }

  /**
   * Reads the claim.
   *
   * @throws WebIdentityRefused.Invalid when it has another form
   */
  static ClaimedTags of(Map<String, Object> claims) {
    if (!(claims.get(CLAIM) instanceof Map<?, ?> claim)) {
      return new ClaimedTags(Map.of(), Set.of());
    }
    Map<String, String> values = new HashMap<>();
    if (claim.get("principal_tags") instanceof Map<?, ?> tags) {
      tags.forEach((key, value) -> values.put(text(key), single(value)));
    }
    Set<String> transitive = new HashSet<>();
    if (claim.get("transitive_tag_keys") instanceof List<?> keys) {
      keys.forEach(key -> transitive.add(text(key)));
    }
    return new ClaimedTags(values, transitive);
  }

  private static String single(Object value) {
    return value instanceof List<?> list && list.size() == 1 ? text(list.getFirst()) : text(value);
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw WebIdentityRefused.Invalid.of("The tags in the token are not of the form that STS reads");
  }
}
