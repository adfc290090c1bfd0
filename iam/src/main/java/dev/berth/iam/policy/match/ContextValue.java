package dev.berth.iam.policy.match;

import java.util.List;

/**
 * What a request carries under a context key.
 *
 * @param values at most one when the key is single-valued; none counts as absent
 * @param multivalued whether the key may carry several values, such as {@code aws:TagKeys}: only
 *     {@code ForAllValues} and {@code ForAnyValue} compare those, and they are no variables (IAM
 *     dossier 4.5, 4.6)
 */
public record ContextValue(List<String> values, boolean multivalued) {
  public ContextValue {
    values = List.copyOf(values);
    if (!multivalued && values.size() != 1) {
      throw new IllegalArgumentException("a single-valued key has one value");
    }
  }

  /** The value of a key that has one. */
  public static ContextValue one(String value) {
    return new ContextValue(List.of(value), false);
  }

  /** The values of a multivalued key, even when there is one or none. */
  public static ContextValue many(List<String> values) {
    return new ContextValue(values, true);
  }
}
