package dev.berth.iam.policy.condition;

import java.util.Optional;

/**
 * An operator as a policy writes it, such as {@code ForAnyValue:StringLikeIfExists}.
 *
 * @param whenAbsent whether it holds for a key that the request does not have, by its suffix
 */
public record Operator(Quantifier quantifier, Comparison comparison, WhenAbsent whenAbsent) {
  private static final String SUFFIX = "IfExists";

  /** What an absent key means. */
  public enum WhenAbsent {
    /** The condition holds: {@code …IfExists}. */
    HOLDS,
    /** What the quantifier and the comparison make of it. */
    COMPARED
  }

  /** Reads an operator; empty when there is none of that name. Case counts. */
  public static Optional<Operator> of(String text) {
    Quantifier quantifier = Quantifier.NONE;
    for (Quantifier candidate : Quantifier.values()) {
      if (text.startsWith(candidate.prefix())) {
        quantifier = candidate;
      }
    }
    String rest = text.substring(quantifier.prefix().length());
    boolean suffixed = rest.endsWith(SUFFIX);
    String word = suffixed ? rest.substring(0, rest.length() - SUFFIX.length()) : rest;
    WhenAbsent absent = suffixed ? WhenAbsent.HOLDS : WhenAbsent.COMPARED;
    boolean plain = quantifier == Quantifier.NONE && !suffixed;
    Quantifier found = quantifier;
    return Comparison.of(word)
        .filter(comparison -> comparison != Comparison.NULL || plain)
        .map(comparison -> new Operator(found, comparison, absent));
  }

  /** Whether a value of a policy is one that the operator compares. */
  public boolean accepts(String value) {
    return comparison.accepts(value);
  }

  /** What holds when the request has no such key. */
  boolean holdsForAbsent() {
    if (whenAbsent == WhenAbsent.HOLDS) {
      return true;
    }
    return switch (quantifier) {
      case NONE -> comparison.isNegated();
      case ALL -> true;
      case ANY -> false;
    };
  }
}
