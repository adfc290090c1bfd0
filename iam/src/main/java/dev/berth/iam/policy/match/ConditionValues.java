package dev.berth.iam.policy.match;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The context of a request: what its keys hold (IAM dossier 4.7). Asked only for the keys that the
 * policies name, when a statement has matched so far, so that a value that is dear to find (tags of
 * a resource) is found only then; it may be asked more than once for the same key and then gives
 * the same answer.
 */
@FunctionalInterface
public interface ConditionValues {

  /** A request without context. */
  ConditionValues NONE = key -> Optional.empty();

  /** What the request carries under the key; empty when it has no such key. */
  Optional<ContextValue> find(ContextKey key);

  /** Values that are all known, by the names of their keys in any case. */
  static ConditionValues of(Map<String, ContextValue> values) {
    Map<ContextKey, ContextValue> known = new HashMap<>();
    values.forEach((name, value) -> known.put(new ContextKey(name), value));
    return key -> Optional.ofNullable(known.get(key));
  }
}
